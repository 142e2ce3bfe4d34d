"""Looks at the machine's clock, remembers what is believed of it, and takes a person's word for it."""

from time import monotonic

from django.db import transaction

from titip.kit import clock
from titip.protect.actions.audit import NewEvent, record, record_even_locked
from titip.protect.models import AuditEvent, ClockSeen
from titip.protect.rules.standing import Sighting
from titip.protect.rules.standing import look as judge

#: Seconds between two looks of a process, and between two writes of the row while all is well.
_EVERY, _WRITTEN = 20.0, 60.0
_looked: float | None = None


def look(*, now: bool = False) -> None:
    """Compare the machine's clock with what is believed; every twenty seconds at most, or ``now``. Nothing where a test set the clock."""
    global _looked
    moment = monotonic()
    if clock.is_set() or (not now and _looked is not None and moment - _looked < _EVERY):
        return
    _looked = moment
    with transaction.atomic():
        event = _look(ClockSeen.objects.select_for_update().order_by("pk").first())
    if event is not None:  # after the commit: it is written while the server is locked too, in a transaction of its own
        record_even_locked(event)


def confirm(*, actor_code: str) -> None:
    """A person says that the machine's clock is right as it stands."""
    told = clock.told()
    with transaction.atomic():
        row = ClockSeen.objects.select_for_update().order_by("pk").first() or ClockSeen()
        apart = _sighting(row).apart if row.pk else None
        row.believed, row.told, row.stood, row.since = told, None, Sighting(told).stood, None
        row.save()
        record(kind="protect.clock.confirm", actor_code=actor_code, detail={"was": str(apart) if apart else "right"})
    clock.believe(told)


def _look(row: ClockSeen | None) -> NewEvent | None:
    """Keep what is seen; the event where something changed."""
    if row is None:  # a house from before this was kept: its log tells when it last did anything
        last = AuditEvent.objects.order_by("-seq").values_list("at", flat=True).first()
        row = ClockSeen(believed=last or clock.told())
    before, told = _sighting(row), clock.told()
    if not clock.believes() or before.apart is None and abs(clock.settled() - before.believed) > clock.FAR:
        clock.believe(before.believed)
    after = judge(before, told=told, steady=clock.settled())
    if after.apart is None:
        clock.believe(told)
    event = None
    if after.apart is not before.apart:
        days = abs((told - before.believed).days)
        event = NewEvent("protect.clock", "schedule", detail={"clock": str(after.apart) if after.apart else "right", "days": days})
        row.since = after.believed if after.apart else None
    elif row.pk and after.apart is None and abs((after.believed - before.believed).total_seconds()) < _WRITTEN:
        return None
    row.believed, row.told, row.stood = after.believed, after.told, after.stood
    row.save()
    return event


def _sighting(row: ClockSeen) -> Sighting:
    return Sighting(row.believed, row.told, row.stood)
