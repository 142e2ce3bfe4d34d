"""The audit: what a reader can work out of each withheld count from all that is shown, by linear programming, apart from how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.cells import Cells
from titip.share.disclosure.tables.watching import Watch, unwatched

TOLERANCE = 1e-6
#: How far a table may miss its sums and still be taken for one that fits: the solver's own rounding.
_FITS = 1e-6
_INFEASIBLE = 2

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A withheld cell, and the least and most that it can be for all that a reader knows."""

    place: int
    low: float
    high: float


def audit(cells: Cells, withheld: npt.NDArray[np.bool_], places: Iterable[int] | None = None, watch: Watch = unwatched) -> list[Interval]:
    """The interval of each of the ``places`` (default: all withheld cells), exactly: two linear programmes each.

    The reader knows every shown count and every sum, that counts are not negative, and that a withheld one is no zero unless some zero is withheld.
    He is taken to be able to solve the linear programme over all linked tables; over whole numbers he could at most know a little more.
    """
    reader = _Reader(cells, withheld)
    chosen = list(places) if places is not None else reader.unknown.tolist()
    return [Interval(place, *reader.ends(place)) for place in watch(chosen, "auditing")]


def audit_small(cells: Cells, withheld: npt.NDArray[np.bool_], k: int, watch: Watch = unwatched) -> list[Interval]:
    """Whether each small count could be its least and could be ``k`` or more; the reader is that of ``audit``.

    A table that fits all that is shown, in which a count is k or more, proves its upper end; one table proves many counts at once. First such tables
    are looked for that prove as many as can be; a count that none of them proves is audited alone and exactly. An upper end of k says “k or more”.
    Nothing is taken over from how the cells were chosen, and each table found is added up again before it proves anything.
    """
    reader = _Reader(cells, withheld)
    small = np.flatnonzero((cells.counts > 0) & (cells.counts < k))
    at, least = reader.at(small), cells.least()[small]
    lows, highs = np.full(len(small), np.inf), np.full(len(small), -np.inf)
    for upwards in (True, False):
        while len(left := np.flatnonzero(highs < k - TOLERANCE if upwards else lows > least + TOLERANCE)):
            table = reader.together(at[left], k if upwards else None)
            if table is None:
                break
            lows, highs = np.minimum(lows, table[at]), np.maximum(highs, table[at])
            if not (highs[left] >= k - TOLERANCE if upwards else lows[left] <= least[left] + TOLERANCE).any():
                break
    intervals = []
    for i, place in enumerate(watch(small.tolist(), "auditing")):
        low = float(lows[i]) if lows[i] <= least[i] + TOLERANCE else reader.end(place, 1)
        high = float(highs[i]) if highs[i] >= k - TOLERANCE else reader.end(place, -1)
        intervals.append(Interval(place, low, float(k) if high >= k - TOLERANCE else high))
    return intervals


def laid_open(cells: Cells, intervals: Iterable[Interval], k: int) -> list[Interval]:
    """Those of the small counts that a reader knows more of than “from 1 (or what zeros alone tell of a total) to k or more”."""
    least = cells.least()

    def known_better(one: Interval) -> bool:
        return bool(one.low > least[one.place] + TOLERANCE or np.floor(one.high + TOLERANCE) < k)

    return [one for one in intervals if 0 < cells.counts[one.place] < k and known_better(one)]


class _Reader:
    """What a reader has: the sums of which some part is withheld, what each withheld count can at least be, and a solver."""

    def __init__(self, cells: Cells, withheld: npt.NDArray[np.bool_]) -> None:
        from scipy import sparse

        self.unknown = np.flatnonzero(withheld)
        balance = sparse.csc_array(cells.balance())
        known = np.where(withheld, 0, cells.counts).astype(float)
        matrix, right = sparse.csr_array(balance[:, self.unknown]), -(balance @ known)
        telling = np.flatnonzero(np.diff(matrix.indptr))
        self.matrix, self.right = matrix[telling], right[telling]
        self.least = 0.0 if (cells.counts[self.unknown] == 0).any() else 1.0

    def at(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Where among the withheld cells these are. Raises ArithmeticError where one is shown."""
        found = np.searchsorted(self.unknown, places)
        if (found >= len(self.unknown)).any() or (self.unknown[found] != places).any():
            raise ArithmeticError("A small count is shown.")
        return np.asarray(found, dtype=np.intp)

    def ends(self, place: int) -> tuple[float, float]:
        """The least and the most that a withheld cell can be."""
        return self.end(place, 1), self.end(place, -1)

    def end(self, place: int, sign: int) -> float:
        """The least (1) or the most (-1) that a withheld cell can be; infinite where nothing bounds it."""
        cost = sign * (self.unknown == place).astype(float)
        found = self._solve(cost, self.matrix)
        return sign * float(found.fun) if found.status == 0 else -sign * float("inf")

    def together(self, at: npt.NDArray[np.intp], most: int | None) -> Numbers | None:
        """A table that fits, in which these cells are as large as can be together, each counted up to ``most``, or as small (None); None: no such table."""
        from scipy import sparse

        m, n = len(self.unknown), len(at)
        if most is None:
            found = self._solve(np.bincount(at, minlength=m).astype(float), self.matrix)
        else:
            matrix = sparse.hstack([self.matrix, sparse.csr_array((self.matrix.shape[0], n))])
            picked = sparse.csr_array((-np.ones(n), (np.arange(n), at)), shape=(n, m))
            found = self._solve(np.concatenate([np.zeros(m), -np.ones(n)]), matrix, [[0.0, float(most)]] * n, sparse.hstack([picked, sparse.eye_array(n)]))
        if found.status != 0:
            return None
        table: Numbers = found.x[:m]
        fits = np.abs(self.matrix @ table - self.right).max(initial=0.0) <= _FITS and (table >= self.least - _FITS).all()
        return table if fits else None

    def _solve(self, cost: Numbers, matrix: Any, more: Sequence[Sequence[float]] = (), below: Any = None) -> Any:
        from scipy.optimize import linprog

        bounds = np.concatenate([np.tile([self.least, np.inf], (len(self.unknown), 1)), np.reshape(more, (-1, 2))])
        zeros = None if below is None else np.zeros(below.shape[0])
        found = linprog(cost, A_ub=below, b_ub=zeros, A_eq=matrix, b_eq=self.right, bounds=bounds, method="highs")
        if found.status == _INFEASIBLE:
            raise ArithmeticError("The shown cells contradict their sums.")
        return found
