"""Clears what nobody needs any more: ended sessions, old rows of the cache and the queue, work that ended long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Max
from django_tasks_db.models import DBTaskResult

from titip.kit import clock
from titip.protect.models import Notice, Work
from titip.protect.rules.work import Counts, Doing

#: How long ended work stays on its page. Of each job the latest stays whatever its age.
KEPT = timedelta(days=90)
#: How long the queue's own rows stay, which say nothing that our own table does not; and notices that were read.
_QUEUE_KEPT, _READ_KEPT = timedelta(days=1), timedelta(days=30)


def clean(doing: Doing) -> Counts:
    """Remove them. Needs no keys."""
    now = clock.settled()
    sessions, _rows = Session.objects.filter(expire_date__lt=now).delete()
    doing.progress(1, 3)
    cached = _clean_cache(now)
    doing.progress(2, 3)
    latest = Work.objects.exclude(ended_at=None).values("job").annotate(newest=Max("ended_at"))
    keep = Work.objects.filter(ended_at__in=latest.values("newest")).values("pk")
    Notice.objects.filter(seen_at__lt=now - _READ_KEPT).delete()
    old, _rows = Work.objects.filter(ended_at__lt=now - KEPT).exclude(pk__in=keep).delete()
    queued, _rows = DBTaskResult.objects.filter(enqueued_at__lt=now - _QUEUE_KEPT).exclude(pk__in=_waiting()).delete()
    return {"sessions": sessions, "cached": cached, "work": old, "queued": queued}


def _clean_cache(now: datetime) -> int:
    """Django's cache in the database forgets its own old rows only when it is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))])  # noqa: S608 - ours
        return max(int(cursor.rowcount), 0)


def _waiting() -> list[str]:
    return list(Work.objects.filter(ended_at=None).exclude(queued="").values_list("queued", flat=True))
