"""Tables of counts as they may leave: small counts withheld, with what would give them away, audited with all linked tables."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.auditing import Interval, audit_small, laid_open
from titip.share.disclosure.tables.cells import Cells, Key
from titip.share.disclosure.tables.suppressing import suppress
from titip.share.disclosure.tables.watching import Watch, unwatched
from titip.share.rules.columns import STAR
from titip.share.rules.problems import ReleaseRefused, TableProblem
from titip.share.rules.released import Table
from titip.share.rules.writing import harmless

TOTAL: Final = "Total"
METHOD: Final = "Counts with primary and complementary suppression, audited by linear programming (HiGHS)."
CAUTIONS: Final = (
    "A count of everyone in a group says what all of them have in common, however large it is.",
    "Tables made elsewhere from the same people, and earlier versions with a few people more or fewer, were not audited with this one unless named.",
    "The complementary cells were found one small count after another: a few fewer might have been enough.",
)


@dataclass(frozen=True)
class Earlier:
    """A table of the same rows that was released before: its columns, the counts it shows, and which cells it withholds."""

    dimensions: tuple[str, ...]
    shown: tuple[tuple[Key, int], ...]
    withheld: tuple[Key, ...]

    @classmethod
    def from_file(cls, path: Path) -> Earlier:
        """From the report that stood beside it. Raises TableProblem."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls.read(told)
        except FileNotFoundError:
            raise TableProblem(f"There is no report {path}.", "Name the .report.json that was written beside the earlier table.") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TableProblem(f"{path.name} is not the report of a table.", "Name the .report.json that was written beside the earlier table.") from None

    @classmethod
    def read(cls, told: dict[str, Any]) -> Earlier:
        """From what the report holds."""
        cells = [(frozenset((str(a), str(b)) for a, b in cell["of"].items()), cell["count"]) for cell in told["counts"]]
        shown = tuple((key, int(count)) for key, count in cells if count is not None)
        return cls(tuple(str(name) for name in told["dimensions"]), shown, tuple(key for key, count in cells if count is None))


@dataclass(frozen=True, eq=False)
class ProtectedCounts:
    """Cells with which of them are withheld. ``tables[0]`` is the one asked for; the others were audited with it. ``intervals``: of small counts."""

    cells: Cells
    tables: tuple[tuple[str, ...], ...]
    withheld: npt.NDArray[np.bool_]
    k: int
    n: int
    intervals: tuple[Interval, ...]

    def count(self, key: Key) -> int | None:
        """The count of a cell, None where it is withheld."""
        place = self.cells.number[key]
        return None if self.withheld[place] else int(self.cells.counts[place])

    def keys(self, dimensions: Sequence[str]) -> list[Key]:
        """Every cell and total of one table."""
        values = [(None, *self.cells.labels[name]) for name in dimensions]
        return [frozenset((name, v) for name, v in zip(dimensions, row, strict=True) if v is not None) for row in itertools.product(*values)]

    def lines(self) -> Iterator[list[list[object]]]:
        """As a person reads it, for ``write_lines``: the header, then one line a value of the second-last column (of each value of the first, where
        there are three), totals last."""
        *by, rows, columns = self.tables[0]
        labels = self.cells.labels
        yield [[harmless(text) for text in (*by, rows, *labels[columns], TOTAL)]]
        for first in (*labels[by[0]], None) if by else (None,):
            found: list[list[object]] = []
            for row in (*labels[rows], None):
                keys = [_key((*by, rows, columns), (*((first,) if by else ()), row, column)) for column in (*labels[columns], None)]
                head = [harmless(text if text is not None else TOTAL) for text in (*((first,) if by else ()), row)]
                found.append([*head, *(STAR if (count := self.count(key)) is None else count for key in keys)])
            yield found

    def as_dict(self) -> dict[str, Any]:
        """For JSON. ``counts`` holds what is shown and nothing else: a withheld count is null."""
        dimensions = self.tables[0]
        keys = self.keys(dimensions)
        hidden = [place for place in (self.cells.number[key] for key in keys) if self.withheld[place]]
        small = sum(0 < self.cells.counts[place] < self.k for place in hidden)
        lows, highs = [one.low for one in self.intervals], [one.high for one in self.intervals]
        return {
            "n": self.count(frozenset()),
            "k": self.k,
            "method": "table",
            "method_in_words": METHOD,
            "dimensions": list(dimensions),
            "audited_tables": len(self.tables),
            "cells": len(keys),
            "primary": int(small),
            "complementary": len(hidden) - int(small),
            "audit": {"protected": len(self.intervals), "highest_low": max(lows, default=0.0), "lowest_high": _finite(min(highs, default=0.0))},
            "counts": [{"of": dict(sorted(key)), "count": self.count(key)} for key in keys],
            "cautions": list(CAUTIONS),
        }


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None


def protect_counts(
    table: Table,
    dimensions: Sequence[str],
    k: int,
    *,
    linked: Sequence[Sequence[str]] = (),
    earlier: Sequence[Earlier] = (),
    watch: Watch = unwatched,
) -> ProtectedCounts:
    """Count a table along two or three columns and withhold what must be, together with ``linked`` tables of the same rows and ``earlier`` ones.

    Raises ReleaseRefused where no way is left, where an earlier release counted other rows, or where the audit finds a small count laid open.
    """
    if k < 2:
        raise ReleaseRefused(f"k = {k} protects nobody.", "Use k = 2 or more, 11 or more for anyone outside.")
    tables = tuple(dict.fromkeys([tuple(dimensions), *(tuple(one) for one in linked), *(one.dimensions for one in earlier)]))
    cells = Cells.of(table, tables)
    shown, hidden = _from_earlier(cells, earlier)
    withheld = suppress(cells, k, shown, hidden, watch)
    intervals = tuple(audit_small(cells, withheld, k, watch))
    if bad := laid_open(cells, intervals, k):
        raise ReleaseRefused(f"The audit found {len(bad)} small counts that could be worked out.", "This is an error of Titip's: report it, release nothing.")
    return ProtectedCounts(cells, tables, withheld, k, table.n, intervals)


def _from_earlier(cells: Cells, earlier: Sequence[Earlier]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    shown, hidden = np.zeros(len(cells.keys), dtype=np.bool_), np.zeros(len(cells.keys), dtype=np.bool_)
    for one in earlier:
        for key, count in one.shown:
            place = cells.number.get(key)
            if place is None or cells.counts[place] != count:
                raise ReleaseRefused(
                    f"The earlier release by {' and '.join(one.dimensions)} counted other rows than this file has.",
                    "Who came or left would show in the difference. Make both from the same rows, or release only one.",
                )
            shown[place] = True
        hidden[[cells.number[key] for key in one.withheld]] = True
    return shown, hidden & ~shown


def _key(names: Sequence[str], values: Sequence[str | None]) -> Key:
    return frozenset((name, value) for name, value in zip(names, values, strict=True) if value is not None)
