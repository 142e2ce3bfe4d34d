"""The one clock: every moment in the house is read here, in UTC; which day it is, on the clock of the organisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_set: ContextVar[datetime | None] = ContextVar("titip_clock", default=None)
_zone: ContextVar[tzinfo] = ContextVar("titip_zone", default=UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set.get() or datetime.now(UTC)  # noqa: TID251 - the one place that may


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
