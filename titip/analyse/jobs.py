"""What analyse does in the background: answers that take longer than a page waits."""

from uuid import UUID

from django.utils.translation import gettext_noop as _

from titip.analyse import actions, reads
from titip.kit import clock
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import can
from titip.protect.rules.work import JOBS, Counts, Doing, Job
from titip.share import reads as share
from titip.share.rules import TableProblem


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(Job(reads.COUNT, _("Count an answer that takes long"), _("Fields counted: %(fields)d"), _count))


def _count(doing: Doing) -> Counts:
    """Nothing where it is counted already, where the release or the question has ended, or where whoever asked may not ask any more."""
    reading = reads.reading_for(UUID(doing.ids["reading"]))
    actor = colleagues.actor_by_id(doing.staff_id)
    if reading is None or reads.is_counted(reading) or actor is None or not can(actor, "analyse.ask", share.FACTS, now=clock.now()).allowed:
        return {"fields": 0}
    try:
        return {"fields": actions.count(actor=actor, reading=reading, tell=doing.progress)}
    except (share.NotReleased, TableProblem):
        return {"fields": 0}
