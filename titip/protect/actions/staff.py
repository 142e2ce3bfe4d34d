"""Adds colleagues; grants and ends their roles; gives practice people their second factor."""

from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect import vault
from titip.protect.actions import audit, seeds
from titip.protect.models import Staff, StaffRole, Team, Training
from titip.protect.reads.staff import HIGH_RISK_TRAINING, live_roles
from titip.protect.rules.roles import ROLES, Role, clashing

_USERNAME = RegexValidator(r"\A[a-z0-9][a-z0-9._-]{1,59}\Z", _("A user name has small letters, digits, dots and dashes: 2 to 60, without spaces."))


class CannotChangeStaff(ValueError):
    """The change is refused. The message says why and what to do; ``field`` which of what was given it is about, empty for none of it."""

    def __init__(self, said: object, field: str = "") -> None:
        super().__init__(said)
        self.field = field


def add_staff(
    *,
    username: str,
    name: str,
    roles: Iterable[Role],
    teams: Iterable[Team] = (),
    passphrase: str | None = None,
    trained_on: date | None = None,
    actor_code: str,
    language: str = "en",
    active: bool = True,
) -> Staff:
    """Add a colleague. Without a passphrase she cannot sign in by one (practice people walk in otherwise); not ``active``: she is invited.

    Raises:
        CannotChangeStaff: the user name is taken or malformed, the passphrase can be guessed, or two roles exclude each other.
    """
    wanted = frozenset(roles)
    staff = Staff(username=username.strip(), name=clean_line(name), language=language, is_active=active)
    _check_new(staff, wanted, passphrase)
    with transaction.atomic():
        staff.set_password(passphrase)
        staff.save()
        staff.teams.set(teams)
        StaffRole.objects.bulk_create([StaffRole(staff=staff, role=role, granted_by=actor_code[:12]) for role in sorted(wanted)])
        if trained_on is not None:
            Training.objects.create(staff=staff, kind=HIGH_RISK_TRAINING, completed_on=trained_on)
        audit.record(
            kind="protect.staff.add",
            actor_code=actor_code,
            subjects=[("staff", staff.code)],
            detail={"roles": [role.value for role in sorted(wanted)], "trained": trained_on is not None},
        )
    return staff


def grant_role(*, staff: Staff, role: Role, actor_code: str) -> StaffRole:
    """Grant a role, from now. Granting a role twice changes nothing. Raises CannotChangeStaff for a role that excludes one she holds."""
    with transaction.atomic():
        locked = Staff.objects.select_for_update().get(pk=staff.pk)
        if not locked.is_active and (locked.left_at is not None or not locked.invitations.exists()):
            raise CannotChangeStaff(_("This colleague has left: a role cannot be granted."))
        if locked.code == actor_code:
            raise CannotChangeStaff(_("Nobody grants a role to herself. Ask another administrator."))
        held = live_roles(locked)
        _check_clash(held | {role})
        if role in held:
            return StaffRole.objects.get(staff=locked, role=role, ended_at=None)
        granted = StaffRole.objects.create(staff=locked, role=role, granted_by=actor_code[:12])
        audit.record(kind="protect.staff.grant", actor_code=actor_code, subjects=[("staff", locked.code)], detail={"role": role.value})
    return granted


def end_role(*, staff: Staff, role: Role, actor_code: str) -> None:
    """End a role, now: her next page is already without it. The last administrator keeps hers. Raises CannotChangeStaff."""
    with transaction.atomic():
        live = StaffRole.objects.select_for_update().filter(role=role, ended_at=None)
        if role == Role.ADMINISTRATOR and not live.filter(staff__is_active=True).exclude(staff=staff).exists():
            raise CannotChangeStaff(_("This is the only administrator. Grant the role to someone else first."))
        if live.filter(staff=staff).update(ended_at=clock.now()):
            audit.record(kind="protect.staff.end", actor_code=actor_code, subjects=[("staff", staff.code)], detail={"role": role.value})


def set_up_totp(*, staff: Staff, actor_code: str = "system") -> str:
    """Give a colleague an authenticator secret and return it: for practice people and tests; real ones scan theirs. Raises vault.Locked."""
    with transaction.atomic():
        secret = str(generate_totp_secret())
        Authenticator.objects.filter(user=staff).delete()
        with seeds.of_colleague(staff.pk):
            TOTP.activate(staff, secret)
            RecoveryCodes.activate(staff)
        audit.record(kind="protect.staff.second_factor", actor_code=actor_code, subjects=[("staff", staff.code)])
    return secret


def _check_new(staff: Staff, roles: frozenset[Role], passphrase: str | None) -> None:
    if not staff.name:
        raise CannotChangeStaff(_("Give the colleague's name."), "name")
    _check_clash(roles)
    field = "username"
    try:
        _USERNAME(staff.username)
        field = "passphrase"
        if passphrase is not None:
            validate_password(passphrase, staff)
    except ValidationError as error:
        raise CannotChangeStaff(" ".join(error.messages), field) from None
    if passphrase is not None and vault.opens_keyring(passphrase):
        said = _("This is a passphrase of the keyring. Choose another one of her own: it opens her sign-in, and that one opens everything.")
        raise CannotChangeStaff(said, "passphrase")
    if Staff.objects.filter(username__iexact=staff.username).exists():
        raise CannotChangeStaff(_("This user name is taken. Choose another."), "username")


def _check_clash(roles: frozenset[Role]) -> None:
    pair = clashing(roles)
    if pair is not None:
        one, other = (_(ROLES[role].label) for role in sorted(pair))
        raise CannotChangeStaff(_("One person cannot be both %(one)s and %(other)s.") % {"one": one, "other": other})
