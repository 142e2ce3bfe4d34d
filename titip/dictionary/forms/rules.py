"""What is asked of a skip rule: plain choices one after the other, or the text for experts."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules import expressions
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.plain_rules import NEVER, OPERATORS, Condition, operators
from titip.dictionary.rules.types import ElementType, Status

_BARE = ("given", "empty")


class AddCondition(forms.Form):
    """One condition on one element: how it is compared, and with what."""

    use_required_attribute = False
    on = forms.CharField(widget=forms.HiddenInput)
    operator = forms.ChoiceField(label=_("Its answer"))
    value = forms.CharField(label=_("This"), required=False)

    def __init__(self, book: Codebook, on: ElementEntry, data: Any = None) -> None:
        super().__init__(data, initial={"on": on.code})
        self.entry = on
        self.fields["operator"].choices = [(name, gettext(OPERATORS[name])) for name in operators(on)]  # type: ignore[attr-defined]
        code_list = book.code_list(on.code_list)
        choices = [(i.code, i.label) for i in code_list.items if not i.retired] if code_list else []
        if on.type is ElementType.YES_NO:
            choices = [("yes", gettext("Yes")), ("no", gettext("No"))]
        if choices:
            self.fields["value"] = forms.ChoiceField(label=_("This"), choices=[("", _("Choose")), *choices], required=False)
        elif on.type in (ElementType.INTEGER, ElementType.DECIMAL, ElementType.CALCULATED):
            self.fields["value"] = forms.DecimalField(label=_("This"), required=False)
        elif on.type in (ElementType.DATE, ElementType.PARTIAL_DATE):
            self.fields["value"].help_text = _("Year-month-day, such as 2026-03-15.")

    def clean(self) -> dict[str, Any]:
        """A comparison needs something to compare with, free of what would end the text."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        value = found.get("value")
        if found.get("operator") not in _BARE and value in (None, "") and "value" not in self.errors:
            self.add_error("value", _("Choose or write what the answer is compared with."))
        elif isinstance(value, str) and "'" in value:
            self.add_error("value", _("Leave the mark ' out."))
        return found

    def condition(self) -> Condition:
        """What was picked."""
        value = self.cleaned_data.get("value")
        return Condition(self.entry.code, self.cleaned_data["operator"], "" if value is None else f"{value}")


class ExpertRule(forms.Form):
    """The rule as text."""

    use_required_attribute = False
    rule = forms.CharField(label=_("The rule as text"), help_text=_("Such as ${age} < 18 and selected(${needs}, 'school'). Empty: always asked."),
                           widget=forms.Textarea(attrs={"rows": "3", "spellcheck": "false"}), required=False)  # fmt: skip

    def __init__(self, book: Codebook, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.known = {e.code for e in book.elements}

    def clean_rule(self) -> str:
        """Understood, and naming what exists."""
        text: str = self.cleaned_data["rule"].strip()
        if not text:
            return ""
        try:
            named = expressions.references(expressions.parse(text))
        except expressions.BadExpression as bad:
            raise forms.ValidationError(_("This is not understood: %(why)s"), params={"why": str(bad)}) from None
        if missing := sorted(named - self.known):
            raise forms.ValidationError(_("These elements do not exist: %(codes)s."), params={"codes": ", ".join(missing)})
        return text


def candidates(book: Codebook, entry: ElementEntry) -> list[tuple[str, str]]:
    """The elements that a rule of this one may look at: of the same kind of record, and of the same group or none."""
    return [
        (e.code, e.label) for e in book.elements
        if e.record_type == entry.record_type and e.code != entry.code and e.type not in NEVER and e.status is not Status.RETIRED
        and e.inside in ("", entry.inside)
    ]  # fmt: skip
