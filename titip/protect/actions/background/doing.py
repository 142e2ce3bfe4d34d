"""Carries out one piece of work: holds it alone, tells how far it is, and keeps of a fault its class and place only."""

import logging
import secrets
import threading
import time
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, connections
from django_tasks import task

from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.actions.audit import NewEvent
from titip.protect.models import Work
from titip.protect.reads.house_clock import on_house_clock
from titip.protect.rules.faults import Fault, fault_of
from titip.protect.rules.work import JOBS, Counts, Job, State, Stopped, wait_after

log = logging.getLogger("titip.work")

#: How long a worker that says nothing is taken for alive, and how often it says something.
LEASE = timedelta(minutes=2)
_BEAT = 30.0  # seconds
_TELL = 0.5  # seconds between two writes of progress
#: Set by the runner when the server ends: work pauses at its next word of progress.
STOPPING: ContextVar[threading.Event | None] = ContextVar("titip_stopping", default=None)


@task()
def perform(work_id: str) -> None:
    """What the queue runs. It never raises: the queue would keep a trace with whatever an error's message quotes."""
    carry_out(UUID(work_id))


def carry_out(work_id: UUID) -> None:
    """Do a piece of work that waits, if nobody else took it. Nothing of what goes wrong leaves this function but to the table and the log."""
    runner = secrets.token_hex(8)
    work = _claim(work_id, runner)
    if work is None:
        return
    job = JOBS.get(work.job)
    if job is None:
        return fail(work, Fault("unknown_job", ""))
    if job.needs_keys and vault.is_locked():
        return _put_off(work, locked=True)
    lease = _Lease(work)
    counts, error = _run(job, _Doing(work, lease))
    lease.over()
    # Out of the reach of any error: what is raised from here on carries no trace of it.
    if error is None:
        _finish(work, counts)
    elif error.code == "stopped":
        _stopped(work)
    elif error.code == "locked":
        _put_off(work, locked=True)
    elif error.final:
        fail(work, error)
    else:
        log.warning("%s failed: %s", work.job, error.text)
        try_again(work, error)


def _claim(work_id: UUID, runner: str) -> Work | None:
    now = clock.now()
    rows = Work.objects.filter(pk=work_id, state=State.WAITING)
    if not rows.update(state=State.RUNNING, runner=runner, lease_until=now + LEASE, started_at=now, done=0, total=0):
        return None
    return Work.objects.filter(pk=work_id, runner=runner).first()


def _run(job: Job, doing: "_Doing") -> tuple[Counts, Fault | None]:
    try:
        with on_house_clock():
            counts = job.run(doing) or {}
        return {str(name): int(count) for name, count in counts.items()}, None
    except Stopped:
        fault = Fault("stopped", "")
    except vault.Locked:
        fault = Fault("locked", "")
    except Exception as error:
        fault = fault_of(error)
    return {}, fault


class _Doing:
    """What a job is given."""

    def __init__(self, work: Work, lease: "_Lease") -> None:
        self.actor_code, self.staff_id = work.actor_code, work.asked_by_id
        self.ids: Mapping[str, str] = dict(work.ids)
        self._rows = Work.objects.filter(pk=work.pk, runner=work.runner, state=State.RUNNING)
        self._lease = lease
        self._told = 0.0

    def progress(self, done: int, total: int = 0) -> None:
        """Say how far it is. Raises Stopped."""
        stopping = STOPPING.get()
        if self._lease.lost.is_set() or (stopping is not None and stopping.is_set()):
            raise Stopped
        now = time.monotonic()
        if now - self._told < _TELL:
            return
        self._told = now
        if not self._rows.update(done=max(done, 0), total=max(total, 0)) or self._rows.filter(cancel_asked_at__isnull=False).exists():
            raise Stopped


class _Lease:
    """Says every half minute that the worker lives. A worker that was taken for dead (a machine that slept) learns it here and stops."""

    def __init__(self, work: Work) -> None:
        self.lost = threading.Event()
        self._over = threading.Event()
        self._rows = Work.objects.filter(pk=work.pk, runner=work.runner, state=State.RUNNING)
        self._thread = threading.Thread(target=self._beat, name="work lease", daemon=True)
        self._thread.start()

    def over(self) -> None:
        """No more beats."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(_BEAT):
                try:
                    if not self._rows.update(lease_until=clock.now() + LEASE):
                        return self.lost.set()
                except DatabaseError:
                    continue  # busy: the next beat will do
        finally:
            connections.close_all()


# --- how it ended; each only where this worker still holds it


def _finish(work: Work, counts: Counts) -> None:
    _settle(work, state=State.DONE, ended_at=clock.now(), result=dict(counts), fault="")


def _stopped(work: Work) -> None:
    if Work.objects.filter(pk=work.pk, cancel_asked_at__isnull=False).exists():
        _settle(work, state=State.CANCELLED, ended_at=clock.now())
    else:
        _put_off(work, locked=False)


def _put_off(work: Work, *, locked: bool) -> None:
    """Wait on, without its being a failed try: for the unlocking, or for the server's return."""
    now = clock.now()
    _settle(work, state=State.WAITING, queued="", due_at=now, locked_at=(work.locked_at or now) if locked else work.locked_at)


def try_again(work: Work, fault: Fault, *, lost: bool = False) -> None:
    """Wait, then try again; after the last try, say that it failed. ``lost``: its worker died, so that waiting helps nothing."""
    attempts = work.attempts + 1
    wait = wait_after(attempts)
    if work.cancel_asked_at is not None:
        _settle(work, state=State.CANCELLED, ended_at=clock.now(), attempts=attempts, fault=fault.text[:200])
    elif wait is None:
        fail(work, fault)
    else:
        due = clock.now() if lost and attempts == 1 else clock.now() + wait
        _settle(work, state=State.WAITING, queued="", due_at=due, attempts=attempts, fault=fault.text[:200])


def fail(work: Work, fault: Fault) -> None:
    """Give up; the log says so as well."""
    if _settle(work, state=State.FAILED, ended_at=clock.now(), attempts=work.attempts + 1, fault=fault.text[:200]):
        audit.record_even_locked(NewEvent("protect.work.failed", work.actor_code, [("work", work.pk)], outcome="failed", detail={"job": work.job}))


def _settle(work: Work, **changes: object) -> bool:
    rows = Work.objects.filter(pk=work.pk, runner=work.runner, state__in=[State.WAITING, State.RUNNING])
    return bool(rows.update(runner="", lease_until=None, **changes))
