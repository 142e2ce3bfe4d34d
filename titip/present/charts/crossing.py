"""Two columns of a released table counted against each other, small cells withheld with their partners and audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.present.charts.rows import Row
from titip.share.disclosure import withheld
from titip.share.disclosure.tables import Earlier, ProtectedCounts, protect_counts
from titip.share.disclosure.tables.cells import NOT_THERE
from titip.share.rules import Column, Released, ReleaseRefused, Table, TableProblem, Value
from titip.share.rules.columns import MISSING_CODES

_MISSING = MISSING_CODES[Missing.EMPTY]
_LACKING = NOT_THERE[_MISSING]


@dataclass(frozen=True)
class Crossed:
    """Rows of two names, every pair of known values once. ``known`` of ``n`` have both; None where telling it would tell a small count.

    ``wholes``: by the code of the first value, of how many its shares are (None where withheld).
    """

    rows: tuple[Row, ...]
    n: int
    known: int | None
    protect: int
    wholes: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def missing(self) -> str:
        """How many lack one of the two, in words."""
        if self.known is None:
            return "one of the two is missing in a number that is withheld"
        return f"one of the two is missing in {self.n - self.known:,}" if self.n > self.known else "none"


def cross(released: Released, by: str, across: str, *, protect: int | None = None) -> Crossed:
    """Count ``by`` against ``across``; a row's share is of the cases with its first name whose second is known.

    ``protect``: counts below this are withheld; None takes the k of the release. Raises UnknownColumn or TableProblem.
    """
    if by == across:
        raise TableProblem("The two columns are the same.", "Choose another second column.")
    k = released.protect if protect is None else max(protect, released.protect)
    return cross_columns(released.column(by), released.column(across), released.n, k)


def cross_columns(first: Column, second: Column, n: int, k: int) -> Crossed:
    """The same for two columns over the same ``n`` rows, banded or not."""
    whole_first, whole_second = first, second
    first, second = _one_valued(first), _one_valued(second)
    counts = _counted(first, second, k, [_alone(whole_first, first, "a", k), _alone(whole_second, second, "b", k)])
    rows: list[Row] = []
    wholes: dict[str, int | None] = {}
    for value in first.values:
        whole = wholes[str(value)] = _known_in(counts, value, second.values)
        for other in second.values:
            count = counts[value, other]
            share = None if count is None or not whole else count / whole
            rows.append(Row(first.name(value), count, share, second.name(other), code=str(value), series_code=str(other)))
    return Crossed(_without_nobody(rows), n, _known(counts, wholes), k, wholes)


def _without_nobody(rows: list[Row]) -> tuple[Row, ...]:
    """Without values that nobody has together with a known other one: they are among those who lack it."""
    first, second = ({getattr(row, side) for row in rows if row.n != 0} for side in ("code", "series_code"))
    return tuple(row for row in rows if row.code in first and row.series_code in second)


def _one_valued(column: Column) -> Column:
    if column.heading.type is ElementType.SELECT_MANY:
        raise TableProblem(f"One case may have several values of “{column.heading.shown}”.", "Count it alone, or choose a column of one value each.")
    codes = np.where(column.codes < 0, np.int32(_MISSING), column.codes).astype(np.int32)
    return replace(column, codes=codes).without_unused()


def _known(counts: Counts, wholes: Mapping[str, int | None]) -> int | None:
    """How many have both: from the wholes, or from all less those that lack one; None where neither is told."""
    told = [whole for whole in wholes.values() if whole is not None]
    if len(told) == len(wholes):
        return sum(told)
    everyone, no_first, no_second, neither = (
        counts.get(key, 0) for key in ((None, None), (Missing.EMPTY, None), (None, Missing.EMPTY), (Missing.EMPTY, Missing.EMPTY))
    )
    if everyone is None or no_first is None or no_second is None or neither is None:
        return None
    return everyone - no_first - no_second + neither


Counts = dict[tuple[Value | Missing | None, Value | Missing | None], int | None]


def _alone(whole: Column, column: Column, code: str, k: int) -> Earlier:
    """What the chart of one column alone shows and withholds: a reader has that too, so that both are audited together (R41)."""
    kinds = [*whole.missing().values(), whole.withheld()]
    hidden = withheld([*whole.counts().tolist(), *kinds], k)
    counted = dict(zip(whole.values, zip(whole.counts().tolist(), hidden, strict=False), strict=True))
    cells = [(frozenset({(code, str(place))}), *counted[value]) for place, value in enumerate(column.values)]
    if sum(kinds):
        cells.append((frozenset({(code, _LACKING)}), sum(kinds), any(hidden[len(whole.values) :])))
    shown = tuple((key, n) for key, n, hide in cells if not hide)
    return Earlier((code,), ((frozenset(), len(whole)), *shown), tuple(key for key, _n, hide in cells if hide))


def _counted(first: Column, second: Column, k: int, alone: Sequence[Earlier]) -> Counts:
    """Every cell and margin, by value; None as a value stands for all of them, the missing ones included."""
    if k < 2:
        return _plain(first, second)
    one, other = _labelled(first, "a"), _labelled(second, "b")
    try:
        made = protect_counts(Table((one, other)), ("a", "b"), k, earlier=alone)
    except ReleaseRefused as refused:
        if "cells" in refused.problem:
            raise
        problem = f"A small count of “{first.heading.shown}” by “{second.heading.shown}” would be known to be small from this and the chart of each alone."
        raise ReleaseRefused(problem, "Show them apart, or use fewer and larger groups.") from None
    counts: Counts = {}
    for place, value in [(None, None), *enumerate(first.values)]:
        for other_place, other_value in [(None, None), *enumerate(second.values)]:
            named = [("a", place), ("b", other_place)]
            counts[value, other_value] = made.count(frozenset((column, str(at)) for column, at in named if at is not None))
    counts[None, Missing.EMPTY] = _cell(made, "", _LACKING)
    counts[Missing.EMPTY, Missing.EMPTY] = _cell(made, _LACKING, _LACKING)
    counts.update({(value, Missing.EMPTY): _cell(made, str(at), _LACKING) for at, value in enumerate(first.values)})
    counts[Missing.EMPTY, None] = _cell(made, _LACKING, "")
    return counts


def _cell(made: ProtectedCounts, first: str, second: str) -> int | None:
    key = frozenset((code, label) for code, label in (("a", first), ("b", second)) if label)
    return made.count(key) if key in made.cells.number else 0


def _plain(first: Column, second: Column) -> Counts:
    wide = len(second.values) + 1
    flat = np.where(first.codes < 0, len(first.values), first.codes).astype(np.int64) * wide + np.where(second.codes < 0, len(second.values), second.codes)
    table = np.bincount(flat, minlength=(len(first.values) + 1) * wide).reshape(-1, wide)
    counts: Counts = {(None, None): len(first)}
    for i, value in enumerate(first.values):
        counts[value, None], counts[value, Missing.EMPTY] = int(table[i].sum()), int(table[i, -1])
        counts.update({(value, other): int(table[i, j]) for j, other in enumerate(second.values)})
    return counts


def _labelled(column: Column, code: str) -> Column:
    """The same rows under names that cannot clash: the place of each value."""
    heading = replace(column.heading, code=code, type=ElementType.TEXT, names={}, ordered=False)
    return Column(heading, tuple(str(place) for place in range(len(column.values))), column.codes.copy())


def _known_in(counts: Counts, value: Value, others: tuple[Value, ...]) -> int | None:
    """How many with this first value have a second; None where it is withheld or would tell what is."""
    cells = [counts[value, other] for other in others]
    if None not in cells:
        return sum(cell or 0 for cell in cells)
    whole, lacking = counts[value, None], counts[value, Missing.EMPTY]
    return None if whole is None or lacking is None else whole - lacking
