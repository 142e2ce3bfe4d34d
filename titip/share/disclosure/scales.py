"""Ready-made hierarchies: ages in CTDC's bands, years, dates of any precision, and code lists by their groups, each level with its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from titip.share.disclosure.hierarchies import Hierarchy
from titip.share.rules.problems import TableProblem

#: CTDC's age bands by their first year, and the three that these make.
BANDS: Final = ((0, 8), (9, 17), (18, 20), (21, 23), (24, 26), (27, 29), (30, 38), (39, 47), (48, None))
WIDE: Final = ((0, 17), (18, 29), (30, None))
#: Band of years around a year.
YEARS: Final = 5

_BAND: Final = re.compile(r"(\d+)(?:\s*(?:-|–|--|to)\s*(\d+)|\s*\+)")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})|-Q([1-4]))?(?:-\d{2}(?:T.*)?)?")


def _named(first: int, last: int | None) -> str:
    return f"{first}+" if last is None else f"{first}-{last}"


def _around(age: int, bands: Iterable[tuple[int, int | None]]) -> str:
    return next(_named(first, last) for first, last in bands if last is None or age <= last)


def ages(numbers: Iterable[int], name: str = "ages") -> Hierarchy:
    """Whole years of age to CTDC's bands, then to 0-17, 18-29 and 30+. Raises TableProblem for a negative one."""
    listed = list(numbers)
    if low := [x for x in listed if x < 0]:
        raise TableProblem(f"{name} holds {low[0]}, which is no age.", "Mend the value, or leave it out.")
    return Hierarchy({str(x): (_around(x, BANDS), _around(x, WIDE)) for x in listed}, name, ("ages", "adult"))


def age_bands(values: Iterable[str], name: str = "age bands") -> Hierarchy | None:
    """Bands such as 9-17 or 48+ to 0-17, 18-29 and 30+; a band that lies across two stays itself. None where a value is no band of ages."""
    paths = {}
    for value in values:
        read = _BAND.fullmatch(value)
        if not read:
            return None
        first, last = int(read[1]), int(read[2]) if read[2] else 10**6
        wide = _around(first, WIDE)
        paths[value] = (wide if wide == _around(last, WIDE) else value,)
    return Hierarchy(paths, name, ("adult",)) if paths else None


def dates(texts: Iterable[str], name: str = "dates") -> Hierarchy:
    """Dates (2024-01-31, 2024-01, 2024-Q1 or 2024) to month, quarter, year and five years. Raises TableProblem for another text."""
    paths = {}
    for text in texts:
        read = _DATE.fullmatch(text)
        if not read or not 0 < int(read[2] or 1) < 13:
            raise TableProblem(f"{name} holds “{text}”, which is no date (2024-01-31, 2024-01 or 2024).", "Mend the value, or give a hierarchy file instead.")
        year = read[1]
        month = f"{year}-{read[2]}" if read[2] else ""
        quarter = f"{year}-Q{(int(read[2]) + 2) // 3}" if read[2] else f"{year}-Q{read[3]}" if read[3] else ""
        paths[text] = (month or quarter or year, quarter or year, year, _five(int(year)))
    return Hierarchy(paths, name, ("month", "quarter", "year", "years"))


def years(numbers: Iterable[int], name: str = "years") -> Hierarchy:
    """Years to bands of five."""
    return Hierarchy({str(x): (_five(x),) for x in numbers}, name, ("years",))


def _five(year: int) -> str:
    return f"{year // YEARS * YEARS}-{year // YEARS * YEARS + YEARS - 1}"


def groups(parents: Mapping[str, str | None], values: Iterable[str], name: str = "the code list") -> Hierarchy | None:
    """``values`` of a code list up to their parents; one that the list lacks stays itself until it is withheld. None where nothing has a parent."""
    held = dict.fromkeys([*values])
    if not any(parents.get(value) for value in held):
        return None
    return Hierarchy.from_parents({**dict.fromkeys(held), **parents}, name)
