"""Asks for a keyring passphrase."""

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.protect.forms.accounts import passphrase_field


class Unlock(forms.Form):
    """A slot's passphrase or the recovery code; never a colleague's own passphrase."""

    passphrase = passphrase_field(
        _("Keyring passphrase"), autocomplete="off", hint=_("Of the person on duty who holds one, or the code on the recovery sheet. Not your own sign-in.")
    )
