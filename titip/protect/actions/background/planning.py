"""Plans work: what the schedule makes due, what colleagues ask for; hands to the queue what may run now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit, standing
from titip.protect.actions.background.doing import LEASE, fail, perform, try_again
from titip.protect.models import Schedule, Work
from titip.protect.rules.faults import Fault
from titip.protect.rules.work import JOBS, Job, State, key_of, next_due, only_ids

#: Who acts where nobody asked.
SCHEDULE = "schedule"
#: A job that was never due before is due this long after its first start: the first page comes first.
FIRST = timedelta(minutes=1)


class CannotAsk(ValueError):
    """There is no such work, or it is not there to be asked for. ``args[0]`` is a sentence."""


# --- asked for by somebody


@transaction.atomic
def ask(*, job: str, ids: Mapping[str, object], actor_code: str, staff_id: int | None) -> Work:
    """Have a job done soon. Asked twice while it is not ended, it is the same piece of work. Raises CannotAsk, ValueError (no ids)."""
    if JOBS.get(job) is None:
        raise CannotAsk(_("There is no such work."))
    told = only_ids(ids)
    open_one = _open(job, told)
    if open_one is not None:
        return open_one
    work = _plan(job, told, actor_code=actor_code, staff_id=staff_id, due=clock.now())
    if work is None:
        raise CannotAsk(_("It is being done already."))
    _note("protect.work.ask", actor_code, work)
    return work


@transaction.atomic
def hasten(*, job: str, actor_code: str, staff_id: int | None) -> Work:
    """Run a repeating job now: what waits is due at once; the schedule stays as it is. Raises CannotAsk."""
    known = JOBS.get(job)
    if known is None or known.every is None:
        raise CannotAsk(_("There is no such work."))
    work = _open(job, {})
    if work is None:
        return ask(job=job, ids={}, actor_code=actor_code, staff_id=staff_id)
    if work.state == State.WAITING and not work.queued:
        Work.objects.filter(pk=work.pk, state=State.WAITING).update(due_at=clock.now())
        _note("protect.work.ask", actor_code, work)
    return work


@transaction.atomic
def cancel(*, work: Work, actor_code: str) -> None:
    """End it: at once where it has not begun; else at its next pause. What it has finished stands. Nothing where it has ended."""
    now = clock.now()
    waiting = Work.objects.filter(pk=work.pk, state=State.WAITING).update(state=State.CANCELLED, ended_at=now, cancel_asked_at=now)
    if waiting or Work.objects.filter(pk=work.pk, state=State.RUNNING, cancel_asked_at=None).update(cancel_asked_at=now):
        _note("protect.work.cancel", actor_code, work)


@transaction.atomic
def retry(*, work: Work, actor_code: str, staff_id: int | None) -> Work:
    """Do again what failed or was cancelled, as a new piece of work; what waits for its next try is due at once."""
    if work.ended_at is None:
        Work.objects.filter(pk=work.pk, state=State.WAITING, queued="").update(due_at=clock.now())
        return work
    return ask(job=work.job, ids=work.ids, actor_code=actor_code, staff_id=work.asked_by_id or staff_id)


def _open(job: str, ids: Mapping[str, str]) -> Work | None:
    return Work.objects.filter(job=job, key=key_of(ids), ended_at=None).first()


def _plan(job: str, ids: Mapping[str, str], *, actor_code: str, staff_id: int | None, due: datetime) -> Work | None:
    """A new piece of work, or None where one of its kind is open: the database says so, whoever else plans at this moment."""
    try:
        with transaction.atomic():
            return Work.objects.create(job=job, ids=dict(ids), key=key_of(ids), actor_code=actor_code, asked_by_id=staff_id, due_at=due)
    except IntegrityError:
        return None


def _note(kind: str, actor_code: str, work: Work) -> None:
    audit.record(kind=kind, actor_code=actor_code, subjects=[("work", work.pk)], detail={"job": work.job})


# --- by the schedule


def tick(*, all_dead: bool = False) -> int:
    """Plan what is due, take back what a dead worker held, hand over what may run. Returns how many pieces were handed over.

    ``all_dead``: nobody else works here, so that whoever held something is gone. Cheap where nothing is due: five reads, no write.
    """
    standing.look()
    _plan_due(clock.now())
    _take_back(all_dead=all_dead)
    return _hand_over(clock.now())


def _plan_due(now: datetime) -> None:
    planned = {row.job: row.next_due for row in Schedule.objects.all()}
    for job in JOBS.repeating():
        assert job.every is not None
        due = planned.get(job.name)
        if due is None:
            Schedule.objects.bulk_create([Schedule(job=job.name, next_due=now + min(FIRST, job.every))], ignore_conflicts=True)
        elif due <= now:
            with transaction.atomic():
                # Whoever moves the date first has planned it: two workers never plan the same.
                if Schedule.objects.filter(job=job.name, next_due=due).update(next_due=next_due(due, job.every, now)):
                    _plan(job.name, {}, actor_code=SCHEDULE, staff_id=None, due=due)
        elif due > now + job.every:  # the beat became shorter, or the machine's clock was set back
            Schedule.objects.filter(job=job.name, next_due=due).update(next_due=now + job.every)


def _take_back(*, all_dead: bool) -> None:
    """What a worker held when it died is tried again; what the queue lost is handed over again."""
    now = clock.now()
    held = Work.objects.filter(state=State.RUNNING)
    for work in held if all_dead else held.filter(Q(lease_until__lt=now) | Q(lease_until__gt=now + clock.FAR)):
        try_again(work, Fault("interrupted", ""), lost=True)
    put_off = Work.objects.filter(state=State.WAITING, due_at__gt=now + clock.FAR)  # by a clock that ran ahead
    if put_off.exists():  # a write, even one of nothing, would wait for whoever is writing
        put_off.update(due_at=now)
    queued = dict(Work.objects.filter(state=State.WAITING).exclude(queued="").values_list("queued", "pk"))
    if not queued:
        return
    coming: set[str] = set()
    for pk, status, started in DBTaskResult.objects.filter(pk__in=list(queued)).values_list("pk", "status", "started_at"):
        just_taken = not all_dead and status == TaskResultStatus.RUNNING and started is not None and started > now - LEASE
        if status == TaskResultStatus.READY or just_taken:
            coming.add(str(pk))
    Work.objects.filter(pk__in=[work for queue_id, work in queued.items() if queue_id not in coming], state=State.WAITING).update(queued="")


def _hand_over(now: datetime) -> int:
    handed = 0
    locked: bool | None = None
    for work in Work.objects.filter(ended_at=None, state=State.WAITING, queued="", due_at__lte=now).order_by("due_at", "id"):
        job: Job | None = JOBS.get(work.job)
        if job is None:
            fail(work, Fault("unknown_job", ""))
            continue
        if job.needs_keys:
            locked = vault.is_locked() if locked is None else locked
        if job.needs_keys and locked:
            if work.locked_at is None:
                Work.objects.filter(pk=work.pk).update(locked_at=now)
            continue
        with transaction.atomic():
            result = perform.enqueue(str(work.pk))
            taken = Work.objects.filter(pk=work.pk, state=State.WAITING, queued="").update(queued=result.id)
            if not taken:  # another worker, or a cancel, was first
                DBTaskResult.objects.filter(pk=result.id).delete()
        handed += taken
    return handed
