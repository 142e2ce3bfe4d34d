"""Asks for a keyring passphrase."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.protect.forms.accounts import passphrase_field


class Unlock(forms.Form):
    """A slot's passphrase or the recovery code; never a colleague's own passphrase."""

    passphrase = passphrase_field(
        _("Keyring passphrase"), autocomplete="off", hint=_("Of the person on duty who holds one, or the code on the recovery sheet. Not your own sign-in.")
    )


class Proven(forms.Form):
    """A passphrase that says who asks."""

    passphrase = passphrase_field(_("Keyring passphrase"), autocomplete="off", hint=_("Of a slot that stays, or the sheet's code. Not your own sign-in."))


class TakeOut(Proven):
    """Taking out a slot. Where only one way in is left it is asked twice."""

    one_left = forms.BooleanField(label=_("I want this although only one way in is left. When it is forgotten, everything is lost."), required=False)

    def __init__(self, *args: Any, few: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not few:
            del self.fields["one_left"]


class AddSlot(forms.Form):
    """One more passphrase."""

    passphrase = passphrase_field(_("A passphrase that opens the keyring now"), autocomplete="off", hint=_("Or the code on the recovery sheet."))
    label = forms.CharField(label=_("Whose it is, by duty"), max_length=40, help_text=_(
        "For example: night duty S-NKD-DGGK. Her staff code ties it to her, so that it is not forgotten when she leaves. Never a name."
    ))
    new = passphrase_field(_("The new passphrase"), autocomplete="new-password", hint=_("15 characters or more; four unrelated words are best."))
    again = passphrase_field(_("The new passphrase again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        told = super().clean() or {}
        if told.get("new") and told.get("again") and told["new"] != told["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return told
