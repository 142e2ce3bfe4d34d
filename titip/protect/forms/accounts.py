"""Asks for user name and passphrase."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

#: Longer input is no passphrase; stretching it would only cost time.
LONGEST = 200


def passphrase_field(label: Any, *, autocomplete: str, hint: Any = "") -> forms.CharField:
    """A passphrase, as typed: spaces and capital letters count."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, strip=False, widget=widget, error_messages={"required": _("Type the passphrase.")})


class SignIn(LoginForm):
    """User name and passphrase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label=_("User name"), max_length=60, widget=name, error_messages={"required": _("Type your user name.")})
        self.fields["password"] = passphrase_field(_("Passphrase"), autocomplete="current-password")
        self.order_fields(["login", "password"])


class PassphraseAgain(ReauthenticateForm):
    """The passphrase once more, where no second factor is set up yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = passphrase_field(_("Passphrase"), autocomplete="current-password")


class ChangePassphrase(ChangePasswordForm):
    """The passphrase now, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = passphrase_field(_("Your passphrase now"), autocomplete="current-password")
        self.fields["password1"].label = _("New passphrase")
        self.fields["password1"].help_text = password_validators_help_text_html()
        self.fields["password2"] = passphrase_field(_("New passphrase again"), autocomplete="new-password")
