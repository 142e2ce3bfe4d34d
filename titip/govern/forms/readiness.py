"""Asks for what a breach plan needs, and for the passphrase with which a drill is run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from titip.govern.rules.breach import AUTHORITY_HOURS, PEOPLE_HOURS, STARTER, Plan

_HOURS = {"class": "govuk-input--width-3", "inputmode": "numeric"}


class PlanForm(forms.Form):
    """Whom to call, within what hours, and the steps."""

    leads = forms.CharField(label=gettext_lazy("Who leads"), max_length=200, help_text=gettext_lazy("Name, and a telephone that is answered at night."))
    stands_in = forms.CharField(label=gettext_lazy("Who stands in"), max_length=200, help_text=gettext_lazy("Somebody else, with a telephone."))
    authority = forms.CharField(
        label=gettext_lazy("Which authority is told"), max_length=200, help_text=gettext_lazy("As the law asks or counsel says, with its telephone or address.")
    )
    authority_hours = forms.IntegerField(label=gettext_lazy("Within how many hours"), initial=AUTHORITY_HOURS, widget=forms.TextInput(attrs=_HOURS))
    people_hours = forms.IntegerField(
        label=gettext_lazy("Within how many hours are those told who may be in danger"), initial=PEOPLE_HOURS, widget=forms.TextInput(attrs=_HOURS)
    )
    text = forms.CharField(
        label=gettext_lazy("The steps"), initial=STARTER, max_length=8000, help_text=gettext_lazy("A text to begin with. Change it until it is yours."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    signed = forms.BooleanField(
        label=gettext_lazy("I have read this plan with the colleagues it names, and sign it."),
        error_messages={"required": gettext_lazy("A plan counts once it is signed. Read it with those it names first.")},
    )

    def plan(self) -> Plan:
        """What is signed. Call it on a valid form."""
        told = self.cleaned_data
        return Plan(told["leads"], told["stands_in"], told["authority"], told["authority_hours"], told["people_hours"], told["text"])


def _secret(label: Any, hint: Any, missing: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"})
    return forms.CharField(label=label, help_text=hint, max_length=200, strip=False, widget=widget, error_messages={"required": missing})


class ForDrill(forms.Form):
    """A passphrase of the keyring, or better the code on the recovery sheet; ``two``: that of a second person as well."""

    passphrase = _secret(
        gettext_lazy("Code on the recovery sheet"),
        gettext_lazy("From the paper: so the sheet is tried as well. A passphrase of the keyring will do too; not your own sign-in."),
        gettext_lazy("Type the code."),
    )
    second = _secret(
        gettext_lazy("The passphrase of the second person"),
        gettext_lazy("This house opens with two together. Whoever holds the other passphrase types it herself."),
        gettext_lazy("Two people are needed. Let the second type hers."),
    )

    def __init__(self, *args: Any, two: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not two:
            del self.fields["second"]

    def clean(self) -> dict[str, Any]:
        """Two that differ: the same one twice is one person."""
        found = super().clean() or {}
        if found.get("second") and found["second"] == found.get("passphrase"):
            self.add_error("second", gettext_lazy("This is the first one again. The second is another person's."))
        return found
