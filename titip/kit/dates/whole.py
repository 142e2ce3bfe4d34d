"""Whole dates as people of the region write them: day before month, Buddhist years read in."""

import re
from datetime import date

BUDDHIST_OFFSET = 543
#: From this year on a year is read as Buddhist.
BUDDHIST_FROM = 2400
EARLIEST_YEAR, YEARS_AHEAD = 1900, 20
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
#: Thai, Khmer, Lao and Burmese digits, for ``str.translate``.
NATIVE_DIGITS = {ord(native) + i: str(i) for native in "๐០໐၀" for i in range(10)}


class BadDate(ValueError):
    """Not a date that can be kept. ``shown`` is what was read; ``reason`` is one of

    ``form`` (no date at all), ``day``, ``month``, ``year`` (not believable), ``far`` (more than 20 years ahead), and of partial dates
    ``no_year`` (a day or month without its year), ``no_month`` (a day without its month), ``order`` (it ends before it begins), ``two``
    (an event that has its own date, and another date beside it), ``no_end`` (from and to, of which one is missing), ``time``.

    ``year`` (Gregorian) and ``month`` are set where the reason is ``day``: which month has no such day; ``year`` also where it is ``far``.
    """

    def __init__(self, reason: str, shown: str, *, year: int = 0, month: int = 0) -> None:
        super().__init__(f"{reason}: {shown}")
        self.reason = reason
        self.shown = shown
        self.year = year
        self.month = month


def read_date(text: str, *, today: date) -> date:
    """A date from ``31/12/2024``, ``31/12/2567`` (Buddhist) or ``2024-12-31``. Raises BadDate.

    A year of 2400 or more is a Buddhist year: 543 is taken off. ``today`` bounds what is believable (1900 to 20 years ahead).
    """
    plain = " ".join(text.translate(NATIVE_DIGITS).split())
    if found := _ISO.match(plain):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(plain):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise BadDate("form", text)
    return believable(year, month, day, text, today=today)


def believable(year: int, month: int, day: int, shown: str, *, today: date) -> date:
    """The date of these numbers, its year perhaps Buddhist. Raises BadDate with ``shown``."""
    year = believable_year(year, shown, today=today)
    if not 1 <= month <= 12:
        raise BadDate("month", shown)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("day", shown, year=year, month=month) from None


def believable_year(year: int, shown: str, *, today: date) -> int:
    """The Gregorian year. Raises BadDate."""
    if year >= BUDDHIST_FROM:
        year -= BUDDHIST_OFFSET
    if year > today.year + YEARS_AHEAD:
        raise BadDate("far", shown, year=year)
    if year < EARLIEST_YEAR:
        raise BadDate("year", shown)
    return year


def show_date(value: date) -> str:
    """``31/12/2024``: day before month."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
