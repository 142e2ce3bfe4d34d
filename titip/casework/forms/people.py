"""Asks who takes part, and who works on the case."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.casework.forms.choices import NO_NAMES, DayField, translated
from titip.casework.rules.words import PARTS, THIRD_PARTIES, Part
from titip.dictionary.rules.types import Certainty
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.dates import show_date
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor
from titip.register import reads as register

_CERTAINTY = [(Certainty.REPORTED.value, _("Told to us")), (Certainty.VERIFIED.value, _("Verified")), (Certainty.APPROXIMATE.value, _("Not sure"))]
_AGE = [("adult", _("18 or older")), ("child", _("Under 18")), ("doubt", _("Not known: treated as under 18"))]


class CaseForm(forms.Form):
    """Why a case is opened."""

    reason = forms.CharField(label=_("Why is a case opened?"), max_length=200, help_text=NO_NAMES)


class PersonByCode(forms.CharField):
    """A person's code, as written on a slip or read aloud."""

    def clean(self, value: Any) -> Any:
        """The canonical code."""
        typed = super().clean(value)
        if not typed:
            return typed
        try:
            return read_code(typed)
        except BadCode:
            wrong = _("“%(shown)s” is not a code: a character is wrong or missing. Read it again from the slip or the person's page.")
            raise forms.ValidationError(wrong, params={"shown": typed}) from None


class KnownPersonForm(forms.Form):
    """Somebody who has a code already."""

    person = PersonByCode(label=_("Code of the person"), help_text=_("For example KH7-4WMT. The code stands on the person's page."), max_length=20)
    part = forms.ChoiceField(label=_("How does this person take part?"), widget=forms.RadioSelect)
    certainty = forms.ChoiceField(label=_("How sure is this?"), choices=_CERTAINTY, initial=Certainty.REPORTED.value, widget=forms.RadioSelect)
    since = DayField(label=_("Since when, if known"), required=False, help_text=_("Day/month/year"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self.fields["part"].choices = translated(PARTS)  # type: ignore[attr-defined]

    def clean_person(self) -> Any:
        """The person, where this colleague may open her page: others answer as if they were not there."""
        found = register.people_for(self._actor, "register.open").filter(code=self.cleaned_data["person"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this code is in your care. Ask the colleague who has the person to add them, or to assign you."))
        return found

    def clean_part(self) -> Part:
        """The part."""
        return Part(self.cleaned_data["part"])

    def clean_certainty(self) -> Certainty:
        """How sure it is."""
        return Certainty(self.cleaned_data["certainty"])


class ThirdPartyForm(forms.Form):
    """Somebody new whom the case needs: registered under a code, on a basis of its own (S18)."""

    part = forms.ChoiceField(label=_("How does this person take part?"), widget=forms.RadioSelect)
    certainty = forms.ChoiceField(label=_("How sure is this?"), choices=_CERTAINTY, initial=Certainty.REPORTED.value, widget=forms.RadioSelect)
    age_status = forms.ChoiceField(label=_("Age"), choices=_AGE, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why must we hold data about this person?"), max_length=255,
        help_text=_("For example: named as recruiter; needed to protect the person concerned. No names: this line is not sealed."),
    )
    reviewer = forms.ChoiceField(label=_("Who looks at this again?"), help_text=_("Another colleague."))
    review_on = DayField(label=_("When?"), help_text=_("Day/month/year, after today"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = translated(PARTS, [p for p in PARTS if p in THIRD_PARTIES])  # type: ignore[attr-defined]
        others = [(one.code, one.name) for one in colleagues.colleagues() if one.active and one.id != actor.id]
        self.fields["reviewer"].choices = [("", _("Choose a colleague")), *others]  # type: ignore[attr-defined]
        self.fields["review_on"].initial = show_date(clock.today() + timedelta(days=182))

    def clean_part(self) -> Part:
        """The part."""
        return Part(self.cleaned_data["part"])

    def clean_certainty(self) -> Certainty:
        """How sure it is."""
        return Certainty(self.cleaned_data["certainty"])


class AssignForm(forms.Form):
    """Which colleague works on the case too."""

    colleague = forms.TypedChoiceField(label=_("Which colleague?"), coerce=int)
    reason = forms.CharField(label=_("Why?"), max_length=120, required=False, help_text=NO_NAMES)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = [("", _("Choose a colleague")), *choices]  # type: ignore[attr-defined]
