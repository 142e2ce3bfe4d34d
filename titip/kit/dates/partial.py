"""A date as far as it is known: a day, a month, a year, a season; before, after, between; exact or about.

Stored form (a subset of EDTF, ISO 8601-2:2019; a plain ISO date is stored as it always was):

====================================  ====================================================
``2019-05-31`` ``2019-05`` ``2019``     a day, a month, a year
``2019~`` ``2019-05~``                   about (the standard gives no width; ours stands in ``_ABOUT``)
``[..2019-05]`` ``[2019-05..]``          one day: in May 2019 or before; in May 2019 or after
``[2018-03..2018-06]``                   one day from March to June 2018
``2019^rainy`` ``2021-02-01^coup_mm_2021``  a named part of a year, a public event (the season qualifier of the EDTF draft of 2012)
====================================  ====================================================

A reader that does not know a name after ``^`` still reads the year or day before it. ``edtf`` gives the standard's form without names.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from titip.kit.dates.named import NAMED
from titip.kit.truth import Truth, negated

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:\^([a-z][a-z0-9_]{0,39}))?(~)?")
#: Days added on each side where only "about" was said: of a day, a month, a part of a year. About a year: two years on each side.
_ABOUT = {"day": 10, "month": 61, "named": 61}
_ABOUT_YEARS = 2


class NotStored(ValueError):
    """The text is not a stored partial date."""


@dataclass(frozen=True)
class Point:
    """One date of day, month or year precision (0: not known), perhaps a named part of the year, perhaps only about."""

    year: int
    month: int = 0
    day: int = 0
    name: str = ""
    about: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12 or (self.day and not self.month):
            raise NotStored(f"{self.year}-{self.month}-{self.day} is no date.")
        if self.day and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise NotStored(f"{self.year}-{self.month}-{self.day} is no day.")

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``named`` (a part of a year) or ``year``."""
        if self.day:
            return "day"
        return "month" if self.month else "named" if self.name in NAMED else "year"

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        if self.precision == "named":
            first = NAMED[self.name].earliest(self.year)
        else:
            first = date(self.year, self.month or 1, self.day or 1)
        return self._widened(first, -1) if self.about else first

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        if self.precision == "named":
            last = NAMED[self.name].latest(self.year)
            last = last.replace(day=29) if (last.month, last.day) == (2, 28) and calendar.isleap(last.year) else last
        else:
            month = self.month or 12
            last = date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])
        return self._widened(last, 1) if self.about else last

    def _widened(self, day: date, sign: int) -> date:
        if self.precision == "year":
            return day.replace(year=min(max(day.year + sign * _ABOUT_YEARS, 1), 9999))
        return _moved(day, sign * _ABOUT[self.precision])

    @classmethod
    def parse(cls, text: str) -> "Point":
        """From the stored form. Raises NotStored."""
        found = _POINT.fullmatch(text)
        if not found:
            raise NotStored(text)
        year, month, day, name, about = found.groups()
        if month == "00" or day == "00":
            raise NotStored(text)
        return cls(int(year), int(month or 0), int(day or 0), name or "", bool(about))

    @classmethod
    def of(cls, day: date) -> "Point":
        """A whole day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        return f"{self.plain}{f'^{self.name}' if self.name else ''}{'~' if self.about else ''}"

    @property
    def plain(self) -> str:
        """``2019``, ``2019-05`` or ``2019-05-31``."""
        return f"{self.year:04d}" + (f"-{self.month:02d}" if self.month else "") + (f"-{self.day:02d}" if self.day else "")


@dataclass(frozen=True)
class PartialDate:
    """One day, of which is known that it lies from ``since`` to ``until`` (None: open). Both the same: that is what was said."""

    since: Point | None
    until: Point | None

    def __post_init__(self) -> None:
        if self.since is None and self.until is None:
            raise NotStored("A date without any end says nothing.")
        if self.since and self.until and self.since.about != self.until.about:
            raise NotStored("About is said of the whole.")
        if self.since and self.until and self.since.earliest > self.until.latest:
            raise NotStored("It ends before it begins.")

    @classmethod
    def at(cls, point: Point) -> "PartialDate":
        """That point itself."""
        return cls(point, point)

    @classmethod
    def between(cls, first: Point, last: Point) -> "PartialDate":
        """One day from ``first`` to ``last``, about where either is. A named end becomes its month. Raises NotStored where it ends before it begins."""
        about = first.about or last.about
        if last.precision == "named":
            day = replace(last, about=False).latest
            last = Point(day.year, day.month)
        first, last = replace(first, about=about), replace(last, name="", about=about)
        return cls.at(first) if first == last else cls(first, last)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """A whole day."""
        return cls.at(Point.of(day))

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """From the stored form. Raises NotStored."""
        if text.startswith("[") and text.endswith("]") and text.count("..") == 1:
            since, until = (Point.parse(part) if part else None for part in text[1:-1].split(".."))
            return cls.between(since, until) if since and until else cls(since, until)
        return cls.at(Point.parse(text))

    def __str__(self) -> str:
        return str(self.since) if self.single else f"[{self.since or ''}..{self.until or ''}]"

    @property
    def single(self) -> bool:
        """Whether it is one point and not a stretch between two."""
        return self.since == self.until

    @property
    def about(self) -> bool:
        """Whether it was said to be approximate."""
        return any(point is not None and point.about for point in (self.since, self.until))

    @property
    def edtf(self) -> str:
        """ISO 8601-2 level 2 without our names: a named part of a year becomes its span."""
        if self.single and self.since and self.since.precision != "named":
            return f"{self.since.plain}{'~' if self.since.about else ''}"
        return f"[{_standard(self.since, first=True)}..{_standard(self.until, first=False)}]"

    @cached_property
    def earliest(self) -> date | None:
        """The first day that it can be; None where that is open."""
        return self.since.earliest if self.since else None

    @cached_property
    def latest(self) -> date | None:
        """The last day that it can be; None where that is open."""
        return self.until.latest if self.until else None

    @property
    def whole(self) -> date | None:
        """The day, where exactly one is possible."""
        return self.earliest if self.earliest == self.latest else None

    def before(self, other: "PartialDate") -> Truth:
        """Whether it is an earlier day than ``other``: yes, no, or cannot be told."""
        if self.latest is not None and other.earliest is not None and self.latest < other.earliest:
            return True
        if self.earliest is not None and other.latest is not None and self.earliest >= other.latest:
            return False
        return None

    def after(self, other: "PartialDate") -> Truth:
        """Whether it is a later day than ``other``."""
        return other.before(self)

    def not_after(self, other: "PartialDate") -> Truth:
        """Whether it is the same day as ``other`` or an earlier one."""
        return negated(other.before(self))

    def same_day(self, other: "PartialDate") -> Truth:
        """Whether both are one day. Two equal years may be two days, and that cannot be told."""
        if self.before(other) or other.before(self):
            return False
        return True if self.whole and self.whole == other.whole else None

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """An order in which what is surely earlier never stands later: by the first possible day, or the last where the first is open."""
        first = self.earliest or self.latest
        assert first is not None
        return first, self.latest or date.max, str(self)


def _standard(point: Point | None, *, first: bool) -> str:
    if point is None:
        return ""
    if point.precision == "named":
        return (point.earliest if first else point.latest).isoformat()
    return f"{point.plain}{'~' if point.about else ''}"


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max
