"""Who works together: the members of teams, with what they may do and how their training stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from titip.kit import clock
from titip.protect.models import Staff, StaffRole, Training
from titip.protect.reads.staff import HIGH_RISK_TRAINING
from titip.protect.rules.roles import Role

#: Days before its end at which training is called due.
TRAINING_SOON = 60


@dataclass(frozen=True)
class Member:
    """A colleague. ``training``: ``current``, ``soon`` (ends within 60 days), ``over`` or ``missing``; ``trained_until`` where it ends."""

    id: int
    code: str
    name: str
    roles: frozenset[Role]
    training: str
    trained_until: date | None
    left: bool = False


def leavers(teams: Iterable[int]) -> list[Member]:
    """Who was of these teams and has left, by name: what she carried may wait to be handed over. One query."""
    rows = Staff.objects.filter(teams__in=list(teams)).exclude(left_at=None).distinct().order_by("name", "code")
    return [Member(one.pk, one.code, one.name, frozenset(), "current", None, left=True) for one in rows]


def members(teams: Iterable[int], roles: Iterable[Role] | None = None) -> list[Member]:
    """The colleagues of these teams who are still here, by name; only holders of one of ``roles`` where given. Three queries."""
    staff = list(Staff.objects.filter(teams__in=list(teams), is_active=True).distinct().order_by("name", "code"))
    held: dict[int, set[Role]] = {one.pk: set() for one in staff}
    known = {role.value for role in Role}
    for staff_id, role in StaffRole.objects.filter(staff__in=held, ended_at=None).values_list("staff_id", "role"):
        if role in known:
            held[staff_id].add(Role(role))
    wanted = frozenset(roles) if roles is not None else None
    trained = _trained(held)
    return [
        Member(one.pk, one.code, one.name, frozenset(held[one.pk]), *_training(trained.get(one.pk)))
        for one in staff if wanted is None or wanted & held[one.pk]
    ]


def _trained(staff_ids: Iterable[int]) -> dict[int, list[date | None]]:
    found: dict[int, list[date | None]] = {}
    rows = Training.objects.filter(staff__in=list(staff_ids), kind=HIGH_RISK_TRAINING, completed_on__lte=clock.today())
    for staff_id, until in rows.values_list("staff_id", "valid_until"):
        found.setdefault(staff_id, []).append(until)
    return found


def _training(ends: list[date | None] | None) -> tuple[str, date | None]:
    if not ends:
        return "missing", None
    if None in ends:
        return "current", None
    last, today = max(end for end in ends if end is not None), clock.today()
    return ("over" if last < today else "soon" if last <= today + timedelta(days=TRAINING_SOON) else "current"), last
