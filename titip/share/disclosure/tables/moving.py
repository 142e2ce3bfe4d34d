"""The lightest way to move one count: a linear programme over the cells that may move, all sums kept."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.cells import Cells

Truths = npt.NDArray[np.bool_]
#: By how much each cell moves, in persons; only differences between tables that fit all that is shown.
Movement = npt.NDArray[np.float64]

#: What withholding costs, where the largest count costs 1: a total far more than a cell, the grand total most of all; what is withheld already
#: nearly nothing. A wider spread than this and the solver loses its way.
_TOTAL: Final = 20.0
_ZERO: Final = 1.0
_FREE: Final = 1e-4
#: A movement smaller than this is the solver's rounding.
_NOTHING: Final = 1e-7


class Flow:
    """The linear programme: the sums as equations, how far each cell can move up and down, what moving it costs."""

    def __init__(self, cells: Cells, shown: Truths, by_count: bool) -> None:
        from scipy import sparse

        self.cells, self.shown = cells, shown
        self.balance = sparse.csc_array(cells.balance())
        self.touching = sparse.csr_array(abs(self.balance))
        counts, depth = cells.counts.astype(float), cells.depth
        weight = np.where(counts == 0, _ZERO, (1 + counts) / (1 + counts.max()) if by_count else 0.5)
        self.cost = (0.01 + weight) * _TOTAL ** np.maximum(depth.max() - depth, 0)
        self.down = np.maximum(counts - 1, 0)  # a reader knows that a withheld count is no zero: zeros are shown
        self._last: tuple[bytes, npt.NDArray[np.intp], Any] | None = None

    def lightest(self, place: int, change: int, withheld: Truths) -> Movement | None:
        """The movement that withholds least besides; a zero takes part only where nothing else does. None where there is no way."""
        for free in (~self.shown & (withheld | (self.cells.counts > 0)), ~self.shown):
            moved = self._solve(place, change, withheld, free)
            if moved is not None:
                return moved
        return None

    def within(self, place: int, change: int, withheld: Truths) -> Movement | None:
        """How withheld cells alone can move with this one; None where it cannot move so far."""
        return self._solve(place, change, withheld, withheld & ~self.shown)

    def fixed(self, withheld: Truths) -> Truths:
        """Withheld cells that a reader works out by subtraction alone, one sum after another: a quick sign that too much is shown."""
        unknown = withheld.copy()
        while True:
            alone = self.touching @ unknown.astype(np.float64) == 1
            told = unknown & (self.touching.T @ alone.astype(np.float64) > 0)
            if not told.any():
                return withheld & ~unknown
            unknown &= ~told

    def _equations(self, free: Truths) -> tuple[npt.NDArray[np.intp], Any]:
        """The cells that may move, and the sums that bind them: up, then down. Kept for the next move, which mostly has the same."""
        from scipy import sparse

        mark = free.tobytes()
        if self._last is None or self._last[0] != mark:
            places = np.flatnonzero(free)
            bound = sparse.csr_array(self.balance[:, places])
            bound = bound[np.flatnonzero(np.diff(bound.indptr))]
            self._last = mark, places, sparse.csc_array(sparse.hstack([bound, -bound]))
        return self._last[1], self._last[2]

    def _solve(self, place: int, change: int, withheld: Truths, free: Truths) -> Movement | None:
        from scipy.optimize import linprog

        if not free[place]:
            return None
        places, equations = self._equations(free)
        n, at = len(places), int(np.searchsorted(places, place))
        cost = np.where(withheld[places], _FREE, 1.0) * self.cost[places]
        low, high = np.zeros(2 * n), np.concatenate([np.full(n, np.inf), self.down[places]])
        fixed, other = (at, n + at) if change > 0 else (n + at, at)
        low[fixed] = high[fixed] = abs(change)
        high[other] = 0.0
        found = linprog(np.concatenate([cost, cost]), A_eq=equations, b_eq=np.zeros(equations.shape[0]), bounds=np.stack([low, high], axis=1), method="highs")
        if found.status != 0:
            return None
        moved = np.zeros(len(free))
        moved[places] = found.x[:n] - found.x[n:]
        moved[np.abs(moved) <= _NOTHING] = 0.0
        return moved
