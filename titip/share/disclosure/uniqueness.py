"""Sample uniqueness: which few values together single a row out (special uniques, SUDA: Elliot, Manning and Ford 2002)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import prod
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.share.rules.classes import class_ids
from titip.share.rules.released import Table

#: Larger sets of columns are not looked at: who needs four values knows the person already.
LARGEST: Final = 3


@dataclass(frozen=True, eq=False)
class Uniqueness:
    """Minimal sample uniques: sets of columns whose values only one row has, while no smaller set within does.

    ``scores``: one a row, higher for more and smaller sets (0: none up to ``largest`` columns). ``rows_by_size``: rows singled out by a set of
    that many columns and no fewer. ``by_column``: the share of all minimal sets that a column takes part in: the one to coarsen first.
    """

    largest: int
    scores: npt.NDArray[np.float64]
    rows_by_size: tuple[tuple[int, int], ...]
    by_column: tuple[tuple[str, float], ...]

    @property
    def rows(self) -> int:
        """How many rows are singled out."""
        return int(np.count_nonzero(self.scores))

    def as_dict(self) -> dict[str, Any]:
        """For JSON; scores of single rows stay out of it."""
        told = {key: value for key, value in asdict(self).items() if key != "scores"}
        return told | {"rows": self.rows, "rows_by_size": {str(size): n for size, n in self.rows_by_size}, "by_column": dict(self.by_column)}


def uniqueness(table: Table, quasi_identifiers: Sequence[str], largest: int = LARGEST) -> Uniqueness:
    """Look at every set of up to ``largest`` of the columns (all of them, where there are no more)."""
    keys = [table.column(code).codes for code in quasi_identifiers]
    many = len(keys)
    largest = min(largest, many)
    alone: dict[tuple[int, ...], npt.NDArray[np.bool_]] = {}
    scores, smallest = np.zeros(table.n), np.zeros(table.n, dtype=np.int64)
    in_sets, sets = np.zeros(many), 0
    for size in range(1, largest + 1):
        worth = prod(max(many - i, 1) for i in range(size, largest + 1))
        for chosen in itertools.combinations(range(many), size):
            ids, sizes = class_ids([keys[i] for i in chosen], table.n)
            unique = np.asarray(sizes[ids] == 1)
            within = [alone[part] for part in itertools.combinations(chosen, size - 1) if part]
            minimal = unique & ~np.logical_or.reduce(within) if within else unique
            if size < largest:
                alone[chosen] = unique
            found = int(minimal.sum())
            scores[minimal] += worth
            smallest[minimal & (smallest == 0)] = size
            in_sets[list(chosen)] += found
            sets += found
    shares = [(code, float(in_sets[i] / sets) if sets else 0.0) for i, code in enumerate(quasi_identifiers)]
    by_size = [(size, int((smallest == size).sum())) for size in range(1, largest + 1)]
    return Uniqueness(largest, scores, tuple(by_size), tuple(sorted(shares, key=lambda pair: -pair[1])))
