"""The one clock: every moment in the house is read here, in UTC."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may


def today() -> date:
    """The present date in UTC."""
    return now().date()
