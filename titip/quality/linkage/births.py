"""Birth years and dates as they were written, read into whole numbers; zero is not known."""

import re
from typing import Final

import numpy as np

from titip.kit.dates import NATIVE_DIGITS, NotStored, PartialDate
from titip.quality.linkage.columns import Ints, Texts

EARLIEST, LATEST = 1880, 2100
#: Years between the ends of a stretch that still says something: birth years of one person differ by so much.
_FEW = 4
_BUDDHIST_FROM, _BUDDHIST_OFFSET = 2400, 543
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ISO: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[ T].*)?$")
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_EIGHT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0)?$")


def read(text: str) -> tuple[int, int, int]:
    """(year, month, day) with 0 for what is not known. Buddhist years are read in; ``c. 1999`` is a year; nonsense is (0, 0, 0)."""
    plain = text.translate(NATIVE_DIGITS).strip()
    if plain.startswith("["):
        return _stretch(plain)
    if found := _ISO.match(plain) or _EIGHT.match(plain):
        year, month, day = (int(part or 0) for part in found.groups())
    elif found := _DAY_FIRST.match(plain):
        day, month, year = (int(part) for part in found.groups())
    else:
        year, month, day = (int(found[1]) if (found := _YEAR.search(plain)) else 0), 0, 0
    if year >= _BUDDHIST_FROM:
        year -= _BUDDHIST_OFFSET
    if not EARLIEST <= year <= LATEST:
        return 0, 0, 0
    if month > 12 and day <= 12:
        month, day = day, month
    return (year, month, day) if 1 <= month <= 12 and 0 <= day <= 31 else (year, 0, 0)


def _stretch(text: str) -> tuple[int, int, int]:
    """The middle year of a stretch of few years; nothing of an open or a long one."""
    try:
        value = PartialDate.parse(text)
    except NotStored:
        return 0, 0, 0
    if value.earliest is None or value.latest is None or value.latest.year - value.earliest.year > _FEW:
        return 0, 0, 0
    year = (value.earliest.year + value.latest.year) // 2
    return (year, 0, 0) if EARLIEST <= year <= LATEST else (0, 0, 0)


def births(dates: Texts | None, years: Texts | None, rows: int) -> tuple[Ints, Ints]:
    """For each row the year, and ``month * 100 + day`` where both are known: from the date, else from the year's own column."""
    year, day = np.zeros(rows, np.int32), np.zeros(rows, np.int32)
    for column in (years, dates):
        if column is None:
            continue
        parts = np.array([read(value) for value in column.values] or [(0, 0, 0)], dtype=np.int32)
        own = np.where((column.codes >= 0)[:, None], parts[np.maximum(column.codes, 0)], 0)
        year = np.where(own[:, 0] > 0, own[:, 0], year).astype(np.int32)
        if column is dates:
            day = np.where((own[:, 1] > 0) & (own[:, 2] > 0), own[:, 1] * 100 + own[:, 2], 0).astype(np.int32)
    return year, day
