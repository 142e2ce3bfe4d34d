"""Asks for the second factor."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from titip.protect.actions import audit
from titip.protect.models import Staff
from titip.protect.sign_in.second_factor import claim

_CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10", "spellcheck": "false"}


def _code_field(label: Any, hint: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=_CODE_ATTRS)
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=widget, error_messages={"required": _("Type the code.")})


class _OnceOnly:
    """A code that fits is taken once, and a failure is logged. Stands before one of allauth's forms."""

    user: Staff

    def clean_code(self) -> str:
        """Check the code, then claim it."""
        try:
            code = str(super().clean_code())  # type: ignore[misc]
            if not claim(self.user.pk, code):
                raise get_adapter().validation_error("incorrect_code")
        except forms.ValidationError:
            audit.record(kind="protect.sign_in", outcome="failed", actor_code=self.user.code, detail={"step": "second_factor"})
            raise
        return code


class SecondFactor(_OnceOnly, AuthenticateForm):
    """At sign-in, after the passphrase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))


class SecondFactorAgain(_OnceOnly, ReauthenticateForm):
    """Again, before something that needs it fresh."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))


class FirstCode(_OnceOnly, ActivateTOTPForm):
    """Proves that the authenticator app was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code that the app shows now"), _("Six digits."))
