"""Asks for a passkey's name, and for what the browser made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.kit.text import clean_line
from titip.protect.sign_in import passkeys


class PasskeyName(forms.Form):
    """What she calls it."""

    name = forms.CharField(
        label=_("What do you call it?"), max_length=40, help_text=_("For you alone, to tell your keys apart: my phone, the blue stick."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": _("Give it a name.")},
    )

    def clean_name(self) -> str:
        """One line."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give it a name."))
        return name


class NewPasskey(PasskeyName):
    """A name, and the browser's answer. A good key is not refused for want of a name: it lies in her device already."""

    credential = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean_name(self) -> str:
        """One line; a plain one where none was typed."""
        return clean_line(self.cleaned_data["name"]) or str(_("My passkey"))

    def clean_credential(self) -> dict[str, Any]:
        """Checked against the challenge that this browser was given."""
        if not self.cleaned_data["credential"]:
            raise forms.ValidationError(_("The browser made no passkey. Press the button again; this needs a script."))
        told = passkeys.read(self.cleaned_data["credential"])
        passkeys.check_new(told)
        return told
