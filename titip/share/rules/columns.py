"""A column of a released table: distinct values once, and for each row the number of its value or the kind of its absence.

This carrier needs numpy only. A million rows of a code list take four megabytes, and counting a column is one ``bincount``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing

Value = str | int | float | bool | date | tuple[str, ...]
Cell = Value | Missing | Decimal | Iterable[str] | None
Codes = npt.NDArray[np.int32]

#: How a row says that its value is not there. A value's own number is zero or more.
MISSING_CODES: Final[Mapping[Missing, int]] = {kind: -1 - place for place, kind in enumerate(Missing)}
#: A value withheld to protect people: neither missing nor a value, and never "matches anything".
SUPPRESSED: Final = -9
#: How a withheld value is written.
STAR: Final = "*"

_BAND: Final = re.compile(r"[<>≤≥]?\s*(\d+(?:\.\d+)?)")
NUMERIC = frozenset({ElementType.INTEGER, ElementType.DECIMAL})


class Part(StrEnum):
    """What a column may tell about who a row is."""

    DIRECT = "direct"  # names a person by itself: never in a released table
    QUASI = "quasi"  # with others may single a person out: counted in the classes of k
    SENSITIVE = "sensitive"  # what must not be learnt about a person
    OTHER = "other"


@dataclass(frozen=True)
class Heading:
    """What a column is. ``names`` are the labels of its values; their order is the order of an ordered scale."""

    code: str
    label: str = ""
    type: ElementType = ElementType.TEXT
    unit: str = ""
    names: Mapping[Value, str] = field(default_factory=dict)
    ordered: bool = False
    part: Part = Part.OTHER

    @property
    def shown(self) -> str:
        """The label, or the code where there is none."""
        return self.label or self.code

    @property
    def numeric(self) -> bool:
        """Whether a mean or a median of the values means something."""
        return self.type in NUMERIC


@dataclass(frozen=True, eq=False)
class Column:
    """``values``: distinct, in their natural order. ``codes``: one a row, an index into ``values`` or a negative code of absence."""

    heading: Heading
    values: tuple[Value, ...]
    codes: Codes

    def __post_init__(self) -> None:
        if self.codes.dtype != np.int32 or self.codes.ndim != 1:
            raise TypeError(f"{self.heading.code}: the codes of a column are one row of int32")
        self.codes.setflags(write=False)

    @classmethod
    def from_cells(cls, heading: Heading, cells: Iterable[Cell]) -> Column:
        """A column from one cell a row. None and empty text are ``Missing.EMPTY``; zero is a number."""
        seen: dict[Value, int] = {}
        codes = np.fromiter((_code(heading, cell, seen) for cell in cells), dtype=np.int32)
        return cls(heading, tuple(seen), codes).in_order()

    def in_order(self) -> Column:
        """The same column with its values in natural order: as ``names`` for an ordered scale, else by size or by letter."""
        place = {value: i for i, value in enumerate(self.heading.names)}
        order = sorted(range(len(self.values)), key=lambda i: _sort_key(self.heading, self.values[i], place))
        if order == list(range(len(order))):
            return self
        return self.recoded(tuple(self.values[i] for i in order), np.argsort(np.array(order, dtype=np.int32)))

    def recoded(self, values: tuple[Value, ...], new_index: npt.NDArray[np.integer]) -> Column:
        """The same rows, where value ``i`` now stands at ``new_index[i]`` of ``values`` (or is a code of absence)."""
        codes = self.codes.copy()
        present = codes >= 0
        codes[present] = new_index[codes[present]]
        return replace(self, values=values, codes=codes)

    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """The rows of that order."""
        return replace(self, codes=self.codes[rows])

    def suppressed(self, rows: npt.NDArray[np.bool_]) -> Column:
        """The same column with the values of ``rows`` withheld. Values that no row has any more are forgotten."""
        codes = np.where(rows, np.int32(SUPPRESSED), self.codes)
        return replace(self, codes=codes).without_unused()

    def without_unused(self) -> Column:
        """The same column, where ``values`` holds only what a row has: a withheld value leaves no trace."""
        used = np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)) > 0
        if used.all():
            return self
        kept = tuple(value for value, keep in zip(self.values, used, strict=True) if keep)
        return self.recoded(kept, np.cumsum(used) - 1)._with_names_of(kept)

    def _with_names_of(self, values: Sequence[Value]) -> Column:
        parts = {part for value in values for part in (value if isinstance(value, tuple) else (value,))}
        names = {value: name for value, name in self.heading.names.items() if value in parts}
        return replace(self, heading=replace(self.heading, names=names))

    def counts(self) -> npt.NDArray[np.int64]:
        """How many rows have each value, in the order of ``values``."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)).astype(np.int64)

    def missing(self) -> dict[Missing, int]:
        """How many rows lack a value, by kind; kinds that do not occur are left out."""
        counted = {kind: int(np.count_nonzero(self.codes == code)) for kind, code in MISSING_CODES.items()}
        return {kind: n for kind, n in counted.items() if n}

    def withheld(self) -> int:
        """How many rows have their value withheld."""
        return int(np.count_nonzero(self.codes == SUPPRESSED))

    def name(self, value: Value) -> str:
        """How a value is shown: its label, else the value itself."""
        if label := self.heading.names.get(value):
            return label
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, tuple):
            return "; ".join(self.heading.names.get(part, part) for part in value) or "None of these"
        return str(value)

    def cells(self) -> list[Value | Missing | str]:
        """One cell a row: the value, the kind of absence, or ``*``."""
        lookup: dict[int, Value | Missing | str] = {code: kind for kind, code in MISSING_CODES.items()}
        lookup[SUPPRESSED] = STAR
        lookup.update(enumerate(self.values))
        return [lookup[code] for code in self.codes.tolist()]

    def __len__(self) -> int:
        return len(self.codes)


def _code(heading: Heading, cell: Cell, seen: dict[Value, int]) -> int:
    if cell is None or cell == "" or cell != cell:  # what is not equal to itself is NaN
        return MISSING_CODES[Missing.EMPTY]
    if isinstance(cell, Missing):
        return MISSING_CODES[cell]
    if cell == STAR:
        return SUPPRESSED
    return seen.setdefault(_value(heading, cell), len(seen))


def _value(heading: Heading, cell: Cell) -> Value:
    match cell:
        case bool() | int() | str() | date():
            return cell
        case Decimal():
            return int(cell) if cell == cell.to_integral_value() and heading.type is ElementType.INTEGER else float(cell)
        case float():
            return cell
        case Iterable():
            return tuple(sorted(str(part) for part in cell))
    raise TypeError(f"{heading.code}: {type(cell).__name__} is not a value that a table holds")


def _sort_key(heading: Heading, value: Value, place: Mapping[Value, int]) -> tuple[int, float, str]:
    if heading.ordered and value in place:
        return (0, float(place[value]), "")
    if isinstance(value, bool):
        return (1, float(not value), "")  # yes before no
    if isinstance(value, int | float):
        return (1, float(value), "")
    if isinstance(value, date):
        return (1, float(value.toordinal()), "")
    return (2, 0.0, value if isinstance(value, str) else "; ".join(value))


def columns_from_rows(rows: Sequence[Mapping[str, Cell]], headings: Sequence[Heading]) -> tuple[Column, ...]:
    """Columns from one mapping a row. A row without a key has ``Missing.EMPTY`` there."""
    return tuple(Column.from_cells(heading, (row.get(heading.code) for row in rows)) for heading in headings)


def banded(present: Sequence[str]) -> bool:
    """Whether all values begin with a number, as age bands do ("0--8", "48+", "<5"), at a different one each."""
    starts = [_BAND.match(text) for text in present]
    return len(present) > 1 and all(starts) and len({m[1] for m in starts if m}) >= len(present) - 1


def band_start(text: str) -> float:
    """The number by which a band is put in order."""
    found = _BAND.match(text)
    start = float(found[1]) if found else float("inf")
    return start - 0.5 if text.startswith(("<", "≤")) else start
