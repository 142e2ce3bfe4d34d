"""Glasses that were broken: what is open now, what waits for a review, what was read under each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from titip.kit import clock
from titip.protect.models import AuditEvent, AuditSubject, Glass
from titip.protect.rules.access import Actor, Opening
from titip.protect.rules.glass import DAY, REVIEW_WITHIN
from titip.protect.rules.roles import Role

#: Nobody breaks a glass for longer than this: what was opened before is over, whatever it says.
_LONGEST = DAY
#: What was opened later than that was stamped by a clock that ran ahead: it is over.
_SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Read:
    """How often something was done under a glass, and when last. ``kind`` is an action's name."""

    kind: str
    times: int
    last: datetime


def openings_of(staff_id: int) -> tuple[Opening, ...]:
    """What a colleague has open now by breaking the glass. One query."""
    now = clock.now()
    rows = Glass.objects.filter(staff=staff_id, kind__in=("person", "case"), ended_at=None, until__gt=now)
    rows = rows.filter(opened_at__gt=now - _LONGEST, opened_at__lte=now + _SOON)
    return tuple(Opening(str(pk), thing, until) for pk, thing, until in rows.order_by().values_list("pk", "thing", "until"))


def open_now(staff_id: int) -> QuerySet[Glass]:
    """The same as rows, for her own pages."""
    return Glass.objects.filter(staff=staff_id, kind__in=("person", "case"), ended_at=None, until__gt=clock.now(), opened_at__lte=clock.now() + _SOON)


def asked_today(staff_id: int, kinds: tuple[str, ...]) -> int:
    """How often she asked within a day, whatever came of it."""
    return Glass.objects.filter(staff=staff_id, kind__in=kinds, opened_at__gt=clock.now() - DAY).count()


def listed(actor: Actor) -> QuerySet[Glass]:
    """What this colleague may see: an auditor all, a supervisor that of her teams and what no team's supervisor can review. Newest first."""
    rows = Glass.objects.select_related("staff", "team", "reviewed_by")
    if Role.AUDITOR in actor.roles:
        return rows
    if Role.SUPERVISOR in actor.roles:
        return rows.filter(Q(team__in=actor.teams) | Q(team=None))
    return rows.none()


def waiting(actor: Actor) -> QuerySet[Glass]:
    """What waits for this supervisor's word: never her own."""
    return listed(actor).filter(verdict="").exclude(kind="nothing").exclude(staff=actor.id)


def late(row: Glass) -> bool:
    """Whether its review is late."""
    return not row.verdict and row.kind != "nothing" and clock.now() - row.opened_at > REVIEW_WITHIN


def one(actor: Actor, glass_id: UUID) -> Glass | None:
    """One of those that this colleague may see."""
    return listed(actor).filter(pk=glass_id).first()


def read_under(glass: Glass, most: int = 50) -> list[Read]:
    """What was done under a glass, by kind, the last first: from the log, where every such event carries it."""
    seqs = AuditSubject.objects.filter(kind="glass", subject=str(glass.pk)).values("event_id")
    rows = AuditEvent.objects.filter(seq__in=seqs, outcome="ok").exclude(kind__startswith="protect.glass")
    found: dict[str, Read] = {}
    for kind, at in rows.order_by("-seq").values_list("kind", "at")[:2000]:
        before = found.get(kind)
        found[kind] = Read(kind, before.times + 1, before.last) if before else Read(kind, 1, at)
    return list(found.values())[:most]
