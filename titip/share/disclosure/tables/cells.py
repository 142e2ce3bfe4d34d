"""The cells of linked tables of counts: every cell and total once, and the sums that bind them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.share.rules.columns import MISSING_CODES, STAR, SUPPRESSED, Column, band_start, banded
from titip.share.rules.problems import ReleaseRefused
from titip.share.rules.released import Table

#: More cells than this make a table that nobody reads and an audit of hours.
MOST_CELLS: Final = 40_000
#: How a kind of missing is called in a table of counts.
NOT_THERE: Final = {code: f"({kind.value.replace('_', ' ')})" for kind, code in MISSING_CODES.items()} | {SUPPRESSED: STAR}

Key = frozenset[tuple[str, str]]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of one or more tables over the same rows. A margin that two tables share is one cell.

    ``keys[i]`` says which rows cell i counts: (column, value) pairs; a total lacks the columns it sums over, the grand total is the empty set.
    ``sums``: pairs of a total and its parts, by cell number. ``depth[i]``: how many columns bind cell i. ``labels``: the values of each column.
    """

    keys: tuple[Key, ...]
    counts: Counts
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    labels: Mapping[str, tuple[str, ...]]
    number: Mapping[Key, int]

    @classmethod
    def of(cls, table: Table, tables: Sequence[Sequence[str]]) -> Cells:
        """Count a table along each list of columns. Raises UnknownColumn, or ReleaseRefused where there would be too many cells."""
        columns = {name: table.column(name) for dimensions in tables for name in dimensions}
        labelled = {name: _labelled(column) for name, column in columns.items()}
        labels = {name: found for name, (found, _) in labelled.items()}
        size = sum(int(np.prod([len(labels[name]) + 1 for name in dimensions], dtype=float)) for dimensions in tables)
        if size > MOST_CELLS:
            raise ReleaseRefused(
                f"The table would have {size:,} cells.", "Choose columns with fewer values, or group rare values first: titip disclose table --rare COLUMN=20."
            )
        found: dict[Key, int] = {}
        sums: dict[tuple[int, str], tuple[int, ...]] = {}
        for margin in dict.fromkeys(margin for dimensions in tables for margin in _margins(dimensions)):
            codes = [labelled[name][1] for name in margin]
            shape = tuple(len(labels[name]) for name in margin)
            flat = np.ravel_multi_index(codes, shape) if margin else np.zeros(table.n, dtype=np.intp)
            counts = np.bincount(flat, minlength=int(np.prod(shape, dtype=int)))
            places = itertools.product(*(labels[name] for name in margin))
            found |= {frozenset(zip(margin, values, strict=True)): int(count) for values, count in zip(places, counts, strict=True)}
        number = {key: i for i, key in enumerate(found)}
        for dimensions in tables:
            for key, name, parts in _sums(dimensions, labels):
                sums[(number[key], name)] = tuple(number[part] for part in parts)
        return cls(tuple(found), np.array(list(found.values()), dtype=np.int64), tuple((total, parts) for (total, _), parts in sums.items()), labels, number)

    @property
    def depth(self) -> npt.NDArray[np.int64]:
        """How many columns bind each cell; 0 is the grand total."""
        return np.array([len(key) for key in self.keys], dtype=np.int64)

    def balance(self) -> Any:
        """The sums as a sparse matrix: each row is total minus parts, and must be zero."""
        from scipy import sparse

        rows = [row for row, (_, parts) in enumerate(self.sums) for _ in range(len(parts) + 1)]
        places = [place for total, parts in self.sums for place in (total, *parts)]
        signs = [sign for _, parts in self.sums for sign in (1.0, *(-1.0 for _ in parts))]
        return sparse.csr_array((signs, (rows, places)), shape=(len(self.sums), len(self.keys)))

    def least(self) -> Counts:
        """What the zeros alone tell of each count, since they are shown: a total has at least one for each of its parts that is no zero."""
        least = (self.counts > 0).astype(np.int64)
        for total, parts in sorted(self.sums, key=lambda one: -len(self.keys[one[0]])):
            least[total] = max(least[total], int(least[list(parts)].sum()))
        return least

    def names(self, place: int) -> dict[str, str]:
        """Which rows a cell counts, for JSON."""
        return dict(sorted(self.keys[place]))


def _margins(dimensions: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The table itself, its margins, the grand total; columns in one order, so that tables share their margins."""
    for size in range(len(dimensions), -1, -1):
        yield from itertools.combinations(sorted(dimensions), size)


def _sums(dimensions: Sequence[str], labels: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Key, str, list[Key]]]:
    """Every total, the column it sums over, and its parts."""
    for margin in _margins(dimensions):
        for name in sorted(set(dimensions) - set(margin)):
            for values in itertools.product(*(labels[one] for one in margin)):
                key = frozenset(zip(margin, values, strict=True))
                yield key, name, [key | {(name, value)} for value in labels[name]]


def _labelled(column: Column) -> tuple[tuple[str, ...], npt.NDArray[np.intp]]:
    """The values that rows have, in their order, then the kinds of missing; and for each row the place of its value."""
    present, dense = np.unique(column.codes, return_inverse=True)
    known = [i for i in range(len(present)) if present[i] >= 0]
    if banded([str(column.values[present[i]]) for i in known]):
        known.sort(key=lambda i: band_start(str(column.values[present[i]])))
    order = [*known, *sorted((i for i in range(len(present)) if present[i] < 0), key=lambda i: abs(int(present[i])))]
    labels = tuple(column.name(column.values[present[i]]) if present[i] >= 0 else NOT_THERE[int(present[i])] for i in order)
    if len(set(labels)) < len(labels):
        raise ReleaseRefused(f"Two values of {column.heading.code} have the same name.", "Give each its own.")
    return labels, np.argsort(order)[dense]
