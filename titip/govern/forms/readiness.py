"""Asks for what a breach plan needs, and for the passphrase with which a drill is run."""

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


class ForDrill(forms.Form):
    """A passphrase of the keyring, or better the code on the recovery sheet."""

    passphrase = forms.CharField(
        label=gettext_lazy("Code on the recovery sheet"), max_length=200, strip=False, error_messages={"required": gettext_lazy("Type the code.")},
        help_text=gettext_lazy("From the paper: so the sheet is tried as well. A passphrase of the keyring will do too; not your own sign-in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
