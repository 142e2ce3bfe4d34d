"""The second factor: secrets sealed at rest, a code that works once, never switched off by its owner."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache

from titip.protect import vault
from titip.protect.models import Staff

_MARK = "second factor|"


class MFAAdapter(DefaultMFAAdapter):
    """Named by MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of recovery codes. Raises vault.Locked."""
        return vault.seal_secret(_MARK + text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` sealed. Raises vault.Locked, vault.Refused (plain text included)."""
        opened = vault.open_secret(encrypted_text)
        if not opened.startswith(_MARK):
            raise vault.Refused
        return opened.removeprefix(_MARK)

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows beside "Notes": the staff code. A phone is seen by others."""
        return str(user.code)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody takes her own second factor away."""
        return False


def claim(user_id: int, code: str) -> bool:
    """Claim a code for one use, for as long as any clock tolerance accepts it. False where it was used already.

    allauth's own guard forgets after one period; with a tolerance of one a code is accepted for three.
    """
    life = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)
    plain = "".join(character for character in code if character.isdigit())
    return bool(cache.add(f"titip.totp.used.{user_id}.{plain}", "y", timeout=life))


def was_used(user_id: int, code: str) -> bool:
    """Whether a code was claimed already."""
    return cache.get(f"titip.totp.used.{user_id}.{code}") is not None


def has_totp(staff: Staff) -> bool:
    """Whether an authenticator app is set up."""
    return Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.TOTP).exists()


def current_code(staff: Staff) -> str | None:
    """The code that the colleague's authenticator shows now, the next one where it was used. For practice people and tests only."""
    stored = Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.TOTP).first()
    if stored is None:
        return None
    secret = MFAAdapter().decrypt(stored.data["secret"])
    earlier, now, later = [totp.format_hotp_value(totp.hotp_value(secret, counter)) for counter in totp.yield_hotp_counters_from_time()]
    return next((code for code in (now, later, earlier) if not was_used(staff.pk, code)), now)
