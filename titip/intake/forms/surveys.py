"""What is asked of a survey: from what and how it was drawn, and how many of each group stand in the list it was drawn from."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.types import ElementType
from titip.intake.forms.records import choices_in_words
from titip.intake.models import Survey
from titip.intake.models.records import WAYS
from titip.intake.reads.records import Kind, choosable

_NUMBERS = (ElementType.DECIMAL, ElementType.INTEGER)
DESIGN = ("frame", "frame_size", "drawn", "sample_size", "mode", "weight_element", "compare_element")


class SurveyDesign(forms.Form):
    """A survey's design."""

    use_required_attribute = False
    frame = forms.CharField(
        label=_("From which list or area is it drawn?"), help_text=_("Such as: all boats registered in the port in March 2026. Who is missing from it?"),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )  # fmt: skip
    frame_size = forms.IntegerField(label=_("How many stand in it?"), min_value=1, max_value=2_000_000_000, required=False)
    drawn = forms.ChoiceField(label=_("How are those to be asked found?"), widget=forms.RadioSelect)
    sample_size = forms.IntegerField(label=_("How many are to be asked?"), min_value=1, max_value=2_000_000_000, required=False)
    mode = forms.ChoiceField(label=_("How are they asked?"))
    weight_element = forms.ChoiceField(label=_("Which question holds the weight of each answer?"), required=False)
    compare_element = forms.ChoiceField(
        label=_("By which question is the sample held against the list?"), required=False,
        help_text=_("Then write how many of each stand in the list, and keep again."),
    )  # fmt: skip

    def __init__(self, kind: Kind, survey: Survey | None, data: Any = None) -> None:
        initial = {name: getattr(survey, name) for name in DESIGN} if survey else {}
        super().__init__(data, initial=initial)
        declared = [element for element in dictionary.declared(kind.code).values() if not element.sealed]
        compared = [element for element in choosable(kind) if element.type is not ElementType.SELECT_MANY]
        self.fields["drawn"].choices = choices_in_words(Survey.DRAWN)  # type: ignore[attr-defined]
        self.fields["mode"].choices = choices_in_words(WAYS)  # type: ignore[attr-defined]
        numbers = [(e.code, e.label) for e in declared if e.type in _NUMBERS]
        self.fields["weight_element"].choices = [("", say("None")), *numbers]  # type: ignore[attr-defined]
        self.fields["compare_element"].choices = [("", say("None")), *((e.code, e.label) for e in compared)]  # type: ignore[attr-defined]
        chosen = (data or initial).get("compare_element", "")
        element = next((e for e in compared if e.code == chosen), None)
        self.values: list[str] = []
        held = {row.value: row.number for row in survey.counts.all()} if survey else {}
        options = [] if element is None else [(c.code, c.label) for c in element.choices] or [("true", say("Yes")), ("false", say("No"))]
        for value, label in options:
            self.values.append(value)
            self.fields[f"n_{value}"] = forms.IntegerField(
                label=say("%(group)s: how many in the list?") % {"group": label}, min_value=0, max_value=2_000_000_000, required=False, initial=held.get(value),
            )  # fmt: skip

    def design(self) -> dict[str, Any]:
        """The design's own fields."""
        return {name: self.cleaned_data[name] for name in DESIGN}

    def counts(self) -> dict[str, int]:
        """How many of each value stand in the frame; what was left empty is not known and left out."""
        return {value: n for value in self.values if (n := self.cleaned_data.get(f"n_{value}")) is not None}
