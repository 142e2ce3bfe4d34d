"""Asks an invited colleague for her code, then for the passphrase she chooses."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.protect.forms.accounts import passphrase_field

_CODE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "class": "govuk-input--width-10"}


class InvitationCode(forms.Form):
    """The code she was told."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=20, widget=forms.TextInput(attrs=_CODE),
        help_text=gettext_lazy("Eight letters and digits, as your administrator told you. It works once."),
        error_messages={"required": gettext_lazy("Type the code.")},
    )


class NewPassphrase(forms.Form):
    """A passphrase, twice."""

    passphrase = passphrase_field(gettext_lazy("Your passphrase"), autocomplete="new-password")
    again = passphrase_field(gettext_lazy("The same again"), autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passphrase"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("passphrase") and told.get("again") and told["passphrase"] != told["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return told
