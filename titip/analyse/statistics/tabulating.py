"""Columns of a released table counted together, with every row that is set aside accounted for (R23, R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import SMALLEST
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import wording
from titip.analyse.statistics.finding import Cell, Excluded, Head, Kind, Shown
from titip.dictionary.rules.types import ElementType
from titip.share.disclosure import withheld
from titip.share.disclosure.tables import protect_counts
from titip.share.rules import Column, Heading, Part, Released, Table, TableProblem, Value

Counts = npt.NDArray[np.int64]
Rows = npt.NDArray[np.bool_]
#: What says “yes” in the tables that people keep; True counts as its own word.
_YES = frozenset({"yes", "true"})


def single(released: Released, code: str) -> Column:
    """A column that holds one value a row. Raises UnknownColumn, TableProblem for one that holds several."""
    column = released.column(code)
    if column.heading.type is ElementType.SELECT_MANY:
        raise TableProblem(f"“{column.heading.shown}” may hold several values at once.", "Count it with describe, or choose a column with one value a row.")
    return column


def numeric(released: Released, code: str) -> Column:
    """A column of numbers. Raises UnknownColumn, or TableProblem."""
    column = single(released, code)
    if not column.heading.numeric:
        raise TableProblem(f"“{column.heading.shown}” does not hold numbers.", "Choose a column of numbers, or use it as a group.")
    return column


def numbers(column: Column) -> npt.NDArray[np.float64]:
    """The distinct values as numbers, in their order, ascending."""
    return np.asarray(column.values, dtype=np.float64)


def known(columns: Sequence[Column]) -> Rows:
    """Which rows have a value in every one of the columns."""
    return np.asarray(np.logical_and.reduce([column.codes >= 0 for column in columns]), dtype=np.bool_)


def set_aside(columns: Sequence[Column], k: int) -> tuple[Excluded, ...]:
    """The rows without a value in one of the columns, each row counted once, at the first column it lacks (R27)."""
    found: list[Excluded] = []
    left = np.ones(len(columns[0]), dtype=np.bool_)
    for column in columns:
        lacks = left & (column.codes < 0)
        starred = int(np.count_nonzero(lacks & (column.codes == -9)))
        absent = int(np.count_nonzero(lacks)) - starred
        name = {"column": column.heading.shown}
        found += [Excluded(Sentence(wording.NOT_KNOWN, name), absent), Excluded(Sentence(wording.WITHHELD_VALUE, name), starred)]
        left &= ~lacks
    hidden = withheld([one.n or 0 for one in found] + [int(np.count_nonzero(left))], k)
    return tuple(replace(one, n=None) if hide else one for one, hide in zip(found, hidden, strict=False) if one.n)


@dataclass(frozen=True, eq=False)
class Crosstab:
    """``counts[i, j]`` rows have the i-th value of ``rows`` and the j-th of ``cols``. ``hidden``: which counts are withheld,
    in ``hidden_rows`` and ``hidden_cols`` which sums.

    ``set_aside``: rows without one of the two values. Values that no row has are not there.
    """

    rows: Heading
    cols: Heading
    row_values: tuple[Value, ...]
    col_values: tuple[Value, ...]
    row_names: tuple[str, ...]
    col_names: tuple[str, ...]
    counts: Counts
    hidden: Rows
    hidden_rows: Rows
    hidden_cols: Rows
    set_aside: tuple[Excluded, ...]

    @property
    def n(self) -> int:
        """All rows with both values."""
        return int(self.counts.sum())

    def shown(self, i: int, j: int) -> int | None:
        """The count of a cell, None where it is withheld."""
        return None if self.hidden[i, j] else int(self.counts[i, j])

    def total(self, i: int) -> int | None:
        """The sum of a row, None where it is withheld."""
        return None if self.hidden_rows[i] else int(self.counts[i].sum())

    def yes(self) -> int | None:
        """The place of the column that says “yes”: in a word, or as the 1 of a column that holds nothing but 0 and 1. None where none does."""
        marks = all(value in (0, 1) for value in self.col_values)
        return next((j for j, value in enumerate(self.col_values) if (marks and value == 1) or str(value).casefold() in _YES), None)

    def take(self, rows: Sequence[int], cols: Sequence[int]) -> Counts:
        """The counts of some rows and columns."""
        return self.counts[np.ix_(rows, cols)]


def crosstab(released: Released, first: str, second: str, *, k: int) -> Crosstab:
    """Two columns counted together. Counts under ``k`` are withheld with partners, audited by linear programme (R41)."""
    a, b = single(released, first), single(released, second)
    if first == second:
        raise TableProblem("A column is not compared with itself.", "Choose two different columns.")
    both = known((a, b))
    shape = (len(a.values), len(b.values))
    flat = np.bincount(a.codes[both].astype(np.int64) * max(shape[1], 1) + b.codes[both], minlength=shape[0] * shape[1])
    counts = flat.reshape(shape).astype(np.int64)
    rows, cols = np.flatnonzero(counts.sum(axis=1)), np.flatnonzero(counts.sum(axis=0))
    row_names, col_names = tuple(a.name(a.values[i]) for i in rows), tuple(b.name(b.values[j]) for j in cols)
    counts = counts[np.ix_(rows, cols)]
    hidden = _hidden(counts, (a, row_names), (b, col_names), k)
    row_values, col_values = tuple(a.values[i] for i in rows), tuple(b.values[j] for j in cols)
    return Crosstab(a.heading, b.heading, row_values, col_values, row_names, col_names, counts, *hidden, set_aside((a, b), k))


def _hidden(counts: Counts, first: tuple[Column, Sequence[str]], second: tuple[Column, Sequence[str]], k: int) -> tuple[Rows, Rows, Rows]:
    """Which cells and sums must be withheld: small ones, with partners; the reader is taken to know all other sums and the kinds of missing."""
    nothing = np.zeros(counts.shape, dtype=np.bool_), np.zeros(counts.shape[0], dtype=np.bool_), np.zeros(counts.shape[1], dtype=np.bool_)
    if k < 2:
        return nothing
    (a, rows), (b, cols) = first, second
    plain = [replace(c, heading=replace(c.heading, part=Part.OTHER)) for c in (a, b)]
    protected = protect_counts(Table(tuple(plain)), [a.heading.code, b.heading.code], k)
    x, y = a.heading.code, b.heading.code
    cells = [[protected.count(frozenset({(x, row), (y, col)})) is None for col in cols] for row in rows]
    sums = [[protected.count(frozenset({(name, label)})) is None for label in labels] for name, labels in ((x, rows), (y, cols))]
    return np.array(cells, dtype=np.bool_).reshape(counts.shape), np.array(sums[0], dtype=np.bool_), np.array(sums[1], dtype=np.bool_)


def shown_crosstab(table: Crosstab, title: Sentence) -> Shown:
    heads = (
        Head("group", table.rows.shown, Kind.NAME),
        *(Head(f"c{j}", name, Kind.COUNT) for j, name in enumerate(table.col_names)),
        Head("n", "Total", Kind.COUNT),
    )
    rows: list[tuple[Cell, ...]] = [(name, *(table.shown(i, j) for j in range(len(table.col_names))), table.total(i)) for i, name in enumerate(table.row_names)]
    return Shown(title, heads, tuple(rows))


def large_enough(counts: Counts) -> tuple[list[int], list[int]]:
    """The rows and columns that have 50 or more among those that are left (R13); removing one may make another too small."""
    rows, cols = list(range(counts.shape[0])), list(range(counts.shape[1]))
    while rows and cols:
        part = counts[np.ix_(rows, cols)]
        keep_rows = [i for i, n in zip(rows, part.sum(axis=1), strict=True) if n >= SMALLEST]
        keep_cols = [j for j, n in zip(cols, part.sum(axis=0), strict=True) if n >= SMALLEST]
        if keep_rows == rows and keep_cols == cols:
            break
        # The smallest of all goes first, since what it takes along may save the others.
        if len(keep_rows) < len(rows):
            rows = keep_rows
        else:
            cols = keep_cols
    return (rows, cols) if rows and cols else ([], [])
