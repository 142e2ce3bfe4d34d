"""Walking in without a passphrase: in a practice organisation only.

Whether it is one is never a setting: it is sealed into the keyring and proven by its opening (``vault.is_practice``). An edited
keyring file does not open; a locked server answers no.
"""

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpRequest, HttpResponse

from titip.protect import vault
from titip.protect.models import Staff
from titip.protect.reads.staff import live_roles
from titip.protect.rules.roles import ROLES
from titip.protect.sign_in.second_factor import current_code


class NotPractice(Exception):
    """This is a real organisation, or the server is locked: nobody walks in."""


@dataclass(frozen=True)
class PracticeColleague:
    """Somebody to sign in as: ``roles`` are labels, message ids for translation."""

    id: int
    name: str
    roles: tuple[str, ...]


def is_practice() -> bool:
    """Whether the unlocked keys prove a practice organisation. A locked server proves nothing."""
    return not vault.is_locked() and vault.is_practice()


def colleagues() -> list[PracticeColleague]:
    """Whom one may sign in as; nobody in a real organisation."""
    if not is_practice():
        return []
    return [
        PracticeColleague(one.pk, one.name, tuple(ROLES[role].label for role in sorted(live_roles(one))))
        for one in Staff.objects.filter(is_active=True).order_by("pk")
    ]


def sign_in_as(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Begin the sign-in of a practice colleague; the second factor still follows. Raises NotPractice, Staff.DoesNotExist."""
    if not is_practice():
        raise NotPractice
    return perform_login(request, Login(user=Staff.objects.get(pk=staff_id, is_active=True), redirect_url=get_next_redirect_url(request)))


def code_for(staff: Any) -> str | None:
    """The second factor's code of a practice colleague; None in a real organisation."""
    return current_code(staff) if isinstance(staff, Staff) and is_practice() else None


def code_of_secret(secret: str) -> str | None:
    """The code of a secret that is being set up by a practice colleague; None in a real organisation."""
    if not is_practice():
        return None
    _earlier, now, _later = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now))
