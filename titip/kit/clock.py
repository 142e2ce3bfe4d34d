"""The one clock: every moment in the house is read here, in UTC; which day it is, on the clock of the organisation.

A machine's clock may leap: an empty battery makes it 1970, a wrong key 2099. A moment that somebody believed (``believe``) and the seconds since
hold against that: ``now`` never goes far back, and ``settled``, by which whatever cannot be taken back is timed, does not leap ahead either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from time import monotonic
from typing import Final

#: How far the machine's clock may be from where it was believed to be: a house that was closed for longer is asked, or waits.
FAR: Final = timedelta(days=7)
_set: ContextVar[datetime | None] = ContextVar("titip_clock", default=None)
_zone: ContextVar[tzinfo] = ContextVar("titip_zone", default=UTC)
_believed: tuple[datetime, float] | None = None


def now() -> datetime:
    """The present moment, aware, in UTC. While the machine's clock is far behind, it is the believed moment that goes on."""
    at = _set.get()
    if at is not None:
        return at
    moment, steady = told(), _steady()
    return steady if steady is not None and moment < steady - FAR else moment


def settled() -> datetime:
    """The moment that has surely been reached. While the machine's clock is far from the believed one, that one goes on."""
    moment, steady = now(), _steady()
    return steady if steady is not None and not is_set() and moment - steady > FAR else moment


def told() -> datetime:
    """What the machine's clock says, right or wrong."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may


def is_set() -> bool:
    """Whether the clock stands where a test or practice data put it (``at``)."""
    return _set.get() is not None


def believe(moment: datetime | None) -> None:
    """From here on ``moment`` is believed in this process, and goes on with the seconds; None: nothing is."""
    global _believed
    _believed = None if moment is None else (moment, monotonic())


def believes() -> bool:
    """Whether this process believes anything yet."""
    return _believed is not None


def _steady() -> datetime | None:
    if _believed is None:
        return None
    moment, since = _believed
    return moment + timedelta(seconds=monotonic() - since)


def today() -> date:
    """The present date where the organisation is: UTC outside ``in_zone``."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The date of a moment (aware) where the organisation is."""
    return moment.astimezone(_zone.get()).date()


def here(moment: datetime) -> datetime:
    """A moment (aware) on the organisation's clock."""
    return moment.astimezone(_zone.get())


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of ``first`` to before the first of the day after ``last``, where the organisation is; in UTC."""
    zone = _zone.get()
    return datetime.combine(first, time.min, zone).astimezone(UTC), datetime.combine(last + timedelta(days=1), time.min, zone).astimezone(UTC)


@contextmanager
def in_zone(zone: tzinfo) -> Iterator[None]:
    """Count days by the clock of ``zone`` in this context. Moments stay in UTC."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` (aware) in this context: for practice data with a history, and for tests."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
