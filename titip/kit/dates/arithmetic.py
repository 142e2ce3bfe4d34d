"""Counting with partial dates: every answer is a reach from the least to the most that is possible."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from titip.kit.dates.partial import PartialDate, Point
from titip.kit.truth import Truth


@dataclass(frozen=True)
class Reach:
    """A whole number between ``least`` and ``most``, both possible; None where that end is open."""

    least: int | None
    most: int | None

    @property
    def exact(self) -> int | None:
        """The number, where only one is possible."""
        return self.least if self.least == self.most else None

    def at_least(self, number: float) -> Truth:
        """Whether it is ``number`` or more."""
        if self.least is not None and self.least >= number:
            return True
        return False if self.most is not None and self.most < number else None

    def under(self, number: float) -> Truth:
        """Whether it is less than ``number``."""
        told = self.at_least(number)
        return None if told is None else not told

    def apart_from(self, number: float, tolerance: float) -> Truth:
        """Whether it is more than ``tolerance`` away from ``number``: yes only where every possible number is."""
        if (self.most is not None and self.most < number - tolerance) or (self.least is not None and self.least > number + tolerance):
            return True
        inside = (self.least is not None and self.least >= number - tolerance) and (self.most is not None and self.most <= number + tolerance)
        return False if inside else None

    def __str__(self) -> str:
        if self.least == self.most:
            return "?" if self.least is None else str(self.least)
        return f"{'' if self.least is None else self.least}–{'' if self.most is None else self.most}"


def days_between(start: PartialDate, end: PartialDate) -> Reach:
    """Days from ``start`` to ``end``; negative where the end comes first."""
    return _reach(start, end, lambda a, b: (b - a).days)


def months_between(start: PartialDate, end: PartialDate) -> Reach:
    """Full months from ``start`` to ``end``."""
    return _reach(start, end, _months)


def years_between(start: PartialDate, end: PartialDate) -> Reach:
    """Full years from ``start`` to ``end``."""
    return _reach(start, end, lambda a, b: b.year - a.year - ((b.month, b.day) < (a.month, a.day)))


def age_on(born: PartialDate, day: PartialDate) -> Reach:
    """Full years of age on ``day``. Somebody born on 29 February turns on 1 March in a common year."""
    return years_between(born, day)


def add_months(value: PartialDate, months: int) -> PartialDate:
    """So many months later (earlier where negative), as precise as it was: a year plus twelve months is a year, plus one a stretch of days.

    The 31st becomes the last day of a shorter month. Raises OverflowError outside the years 1 to 9999.
    """
    if value.single and value.since and _keeps(value.since, months):
        return PartialDate.at(_point_later(value.since, months))
    since = Point.of(_later(value.earliest, months)) if value.earliest else None
    return PartialDate(since, Point.of(_later(value.latest, months)) if value.latest else None)


def add_days(value: PartialDate, days: int) -> PartialDate:
    """So many days later: a day stays a day, anything else becomes a stretch of days. Raises OverflowError."""
    moved = [day + timedelta(days=days) if day else None for day in (value.earliest, value.latest)]
    since, until = (Point.of(day) if day else None for day in moved)
    return PartialDate(since, until)


def _reach(start: PartialDate, end: PartialDate, count: "object") -> Reach:
    assert callable(count)
    least = count(start.latest, end.earliest) if start.latest and end.earliest else None
    most = count(start.earliest, end.latest) if start.earliest and end.latest else None
    return Reach(least, most)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _keeps(point: Point, months: int) -> bool:
    """Whether the moved point is as wide as the stretch that was moved. About a day is not: months are of unequal length."""
    if point.about:
        return point.precision == "year" and months % 12 == 0
    return point.precision in ("day", "month") or months % 12 == 0


def _point_later(point: Point, months: int) -> Point:
    year, month = _month_later(point.year, point.month or 1, months)
    name = point.name if point.precision == "named" else ""
    if not point.month:
        return Point(year, name=name, about=point.about)
    day = min(point.day, calendar.monthrange(year, month)[1])
    return Point(year, month, day, about=point.about)


def _later(day: date, months: int) -> date:
    year, month = _month_later(day.year, day.month, months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _month_later(year: int, month: int, months: int) -> tuple[int, int]:
    years, month = divmod(year * 12 + month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise OverflowError("There is no such year.")
    return years, month + 1
