"""Colleagues as the access decision and their own pages see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from titip.kit import clock
from titip.kit.dates import zone_of
from titip.protect import vault
from titip.protect.models import Invitation, Organisation, Staff, StaffRole, Team, Training
from titip.protect.reads import policy
from titip.protect.reads.glass import openings_of
from titip.protect.reads.joining import is_cleared
from titip.protect.reads.readiness import passed_proofs
from titip.protect.rules.access import Actor
from titip.protect.rules.readiness import house_is_ready
from titip.protect.rules.roles import ROLES, Risk, Role, at_most

#: The training that opens high-risk answers.
HIGH_RISK_TRAINING = "high_risk_data"
_KNOWN = frozenset(role.value for role in Role)


def actor_of(staff: Staff, *, second_factor: bool) -> Actor:
    """Who asks, with the roles that are live now, the teams, whether her training is current, the house ready, what
    the organisation changed in who may do what, and what she broke the glass on. Six queries."""
    return Actor(
        id=staff.pk,
        code=staff.code,
        roles=live_roles(staff),
        teams=frozenset(staff.teams.values_list("pk", flat=True)),
        second_factor=second_factor,
        trained=is_trained(staff) and is_cleared(staff),
        house_ready=house_is_ready(passed_proofs()),
        policy=policy.current(),
        openings=openings_of(staff.pk),
    )


def live_roles(staff: Staff) -> frozenset[Role]:
    """The roles that a colleague holds now. A role unknown to this version is nobody's."""
    held = StaffRole.objects.filter(staff=staff, ended_at=None).values_list("role", flat=True)
    return frozenset(Role(role) for role in held if role in _KNOWN)


def is_trained(staff: Staff) -> bool:
    """Whether the training for high-risk data is done and still valid."""
    return trained(staff.pk)


def trained(staff_id: int) -> bool:
    """As ``is_trained``, by id."""
    today = clock.today()
    return (
        Training.objects.filter(staff=staff_id, kind=HIGH_RISK_TRAINING, completed_on__lte=today)
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
        .exists()
    )


def home_team(staff_id: int) -> int | None:
    """The team that what a colleague registers belongs to: her first, or none."""
    return Team.objects.filter(members=staff_id).order_by("pk").values_list("pk", flat=True).first()


def sees_high_risk(roles: frozenset[Role]) -> bool:
    """Whether one of these roles may see high-risk answers: such a session ends sooner when idle."""
    return any(at_most(Risk.HIGH, ROLES[role].ceiling) for role in roles)


def organisation() -> Organisation | None:
    """The organisation whose data these are, or None before set-up."""
    return Organisation.objects.order_by("pk").first()


def our_country() -> str:
    """The country this organisation works in (ISO 3166-1 alpha-2); empty before set-up."""
    ours = organisation()
    return ours.country if ours else ""


def time_zone() -> str:
    """The clock on which this organisation reads times of day: the one it chose, else that of its country's capital, else UTC."""
    ours = organisation()
    return (ours.time_zone or zone_of(ours.country)) if ours else "UTC"


def is_practice() -> bool:
    """Whether these are made-up data. Proven by the unlocked keyring; raises vault.Locked."""
    return vault.is_practice()


@dataclass(frozen=True)
class Colleague:
    """A line of the list of colleagues."""

    id: int
    code: str
    name: str
    username: str
    roles: tuple[StaffRole, ...]
    teams: tuple[str, ...]
    active: bool
    second_factor: bool
    invited_until: datetime | None = None
    waits: bool = False  # was added and has not come in yet


def colleagues() -> list[Colleague]:
    """All colleagues by name, with their live roles and teams, and whether a second factor is set up."""
    from allauth.mfa.models import Authenticator

    now = clock.now()
    invited = dict(Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now).values_list("staff_id", "expires_at"))
    with_code = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    return [
        Colleague(
            id=one.pk,
            code=one.code,
            name=one.name,
            username=one.username,
            roles=tuple(role for role in one.roles.all() if role.ended_at is None),
            teams=tuple(team.name for team in one.teams.all()),
            active=one.is_active,
            second_factor=one.pk in with_code,
            invited_until=invited.get(one.pk),
            waits=not one.is_active and one.left_at is None and not one.has_usable_password(),
        )
        for one in _all_staff()
    ]


def actor_by_id(staff_id: int | None) -> Actor | None:
    """Who asked for work in the background, with what she may do now; None for the schedule, and for who has left. She was signed in when she asked."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True).first() if staff_id is not None else None
    return actor_of(staff, second_factor=True) if staff else None


def by_username(username: str) -> Staff | None:
    """The colleague with this user name."""
    return Staff.objects.filter(username=username).first()


def nobody_yet() -> bool:
    """Whether no colleague was ever added: the first day is still going on."""
    return not Staff.objects.exists()


def names_by_code() -> dict[str, str]:
    """Names of colleagues by code, for those who may read the log."""
    return dict(Staff.objects.values_list("code", "name"))


def names_of(*codes: str) -> dict[str, str]:
    """What these colleagues are called, by code; a code that is nobody's stands for itself."""
    return {code: code for code in codes} | dict(Staff.objects.filter(code__in=codes).values_list("code", "name"))


def _all_staff() -> QuerySet[Staff]:
    return Staff.objects.prefetch_related("roles", "teams").order_by("name", "code")
