"""Before an interview: which form, and the conditions under which it is held (S21)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.intake.models.interviews import INTERPRETERS, INTERPRETS, MODES, SUPPORT
from titip.intake.rules.interviewing import Setting, not_yet
from titip.intake.rules.stepping import LAYOUTS


class StartForm(forms.Form):
    """Which form; with her or without; what must be so before the first question."""

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(choices)
        only = offered[0][0] if len(offered) == 1 else None
        self.fields["form"] = forms.ChoiceField(label=_("Which form"), choices=offered, initial=only, widget=forms.RadioSelect)
        self.fields["mode"] = forms.ChoiceField(label=_("How you fill it in"), choices=[(v, _(words)) for v, words in MODES], widget=forms.RadioSelect)
        self.fields["private_place"] = forms.BooleanField(label=_("Nobody else can hear us"), required=False)
        self.fields["interpreter"] = forms.ChoiceField(
            label=_("Interpreter"), choices=[(v, _(words)) for v, words in INTERPRETERS], initial="none", widget=forms.RadioSelect
        )
        self.fields["interpreter_role"] = forms.ChoiceField(
            label=_("Who interprets? (where somebody does)"), choices=[(v, _(words)) for v, words in INTERPRETS], widget=forms.RadioSelect, required=False
        )
        self.fields["interpreter_accepted"] = forms.BooleanField(
            label=_("She accepts me and this interpreter, who is no relative, no employer and nobody whom she fears"), required=False
        )
        self.fields["support"] = forms.ChoiceField(
            label=_("Who is there for her afterwards?"), choices=[(v, _(words)) for v, words in SUPPORT], widget=forms.RadioSelect, required=False
        )
        self.fields["language"] = forms.CharField(
            label=_("Language you speak together"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
        )

    def setting(self) -> Setting:
        """How it is about to be held."""
        known = Setting.__dataclass_fields__
        return Setting(**{name: value for name, value in self.cleaned_data.items() if name in known})

    def clean(self) -> dict[str, Any]:
        """What stands in the way of beginning is said where it stands."""
        data = super().clean() or {}
        if not self.errors:
            for field, message in not_yet(self.setting()).items():
                self.add_error(field, _(message))
        return data


class HouseWayForm(forms.Form):
    """How questions come where a colleague has not chosen."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"] = forms.ChoiceField(label=_("At first they come"), choices=[(v, _(words)) for v, words in LAYOUTS], widget=forms.RadioSelect)
