"""What may run in the background: each room registers its jobs at start-up; a small schedule says when those that repeat are due."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

#: What a job returns: counts and codes by short name; never an answer, never a name.
Counts = Mapping[str, int]
_NAME = re.compile(r"[a-z]+(\.[a-z][a-z_]*)+")
#: A number, a UUID, a digest, an anchor of the log, a code of ours with its letter, a name of the code (room.verb, an_element): no plain word fits.
_ID = re.compile(
    r"[0-9]{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}|[0-9]{1,18}-[0-9a-f]{16}"
    r"|(?:[A-Z]-)?[34679CDFGHJKMNPQRTW-]{7,9}|[a-z][a-z0-9]{0,39}(?:[_.][a-z0-9]{1,40}){1,8}"
)
#: Seconds to wait before a second, third and fourth try.
WAITS = (60, 600, 3600)


class State(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Stopped(Exception):
    """Raised out of ``Doing.progress``: let it pass. What was committed stays; the rest is not begun."""


class Doing(Protocol):
    """What a running job is given. ``ids`` are all it knows: it reads the rest itself, as it stands now."""

    actor_code: str
    staff_id: int | None
    ids: Mapping[str, str]

    def progress(self, done: int, total: int = 0) -> None:
        """Say how far it is; call it between transactions. Raises Stopped where somebody cancelled, or the server ends."""


@dataclass(frozen=True)
class Job:
    """Something that runs in the background.

    ``name`` is ``room.verb``; ``label`` and ``said`` are message ids (``said`` is filled with the counts that ``run`` returns).
    ``every``: how often it repeats, or None where it runs only when asked for. ``needs_keys``: it waits while the server is locked.
    ``run`` commits in small batches, for it may be ended between any two, and is safe to begin again.
    """

    name: str
    label: str
    said: str
    run: Callable[[Doing], Counts | None]
    every: timedelta | None = None
    needs_keys: bool = True


@dataclass
class Jobs:
    """The jobs by name; registering the same name twice replaces it."""

    known: dict[str, Job] = field(default_factory=dict)

    def register(self, *jobs: Job) -> None:
        """Called from a room's ``apps.ready``. Raises ValueError where a name is not ``room.verb``."""
        for job in jobs:
            if not _NAME.fullmatch(job.name) or len(job.name) > 60:
                raise ValueError(f"{job.name}: a job is named room.verb")
            if job.every is not None and job.every < timedelta(minutes=1):
                raise ValueError(f"{job.name}: nothing repeats more often than each minute")
            self.known[job.name] = job

    def get(self, name: str) -> Job | None:
        """The job of this name, or None where this version has none."""
        return self.known.get(name)

    def repeating(self) -> list[Job]:
        """Those that run by the schedule, in order of name."""
        return sorted((job for job in self.known.values() if job.every is not None), key=lambda job: job.name)


JOBS = Jobs()


def only_ids(given: Mapping[str, object]) -> dict[str, str]:
    """The arguments of a piece of work as texts. Raises ValueError for anything that is no id or code: arguments lie in a table, unsealed."""
    told = {}
    for name, value in given.items():
        text = str(value)
        if not isinstance(value, str | int | UUID) or not _ID.fullmatch(text):
            raise ValueError(f"the argument {name} of work in the background is no id")
        told[name] = text
    return told


def key_of(ids: Mapping[str, str]) -> str:
    """What must not run twice at once: one job about the same things."""
    return ",".join(f"{name}={ids[name]}" for name in sorted(ids))


def next_due(last_due: datetime, every: timedelta, now: datetime) -> datetime:
    """The first moment after ``now`` on the job's own beat: what was missed while the machine was off is made up for once, not many times."""
    missed = max(0, (now - last_due) // every)
    return last_due + (missed + 1) * every


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries; None: give up and say so."""
    return timedelta(seconds=WAITS[attempts - 1]) if attempts <= len(WAITS) else None
