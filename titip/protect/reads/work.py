"""Work in the background as people read it: what is due, what runs, what ran, what failed and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.kit import clock
from titip.protect import vault
from titip.protect.models import Schedule, Work
from titip.protect.rules.faults import in_words
from titip.protect.rules.work import JOBS, Job, State, key_of, only_ids

#: For how long a colleague's ended work still stands on her Today.
_NEWS = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One piece of work in words. ``percent`` is None where nothing is known of its length; ``place`` is where it failed, for a report."""

    work: Work
    label: str
    state: str
    said: str
    why: str
    place: str
    percent: int | None

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.work.ended_at is None

    @property
    def failed(self) -> bool:
        """Whether it ended without success."""
        return self.work.state == State.FAILED

    @property
    def cancelling(self) -> bool:
        """Whether it was asked to end and has not yet."""
        return self.open and self.work.cancel_asked_at is not None


@dataclass(frozen=True)
class JobLine:
    """A repeating job: how often, when next, what is open of it, how it ended last."""

    name: str
    label: str
    every: str
    next_due: datetime | None
    open: Line | None
    last: Line | None


def board() -> list[JobLine]:
    """Every repeating job in order of its label. Four queries, however much work there was."""
    due = dict(Schedule.objects.values_list("job", "next_due"))
    waiting = {work.job: work for work in Work.objects.filter(ended_at=None, key="")}
    newest = Work.objects.exclude(ended_at=None).filter(key="").order_by().values("job").annotate(newest=Max("ended_at")).values("newest")
    last = {work.job: work for work in Work.objects.filter(ended_at__in=newest, key="").order_by("ended_at")}
    rows = [_job_line(job, due.get(job.name), waiting.get(job.name), last.get(job.name)) for job in JOBS.repeating()]
    return sorted(rows, key=lambda row: (not (row.last and row.last.failed), row.label))


def history() -> QuerySet[Work]:
    """All work, newest first."""
    return Work.objects.select_related("asked_by").order_by("-made_at", "-id")


def lines(rows: Iterable[Work]) -> list[Line]:
    """Pieces of work in words."""
    return [line(row) for row in rows]


def work_for(work_id: UUID) -> Work | None:
    """A piece of work, or None. Who may see it is the view's to decide."""
    return Work.objects.select_related("asked_by").filter(pk=work_id).first()


def latest(job: str, ids: Mapping[str, object]) -> Work | None:
    """The newest piece of work of a job about these things, or None."""
    return Work.objects.select_related("asked_by").filter(job=job, key=key_of(only_ids(ids))).order_by("-made_at", "-id").first()


def own(staff_id: int, most: int = 5) -> list[Line]:
    """What a colleague asked for and what still runs, waits, or ended within a day; newest first."""
    since = clock.now() - _NEWS
    rows = Work.objects.filter(asked_by=staff_id).exclude(ended_at__lt=since).order_by("-made_at")
    return lines(rows[:most])


def failed_lately() -> int:
    """How many jobs of the schedule ended badly the last time they ran."""
    return sum(row.last is not None and row.last.failed for row in board())


def waiting_for_unlock() -> int:
    """How many pieces of work wait for the server to be unlocked."""
    return Work.objects.filter(state=State.WAITING, locked_at__isnull=False, queued="").count()


def line(work: Work) -> Line:
    """One piece of work in words."""
    job = JOBS.get(work.job)
    why, place = in_words(work.fault) if work.fault else ("", "")
    percent = min(100, work.done * 100 // work.total) if work.total else None
    return Line(work, _(job.label) if job else work.job, _state(work, job), _said(work, job), _(why) if why else "", place, percent)


def _job_line(job: Job, due: datetime | None, waiting: Work | None, last: Work | None) -> JobLine:
    assert job.every is not None
    return JobLine(job.name, _(job.label), _every(job.every), due, line(waiting) if waiting else None, line(last) if last else None)


def _state(work: Work, job: Job | None) -> str:
    match work.state:
        case State.RUNNING if work.cancel_asked_at:
            return _("Ending at its next pause")
        case State.RUNNING if work.total:
            return _("Running: %(done)d of %(total)d") % {"done": work.done, "total": work.total}
        case State.RUNNING:
            return _("Running: %(done)d so far") % {"done": work.done} if work.done else _("Running")
        case State.WAITING if work.locked_at and (job is None or job.needs_keys) and vault.is_locked():
            return _("Waiting for the server to be unlocked")
        case State.WAITING if work.attempts:
            return _("Will be tried again")
        case State.WAITING:
            return _("Waiting for its turn")
        case State.DONE:
            return _("Done")
        case State.CANCELLED:
            return _("Cancelled")
        case _:
            return _("Failed")


def _said(work: Work, job: Job | None) -> str:
    if work.state != State.DONE or job is None:
        return ""
    try:
        return str(_(job.said) % work.result)
    except (KeyError, TypeError, ValueError):  # counts of an older version
        return ", ".join(f"{name} {count}" for name, count in work.result.items())


def _every(every: timedelta) -> str:
    hours = round(every.total_seconds() / 3600)
    if hours and hours % 24 == 0:
        return ngettext("every day", "every %(n)d days", hours // 24) % {"n": hours // 24}
    if hours:
        return ngettext("every hour", "every %(n)d hours", hours) % {"n": hours}
    minutes = max(1, round(every.total_seconds() / 60))
    return ngettext("every minute", "every %(n)d minutes", minutes) % {"n": minutes}
