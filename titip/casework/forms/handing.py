"""Asks which of a colleague's work goes to whom."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.casework.models import Case
from titip.register.reads import Person


@dataclass(frozen=True)
class Chosen:
    """What goes to whom."""

    to: int
    cases: list[Case]
    people: list[Person]


class HandOverForm(forms.Form):
    """To whom, and what: everything listed, or only what is ticked."""

    to = forms.TypedChoiceField(label=_("To which colleague?"), coerce=int)
    what = forms.ChoiceField(
        label=_("What goes?"), choices=[("all", _("Everything listed here")), ("some", _("Only what I tick"))], widget=forms.RadioSelect,
    )
    cases = forms.MultipleChoiceField(label=_("Cases"), required=False, widget=forms.CheckboxSelectMultiple)
    people = forms.MultipleChoiceField(label=_("People"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: list[tuple[int, str]], cases: list[Case], people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cases, self._people = {str(one.pk): one for one in cases}, {str(one.pk): one for one in people}
        self.fields["to"].choices = [("", _("Choose a colleague")), *others]  # type: ignore[attr-defined]
        for name, known in (("cases", self._cases), ("people", self._people)):
            self.fields[name].choices = [(key, one.code) for key, one in known.items()]  # type: ignore[attr-defined, union-attr]
            if not known:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("what") == "some" and not (told.get("cases") or told.get("people")):
            self.add_error("what", _("Tick at least one case or person, or choose everything."))
        return told

    def chosen(self) -> Chosen:
        """What goes to whom. Call it on a valid form."""
        told = self.cleaned_data
        if told["what"] == "all":
            return Chosen(told["to"], list(self._cases.values()), list(self._people.values()))
        return Chosen(told["to"], [self._cases[key] for key in told.get("cases", [])], [self._people[key] for key in told.get("people", [])])
