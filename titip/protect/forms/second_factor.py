"""Asks for the second factor: a passkey, a code of the authenticator app, or a recovery code."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from titip.protect.models import Staff
from titip.protect.sign_in import second_factor
from titip.protect.sign_in.second_factor import claim, note_failure

_CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10", "spellcheck": "false"}


def code_field(label: Any, hint: Any, *, required: bool = True) -> forms.CharField:
    """A code, as typed."""
    widget = forms.TextInput(attrs=_CODE_ATTRS)
    return forms.CharField(
        label=label, help_text=hint, max_length=20, widget=widget, required=required, error_messages={"required": _("Type the code.")},
    )


class SecondFactor(forms.Form):
    """At sign-in, after the passphrase."""

    code = code_field(_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."), required=False)
    credential = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    #: Whether it counts as a confirmation of somebody who is signed in already.
    reauthenticated = False

    def __init__(self, *args: Any, user: Staff, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Check whichever was given; a failure is logged."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.authenticator: Authenticator = second_factor.check(
                    context.request, self.user, code=told.get("code", ""), credential=told.get("credential", ""),
                )
            except forms.ValidationError as error:
                self.add_error("code", error)
        return told

    def save(self) -> None:
        """Let it count."""
        post_authentication(context.request, self.authenticator, reauthenticated=self.reauthenticated)


class SecondFactorAgain(SecondFactor):
    """Again, before something that needs it fresh."""

    reauthenticated = True


class FirstCode(ActivateTOTPForm):
    """Proves that the authenticator app was set up: taken once, a failure logged."""

    user: Staff

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code that the app shows now"), _("Six digits."))

    def clean_code(self) -> str:
        """Check the code, then claim it."""
        try:
            code = str(super().clean_code())
            if not claim(self.user.pk, code):
                raise get_adapter().validation_error("incorrect_code")
        except forms.ValidationError:
            note_failure(context.request, self.user)
            raise
        return code
