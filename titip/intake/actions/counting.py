"""Screenings without signs become counts after thirty days (S8): the record goes, its month and kind are counted."""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from titip.intake.models import Screening, ScreeningCount
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.work import Counts, Doing
from titip.register import actions as register

#: How long a screening that indicated nothing stays a record.
KEPT = timedelta(days=30)
_BATCH = 100


def count_old(doing: Doing) -> Counts:
    """Count and forget, a hundred in each transaction. A screening with signs, or from which a person was registered, stays. Safe to begin again."""
    # What a clock that ran ahead stamped would never grow old: from today on it does.
    Screening.objects.filter(outcome="none", person=None, at__gt=clock.now() + clock.FAR).update(at=clock.now())
    rows = _old()
    total, counted = rows.count(), 0
    while done := _count_batch(actor_code=doing.actor_code):
        counted += done
        doing.progress(counted, max(total, counted))
    return {"counted": counted}


def _old() -> QuerySet[Screening]:
    return Screening.objects.filter(outcome="none", person=None, at__lt=clock.settled() - KEPT).order_by("at", "pk")


@transaction.atomic
def _count_batch(*, actor_code: str) -> int:
    batch = list(_old().select_related("team")[:_BATCH])
    if not batch:
        return 0
    groups: Counter[tuple[date, int | None, str, str, bool]] = Counter(
        (clock.day_of(row.at).replace(day=1), row.team_id, row.subject, row.heard, row.urgent) for row in batch
    )
    teams = {row.team_id: row.team for row in batch}
    for (month, team, subject, heard, urgent), number in groups.items():
        line, _made = ScreeningCount.objects.get_or_create(month=month, team=teams.get(team), subject=subject, heard=heard, urgent=urgent)
        ScreeningCount.objects.filter(pk=line.pk).update(number=F("number") + number)
    audit.record(
        kind="intake.count", actor_code=actor_code, subjects=[("screening", str(row.pk)) for row in batch], detail={"screenings": len(batch)},
    )
    register.forget_records(actor_code=actor_code, record_ids=[row.record_id for row in batch])
    return len(batch)
