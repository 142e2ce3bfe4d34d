"""Reads what the log took in since the last look, and raises alarms over it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from titip.kit import clock
from titip.protect.actions.watching.alarms import sound
from titip.protect.models import AuditEvent, AuditHead, Staff, WatchRules
from titip.protect.reads.watching import rules
from titip.protect.rules.watching import KINDS, READS, Watched, is_odd

#: Kinds whose refusals have an alarm of their own.
_APART = ("protect.sign_in", "protect.keys.unlock")
_OF: dict[Watched, Q] = {
    Watched.REFUSED: Q(outcome="refused") & ~Q(kind__in=_APART),
    Watched.CODES: Q(kind="protect.search", detail__by="code", detail__rooms=0),
    Watched.PASSPHRASE: Q(kind="protect.keys.unlock", outcome="refused"),
    Watched.SIGN_IN: Q(kind="protect.sign_in") & ~Q(outcome="ok"),
    Watched.GLASS: Q(kind="protect.glass.break", outcome="ok"),
    Watched.LOG: Q(kind="protect.audit.verify", outcome="failed"),
}


def catch_up() -> int:
    """Watch the entries since the last look. Returns how many alarms were raised or grew. Safe to repeat: counts are of the whole day."""
    limits, head = rules(), AuditHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    start, _end = clock.span(clock.today(), clock.today())
    fresh = AuditEvent.objects.filter(seq__gt=limits.seen, seq__lte=head)
    if not limits.seen:  # a house that was not watched before: from this morning on
        fresh = fresh.filter(at__gte=start)
    sounded = sum(_watch(kind, fresh, fits) for kind, fits in _OF.items()) + _watch_hours(fresh, limits)
    with transaction.atomic():
        WatchRules.objects.get_or_create(pk=1)
        WatchRules.objects.filter(pk=1, seen__lt=head).update(seen=head)
    return sounded


def _watch(kind: Watched, fresh: QuerySet[AuditEvent], fits: Q) -> int:
    sounded = 0
    for code, day in _days(fresh.filter(fits).values_list("actor_code", "at").iterator()):
        start, end = clock.span(day, day)
        count = AuditEvent.objects.filter(fits, actor_code=code, at__gte=start, at__lt=end).count()
        if count >= KINDS[kind].after:
            # Whoever had the log verified is not whom a broken log is about.
            sound(staff_code="log" if kind is Watched.LOG else code, kind=kind, count=count, day=day)
            sounded += 1
    return sounded


def _watch_hours(fresh: QuerySet[AuditEvent], limits: WatchRules) -> int:
    """Reading outside the hours of work, by people: what the machine does at night is its own."""
    if limits.opens == limits.closes:
        return 0
    fits = Q(kind__in=READS, outcome="ok")
    staff = frozenset(Staff.objects.values_list("code", flat=True))
    odd = ((code, at) for code, at in fresh.filter(fits).values_list("actor_code", "at").iterator() if code in staff and _odd(at, limits))
    sounded = 0
    for code, day in _days(odd):
        start, end = clock.span(day, day)
        moments = AuditEvent.objects.filter(fits, actor_code=code, at__gte=start, at__lt=end).values_list("at", flat=True)
        sound(staff_code=code, kind=Watched.HOURS, count=sum(_odd(at, limits) for at in moments), day=day)
        sounded += 1
    return sounded


def _odd(at: datetime, limits: WatchRules) -> bool:
    return is_odd(clock.here(at).hour, limits.opens, limits.closes)


def _days(rows: Iterable[tuple[str, datetime]]) -> list[tuple[str, date]]:
    return sorted({(code, clock.day_of(at)) for code, at in rows})
