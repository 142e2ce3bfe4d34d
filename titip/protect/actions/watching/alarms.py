"""Raises an alarm, once for a colleague, a kind and a day; tells those who must act; notes that one of them has looked."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.actions.notices import tell
from titip.protect.models import Alarm
from titip.protect.reads.watching import watchers_of
from titip.protect.rules.watching import GO_ON, WHYS, Watched


class CannotLook(ValueError):
    """She may not note this alarm, or not so. ``args[0]`` is a sentence."""


@transaction.atomic
def sound(*, staff_code: str, kind: Watched, count: int, day: date | None = None, anew: bool = False) -> Alarm:
    """Raise an alarm or, where it stands, set its count. One event and one notice to each watcher, however often it is raised again.

    A stop that comes after somebody let her go on is new: it is told again. So is one that is raised ``anew``.
    """
    now, on = clock.now(), day or clock.today()
    alarm, made = Alarm.objects.select_for_update().get_or_create(staff_code=staff_code, kind=kind, day=on, defaults={"count": count})
    again = (kind is Watched.STOP and alarm.looked_at is not None) or (anew and not made)
    if not made:
        alarm.count, alarm.last_at = max(alarm.count, count), now
        if again:
            alarm.looked_at, alarm.looked_by, alarm.why = None, "", ""
        alarm.save()
    if made or again:
        audit.record(kind="protect.alarm", actor_code="watch", subjects=[("alarm", alarm.pk), ("staff", staff_code)], detail={"alarm": kind, "count": count})
        tell(staff_ids=watchers_of(staff_code), kind="protect.alarm", code=staff_code[:12], thing=alarm.pk)
    return alarm


@transaction.atomic
def look(*, alarm_id: UUID, staff_code: str, why: str, session: str = "") -> Alarm:
    """Note that a colleague looked at an alarm, with one of our words. Raises CannotLook: about herself, without a word, or noted already."""
    alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
    if alarm.staff_code == staff_code:
        raise CannotLook(_("This alarm is about you: a colleague looks at it."))
    if why not in WHYS or (why == GO_ON and alarm.kind != Watched.STOP):
        raise CannotLook(_("Choose what you found."))
    if alarm.looked_at is not None:
        raise CannotLook(_("A colleague has noted this alarm already."))
    alarm.looked_at, alarm.looked_by, alarm.why = clock.now(), staff_code, why
    alarm.allowed += why == GO_ON
    alarm.save()
    audit.record(
        kind="protect.alarm.look", actor_code=staff_code, session=session, subjects=[("alarm", alarm.pk), ("staff", alarm.staff_code)],
        detail={"alarm": alarm.kind, "why": why, "count": alarm.count},
    )
    return alarm
