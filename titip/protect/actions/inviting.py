"""Invites colleagues by a short code told in person; each chooses her own passphrase, and then her second factor."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.actions.organisation import add_team
from titip.protect.actions.staff import CannotChangeStaff, add_staff
from titip.protect.models import Invitation, Staff, Team
from titip.protect.rules.roles import Role
from titip.protect.vault.recovery import ALPHABET

#: How long a code waits for its colleague.
LIFE: Final = timedelta(hours=72)
#: Forty random bits in two groups: quick to say. Guessing is slowed down, and the kept token is keyed.
_LENGTH: Final = 8
_ALIKE: Final = str.maketrans("OIL", "011")
#: Wrong codes in ten minutes: from one address, and from everywhere together.
_WRONG: Final = {"address": 8, "all": 60}
_WINDOW: Final = 600


class BadInvitation(ValueError):
    """The code opens nothing. One sentence for every reason: whoever guesses learns nothing."""


def invite(
    *, username: str, name: str, roles: Iterable[Role], teams: Iterable[Team] = (), new_team: str = "", trained_on: date | None = None,
    language: str = "en", actor_code: str,
) -> tuple[Staff, str]:
    """Add a colleague who cannot sign in yet, and return her with the code that is told to her, shown this once.

    ``new_team``: the name of one more team she is of, made where there is none of that name. Raises CannotChangeStaff.
    """
    with transaction.atomic():
        hers = [*teams, *([add_team(name=new_team, actor_code=actor_code)] if clean_line(new_team) else [])]
        staff = add_staff(
            username=username, name=name, roles=roles, teams=hers, trained_on=trained_on, language=language, actor_code=actor_code, active=False,
        )
        Staff.objects.filter(pk=staff.pk).update(listed=True)  # high-risk answers wait for her list, see rules.joining
        return staff, new_code(staff, actor_code)


@transaction.atomic
def invite_again(*, staff: Staff, actor_code: str) -> str:
    """Return a new code for a colleague who has not come in yet; the one before works no longer. Raises CannotChangeStaff."""
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    if locked.is_active or locked.left_at is not None or locked.has_usable_password():
        raise CannotChangeStaff(_("Only a colleague who was invited and has not come in yet can be invited again."))
    if locked.last_login is not None:  # whoever has this code steps into her place, her people included
        raise CannotChangeStaff(_("She was in before. A new code for her is made by whoever keeps the keyring's passphrase: titip staff renew."))
    take_back(locked)
    return new_code(locked, actor_code)


@transaction.atomic
def revoke(*, staff: Staff, actor_code: str) -> None:
    """Take an invitation back: its code works no longer. Raises CannotChangeStaff where none is open."""
    if not take_back(staff):
        raise CannotChangeStaff(_("There is no open invitation to take back."))
    audit.record(kind="protect.staff.invite", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"revoked": True})


def invited_by(*, code: str, address: str) -> Invitation:
    """The open invitation of a typed code. Wrong ones are counted, by address and in all. Raises BadInvitation."""
    counted = {f"titip.invited.{scope}": most for scope, most in ((f"address.{address}", _WRONG["address"]), ("all", _WRONG["all"]))}
    if any(int(cache.get(key, 0)) >= most for key, most in counted.items()):
        raise BadInvitation(_("Too many wrong codes. Wait ten minutes, then try again."))
    found = Invitation.objects.select_related("staff").filter(token=_token(code)).first()
    if found is not None and found.open_at(clock.now()) and found.staff.left_at is None:
        return found
    for key in counted:
        cache.set(key, int(cache.get(key, 0)) + 1, _WINDOW)
    audit.record(kind="protect.staff.invite", outcome="refused", actor_code="nobody", detail={"step": "code"})
    raise BadInvitation(_("This code opens nothing: it was mistyped, used already, taken back, or is too old. Ask your administrator for a new one."))


def accept(*, invitation: Invitation, passphrase: str) -> Staff:
    """Let the colleague in with the passphrase she chose. Raises BadInvitation, CannotChangeStaff (guessable)."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).select_related("staff").get(pk=invitation.pk)
        if not row.open_at(clock.now()) or row.staff.left_at is not None:
            raise BadInvitation(_("This code was used or taken back meanwhile. Ask your administrator for a new one."))
        staff = row.staff
        try:
            validate_password(passphrase, staff)
        except ValidationError as error:
            raise CannotChangeStaff(" ".join(error.messages)) from None
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        staff.set_password(passphrase)
        staff.is_active = True
        staff.save(update_fields=["password", "is_active"])
        audit.record(kind="protect.staff.invite", actor_code=staff.code, subjects=[("staff", staff.code)], detail={"accepted": True})
    return staff


def new_code(staff: Staff, actor_code: str) -> str:
    """Make the code by which a colleague comes in, shown this once. The caller has checked that she may."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    expires = clock.now() + LIFE
    Invitation.objects.create(staff=staff, token=_token(code), made_by=actor_code, expires_at=expires)
    audit.record(
        kind="protect.staff.invite", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"hours": int(LIFE.total_seconds() // 3600)},
    )
    return f"{code[:4]}-{code[4:]}"


def _token(code: str) -> str:
    plain = "".join(character for character in code.upper() if character.isalnum()).translate(_ALIKE)
    return vault.token("invitation", plain)


def take_back(staff: Staff) -> int:
    """Make a colleague's open code work no longer; how many there were. The caller writes the event."""
    return Invitation.objects.filter(staff=staff, used_at=None, revoked_at=None).update(revoked_at=clock.now())
