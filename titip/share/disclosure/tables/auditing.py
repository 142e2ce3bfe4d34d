"""The audit: what a reader can work out of each withheld count from all that is shown, by linear programming, apart from how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.cells import Cells

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Interval:
    """A withheld cell, and the least and most that it can be for all that a reader knows."""

    place: int
    low: float
    high: float


def audit(cells: Cells, withheld: npt.NDArray[np.bool_], places: Iterable[int] | None = None, watch: Callable[[Any], Iterable[int]] = iter) -> list[Interval]:
    """The interval of each of the ``places`` (default: all withheld cells).

    The reader knows every shown count and every sum, that counts are not negative, and that a withheld one is no zero unless some zero is withheld.
    He is taken to be able to solve the linear programme over all linked tables; over whole numbers he could at most know a little more.
    """
    from scipy import sparse
    from scipy.optimize import linprog

    unknown = np.flatnonzero(withheld)
    balance = sparse.csc_array(cells.balance())
    known = np.where(withheld, 0, cells.counts).astype(float)
    matrix, right = balance[:, unknown], -(balance @ known)
    telling = np.flatnonzero(np.diff(sparse.csr_array(matrix).indptr))
    matrix, right = sparse.csr_array(matrix)[telling], right[telling]
    least = 0.0 if (cells.counts[unknown] == 0).any() else 1.0
    bounds = np.tile([least, np.inf], (len(unknown), 1))
    intervals = []
    for place in watch(list(places) if places is not None else unknown.tolist()):
        cost = (unknown == place).astype(float)
        ends = [linprog(sign * cost, A_eq=matrix, b_eq=right, bounds=bounds, method="highs") for sign in (1, -1)]
        low, high = (float(end.fun) if end.status == 0 else np.inf for end in ends)
        if ends[0].status == 2:
            raise ArithmeticError("The shown cells contradict their sums.")
        intervals.append(Interval(place, low, -high if ends[1].status == 0 else float("inf")))
    return intervals


def laid_open(cells: Cells, intervals: Iterable[Interval], k: int) -> list[Interval]:
    """Those of the small counts that a reader knows more of than “from 1 (or what zeros alone tell of a total) to k or more”."""
    least = cells.least()

    def known_better(one: Interval) -> bool:
        return bool(one.low > least[one.place] + TOLERANCE or np.floor(one.high + TOLERANCE) < k)

    return [one for one in intervals if 0 < cells.counts[one.place] < k and known_better(one)]
