"""Age bands read from their codes: ``18_24``, ``0-8``, ``60_plus``, ``under_18``, ``18_or_older``."""

import re

_RANGE = re.compile(r"(\d{1,3})\D+(\d{1,3})")
_ONE = re.compile(r"(\d{1,3})")
_UNDER = re.compile(r"under|below|less|minor|^to_", re.IGNORECASE)
_OVER = re.compile(r"plus|\+|over|older|above|more|adult", re.IGNORECASE)
OLDEST = 130


def band(code: str) -> tuple[int, int] | None:
    """The first and the last full year of an age band, or None where the code does not say."""
    if found := _RANGE.search(code):
        low, high = int(found[1]), int(found[2])
        return (low, high) if low <= high else None
    found = _ONE.search(code)
    if found is None:
        return None
    year = int(found[1])
    if _UNDER.search(code):
        return (0, year - 1) if year else None
    return (year, OLDEST) if _OVER.search(code) else None
