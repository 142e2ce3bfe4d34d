"""Alarms for those who must act on them, and the limits that the organisation set."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from titip.protect.models import Alarm, Staff, StaffRole, WatchRules
from titip.protect.reads.staff import names_by_code
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Role
from titip.protect.rules.watching import GO_ON, KINDS, WHYS, Watched

#: They see every alarm; supervisors those about their team.
WATCHERS = (Role.CUSTODIAN, Role.AUDITOR)


def rules() -> WatchRules:
    """The limits, hours and addresses; the defaults before anybody set them."""
    return WatchRules.objects.filter(pk=1).first() or WatchRules()


def watchers_of(staff_code: str) -> list[int]:
    """Who must act on an alarm about this colleague: custodians and audit officers, the supervisors of her teams, never herself.

    Where there is nobody else, the administrators.
    """
    here = StaffRole.objects.filter(ended_at=None, staff__is_active=True).exclude(staff__code=staff_code)
    teams = list(Staff.objects.filter(code=staff_code, teams__isnull=False).values_list("teams", flat=True))
    due = here.filter(Q(role__in=WATCHERS) | Q(role=Role.SUPERVISOR, staff__teams__in=teams))
    return sorted(set(due.values_list("staff_id", flat=True))) or sorted(set(here.filter(role=Role.ADMINISTRATOR).values_list("staff_id", flat=True)))


def overseers() -> list[int]:
    """Who oversees how people work with the house: custodians and audit officers."""
    found = StaffRole.objects.filter(ended_at=None, staff__is_active=True, role__in=WATCHERS)
    return sorted(set(found.values_list("staff_id", flat=True)))


def alarms_for(actor: Actor) -> QuerySet[Alarm]:
    """The alarms within her reach, those not looked at first, then newest first. One about herself she sees too; she cannot note it."""
    found = Alarm.objects.order_by("-day", "-last_at")
    if not actor.roles & {*WATCHERS, Role.ADMINISTRATOR}:
        team = Staff.objects.filter(teams__in=actor.teams).values("code")
        found = found.filter(staff_code__in=team)
    return found


def alarm_for(actor: Actor, alarm_id: UUID) -> Alarm | None:
    """One alarm within her reach, or None."""
    return alarms_for(actor).filter(pk=alarm_id).first()


@dataclass(frozen=True)
class AlarmLine:
    """One alarm in words. ``name``: of whom it is about; ``mine``: about whoever reads; ``why``: what was noted."""

    alarm: Alarm
    said: str
    name: str
    mine: bool
    why: str
    looked_by: str
    whys: tuple[tuple[str, str], ...]


def alarm_lines(page: list[Alarm], actor: Actor) -> list[AlarmLine]:
    """Alarms of one page."""
    names = names_by_code()
    return [
        AlarmLine(
            one, _(KINDS[Watched(one.kind)].label) % {"count": one.count}, names.get(one.staff_code, ""), one.staff_code == actor.code,
            _(WHYS[one.why]) if one.why in WHYS else "", names.get(one.looked_by, one.looked_by),
            tuple((word, _(label)) for word, label in WHYS.items() if word != GO_ON or one.kind == Watched.STOP),
        )
        for one in page
    ]
