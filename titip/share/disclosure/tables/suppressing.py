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
#: Up to so many cells both ways of weighing them are tried: by their counts, and each like the other.
_TWICE: Final = 400


def suppress(cells: Cells, k: int, shown: Truths, hidden: Truths, watch: Callable[[Any], Iterable[tuple[int, int]]] = iter) -> Truths:
    """Which cells to withhold. ``shown``: cells that an earlier release shows already; ``hidden``: cells that it withheld.

    Raises ReleaseRefused naming the first small count that an earlier release lays open.
    """
    small = (cells.counts > 0) & (cells.counts < k)
    if (small & shown).any():
        place = int(np.flatnonzero(small & shown)[0])
        raise ReleaseRefused(f"An earlier release shows a count below {k} already ({_where(cells, place)}).", "Use that release's k, or recall it.")
    tried = [_tried(cells, k, shown, small | hidden, by_count, watch) for by_count in (True, False)[: 2 if len(cells.keys) <= _TWICE else 1]]
    inner = cells.depth == cells.depth.max()
    return min(tried, key=lambda found: (int(found[~inner].sum()), int(found.sum()), int(cells.counts[found].sum())))


def _tried(cells: Cells, k: int, shown: Truths, needed: Truths, by_count: bool, watch: Callable[[Any], Iterable[tuple[int, int]]]) -> Truths:
    flow = _Flow(cells, shown, by_count)
    withheld = needed.copy()
    moves: dict[tuple[int, int], Truths] = {}
    for place, change in watch(_moves(cells, (cells.counts > 0) & (cells.counts < k), k)):
        moves[place, change] = flow.lightest(place, change, withheld)
        withheld |= moves[place, change]
    return _without_needless(flow, withheld, needed, moves)


def _moves(cells: Cells, small: Truths, k: int) -> list[tuple[int, int]]:
    """How far each small count must be able to move: up to k, and down to what zeros alone tell. Inner cells last: totals bind them."""
    least = cells.least()
    places = sorted(np.flatnonzero(small).tolist(), key=lambda i: (cells.depth[i], cells.counts[i]))
    changes = [(place, change) for place in places for change in (k - int(cells.counts[place]), int(least[place] - cells.counts[place]))]
    return [(place, change) for place, change in changes if change]


def _without_needless(flow: _Flow, withheld: Truths, needed: Truths, moves: dict[tuple[int, int], Truths]) -> Truths:
    """Show again what need not be withheld, the costliest first: every move that went through it must find another way."""
    for place in sorted(np.flatnonzero(withheld & ~needed).tolist(), key=lambda i: -flow.cost[i]):
        rest = withheld.copy()
        rest[place] = False
        others: dict[tuple[int, int], Truths] = {}
        for move, cells_moved in moves.items():
            if cells_moved[place]:
                way = flow.within(*move, rest)
                if way is None:
                    break
                others[move] = way
        else:
            withheld = rest
            moves.update(others)
    return withheld


def _where(cells: Cells, place: int) -> str:
    return ", ".join(f"{name} = {value}" for name, value in cells.names(place).items()) or "the total"


class _Flow:
    """The linear programme: the sums as equations, how far each cell can move up and down, what moving it costs."""

    def __init__(self, cells: Cells, shown: Truths, by_count: bool) -> None:
        from scipy import sparse

        self.cells, self.shown = cells, shown
        balance = cells.balance()
        self.equations = sparse.hstack([balance, -balance]).tocsr()
        counts, depth = cells.counts.astype(float), cells.depth
        weight = np.where(counts == 0, _ZERO, (1 + counts) / (1 + counts.max()) if by_count else 0.5)
        self.cost = (0.01 + weight) * _TOTAL ** np.maximum(depth.max() - depth, 0)
        self.down = np.maximum(counts - 1, 0)  # a reader knows that a withheld count is no zero: zeros are shown

    def lightest(self, place: int, change: int, withheld: Truths) -> Truths:
        """The cells that must be withheld so that this one can move so far; a zero takes part only where nothing else does."""
        for free in (~self.shown & (withheld | (self.cells.counts > 0)), ~self.shown):
            moved = self._solve(place, change, withheld, free)
            if moved is not None:
                return moved
        raise ReleaseRefused(
            f"The count of {_where(self.cells, place)} would be known to be small from an earlier release together with this one.",
            "Leave that column out, or use fewer and larger groups.",
        )

    def within(self, place: int, change: int, withheld: Truths) -> Truths | None:
        """The cells that move with this one where only withheld ones may; None where it cannot move so far."""
        return self._solve(place, change, withheld, withheld & ~self.shown)

    def _solve(self, place: int, change: int, withheld: Truths, free: Truths) -> Truths | None:
        from scipy.optimize import linprog

        m = len(self.cells.keys)
        cost = np.where(withheld, _FREE * self.cost, self.cost)
        up, down = np.where(free, np.inf, 0.0), np.where(free, self.down, 0.0)
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
