"""Whole dates as people of the region write them: day before month, Buddhist years read in."""

import re
from datetime import date

_BUDDHIST_OFFSET = 543
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
#: Thai, Khmer, Lao and Burmese digits, for ``str.translate``.
NATIVE_DIGITS = {ord(native) + i: str(i) for native in "๐០໐၀" for i in range(10)}


class BadDate(ValueError):
    """Not a date. ``reason`` is one of ``form``, ``day``, ``month``, ``year``; ``shown`` is what was read.

    Where the reason is ``day``, ``year`` (Gregorian) and ``month`` say which month has no such day.
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
    if year >= 2400:
        year -= _BUDDHIST_OFFSET
    if not 1900 <= year <= today.year + 20:
        raise BadDate("year", text)
    if not 1 <= month <= 12:
        raise BadDate("month", text)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("day", text, year=year, month=month) from None


def show_date(value: date) -> str:
    """``31/12/2024``: day before month."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
