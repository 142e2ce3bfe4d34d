"""Complementary suppression: the least other cells that leave every small count anything from 1 (or what zeros alone tell) to k or more.

For each small count two linear programmes look for the lightest way to move it, up to k and down, through cells that would then be
withheld too, all sums kept (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000, without their branch and cut). Since the movement found
is itself a table that fits all that is shown, the interval that a reader can work out is at least that wide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.cells import Cells
from titip.share.rules.problems import ReleaseRefused

Truths = npt.NDArray[np.bool_]

#: What withholding costs, where the largest count costs 1: a total far more than a cell, the grand total most of all; what is withheld already
#: nearly nothing. A wider spread than this and the solver loses its way.
_TOTAL: Final = 20.0
_ZERO: Final = 1.0
_FREE: Final = 1e-4


def suppress(cells: Cells, k: int, shown: Truths, hidden: Truths, watch: Callable[[Any], Iterable[int]] = iter) -> Truths:
    """Which cells to withhold. ``shown``: cells that an earlier release shows already; ``hidden``: cells that it withheld.

    Raises ReleaseRefused naming the first small count that an earlier release lays open.
    """
    small = (cells.counts > 0) & (cells.counts < k)
    if (small & shown).any():
        place = int(np.flatnonzero(small & shown)[0])
        raise ReleaseRefused(f"An earlier release shows a count below {k} already ({_where(cells, place)}).", "Use that release's k, or recall it.")
    withheld = small | hidden
    flow = _Flow(cells, shown)
    least = cells.least()
    for place in watch(sorted(np.flatnonzero(small).tolist(), key=lambda i: (cells.depth[i], cells.counts[i]))):
        for change in (k - int(cells.counts[place]), int(least[place] - cells.counts[place])):
            if change:
                withheld |= flow.lightest(place, change, withheld)
    return withheld


def _where(cells: Cells, place: int) -> str:
    return ", ".join(f"{name} = {value}" for name, value in cells.names(place).items()) or "the total"


class _Flow:
    """The linear programme: the sums as equations, how far each cell can move up and down, what moving it costs."""

    def __init__(self, cells: Cells, shown: Truths) -> None:
        from scipy import sparse

        self.cells, self.shown = cells, shown
        balance = cells.balance()
        self.equations = sparse.hstack([balance, -balance]).tocsr()
        counts, depth = cells.counts.astype(float), cells.depth
        weight = np.where(counts == 0, _ZERO, (1 + counts) / (1 + counts.max()))
        self.cost = (0.01 + weight) * _TOTAL ** np.maximum(depth.max() - depth, 0)
        self.down = np.maximum(counts - 1, 0)  # a reader knows that a withheld count is no zero: zeros are shown

    def lightest(self, place: int, change: int, withheld: Truths) -> Truths:
        """The cells that must be withheld so that this one can move so far; a zero takes part only where nothing else does."""
        for zeros in (False, True):
            moved = self._solve(place, change, withheld, zeros)
            if moved is not None:
                return moved
        raise ReleaseRefused(
            f"The count of {_where(self.cells, place)} would be known to be small from an earlier release together with this one.",
            "Leave that column out, or use fewer and larger groups.",
        )

    def _solve(self, place: int, change: int, withheld: Truths, zeros: bool) -> Truths | None:
        from scipy.optimize import linprog

        m = len(self.cells.keys)
        cost = np.where(withheld, _FREE * self.cost, self.cost)
        up = np.where(self.shown | ((self.cells.counts == 0) & ~withheld & (not zeros)), 0.0, np.inf)
        down = np.where(self.shown, 0.0, self.down)
        low, high = np.zeros(2 * m), np.concatenate([up, down])
        fixed = place if change > 0 else m + place
        other = m + place if change > 0 else place
        low[fixed] = high[fixed] = abs(change)
        high[other] = 0.0
        found = linprog(
            np.concatenate([cost, cost]), A_eq=self.equations, b_eq=np.zeros(self.equations.shape[0]), bounds=np.stack([low, high], axis=1), method="highs"
        )
        if found.status != 0:
            return None
        return np.asarray(np.abs(found.x[:m] - found.x[m:]) > 1e-7)
