"""The second factor: secrets sealed at rest, a code that works once, never switched off by its owner."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from titip.protect.actions import audit, seeds
from titip.protect.models import Staff
from titip.protect.sign_in import limits, passkeys
from titip.protect.sign_in.devices import family_of
from titip.protect.vault import Refused


class MFAAdapter(DefaultMFAAdapter):
    """Named by MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of recovery codes, for the colleague who was named. Raises vault.Locked."""
        return seeds.seal_seed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` sealed. Raises vault.Locked, vault.Refused (plain text and another colleague's included)."""
        return seeds.open_seed(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows beside "Notes": the staff code. A phone is seen by others."""
        return str(user.code)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody takes her own second factor away; a passkey goes where another way to prove herself stays (``views.passkeys``)."""
        return False

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The house, as a phone lists it: its host name, and "Notes". A phone is seen by others."""
        return {**super().get_public_key_credential_rp_entity(), "name": app_settings.TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Whose key it is, as a phone lists it: the staff code, never a name."""
        return {**super().get_public_key_credential_user_entity(user), "name": str(user.code), "display_name": str(user.code)}


def check(request: HttpRequest, staff: Staff, *, code: str, credential: str, recovery: bool = True) -> Authenticator:
    """The authenticator that proves her: her passkey's answer, or a code, taken once. ``recovery``: whether a recovery code counts.

    Raises ValidationError, after writing the failure down. Only codes are counted: a passkey's answer cannot be guessed.
    """
    try:
        if credential:
            return passkeys.check(staff, passkeys.read(credential))
        return _check_code(request, staff, code, recovery)
    except ValidationError:
        if code or credential:
            note_failure(request, staff)
        raise


def _check_code(request: HttpRequest, staff: Staff, code: str, recovery: bool) -> Authenticator:
    if not code:
        raise ValidationError(_("Type the code."), code="required")
    tried = limits.code(request, staff)
    if tried is None:
        raise get_account_adapter().validation_error("too_many_login_attempts")
    kinds = [Authenticator.Type.TOTP, *([Authenticator.Type.RECOVERY_CODES] if recovery else [])]
    plain = "".join(code.split())
    for one in Authenticator.objects.filter(user_id=staff.pk, type__in=kinds).order_by("pk"):
        if _fits(one, plain):
            if not claim(staff.pk, plain):
                break
            tried.rollback()
            one.refresh_from_db()
            seeds.bind_seeds(one)
            one.user = staff
            return one
    raise get_account_adapter().validation_error("incorrect_code")


def _fits(one: Authenticator, code: str) -> bool:
    """Whether a code is hers. Against a seed that was changed, or brought from another colleague's row, no code is."""
    try:
        with seeds.of_colleague(one.user_id):
            return bool(one.wrap().validate_code(code))
    except Refused:
        return False


def note_failure(request: HttpRequest, staff: Staff) -> None:
    """Log a second factor that did not fit."""
    browser = family_of(request).replace(" ", "-")
    audit.record(kind="protect.sign_in", outcome="failed", actor_code=staff.code, detail={"step": "second_factor", "browser": browser})


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


def has_second_factor(staff: Any) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    return Authenticator.objects.filter(user_id=staff.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]).exists()


def current_code(staff: Staff) -> str | None:
    """The code that the colleague's authenticator shows now, the next one where it was used. For practice people and tests only."""
    stored = Authenticator.objects.filter(user_id=staff.pk, type=Authenticator.Type.TOTP).first()
    if stored is None:
        return None
    with seeds.of_colleague(staff.pk):
        secret = MFAAdapter().decrypt(stored.data["secret"])
    earlier, now, later = [totp.format_hotp_value(totp.hotp_value(secret, counter)) for counter in totp.yield_hotp_counters_from_time()]
    return next((code for code in (now, later, earlier) if not was_used(staff.pk, code)), now)
