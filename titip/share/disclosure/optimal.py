"""Full-domain recoding with the least loss there is: every row at the same combination of steps, rows of small classes withheld.

Branch and bound over the lattice of combinations, on distinct tuples. A combination costs at least its recoding; and at least what every row
costs that a coarser combination already had to withhold, since a finer one withholds it too (all demands are monotone).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.demands import Demand, Tally, passing
from titip.share.disclosure.ladder import Combination
from titip.share.disclosure.leftover import settle
from titip.share.disclosure.steps import Grouping, Levels, Steps, Tuples, refuse
from titip.share.rules.problems import ReleaseRefused

#: A lattice larger than this is not searched to its end within minutes.
MOST_NODES: Final = 200_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Optimum:
    """The best combination, the step of each row (rows × ladders), the loss per cell before the withheld class was filled to k, and how many were tried."""

    combination: Combination
    levels: Levels
    loss: float
    tried: int
    nodes: int


def recode(ladders: Sequence[Steps], k: int, demands: Sequence[Demand] = (), watch: Callable[[Iterable[int]], Iterable[int]] = iter) -> Optimum:
    """The full-domain recoding with the least average loss of a cell. Raises ReleaseRefused as ``climb`` does, or where there are too many combinations."""
    refuse(ladders, k)
    if not len(ladders[0].base):
        return Optimum(tuple(0 for _ in ladders), np.zeros((0, len(ladders)), dtype=np.int8), 0.0, 0, 1)
    nodes = int(np.prod([len(ladder.groups) for ladder in ladders], dtype=float))
    if nodes > MOST_NODES:
        raise ReleaseRefused(f"{len(ladders)} quasi-identifiers make {nodes:,} combinations.", "Choose fewer, or the methods “recode” or “suppress”.")
    tuples = Tuples.of(ladders)
    search = _Search(tuples, [Tally.of(demand, tuples.of_row) for demand in demands], k)
    search.ascend()
    search.descend(watch)
    kept = search.kept(search.best)
    levels = np.where(kept[:, None], np.array(search.best, dtype=np.int8), tuples.tops)
    return Optimum(search.best, settle(tuples, levels, search.tallies, k), search.least / (len(tuples.of_row) * len(ladders)), search.tried, nodes)


class _Search:
    """The lattice, the best combination so far, and a lower bound of every other. Losses are sums over cells."""

    def __init__(self, tuples: Tuples, tallies: Sequence[Tally], k: int) -> None:
        self.tuples, self.tallies, self.k = tuples, tallies, k
        self.grouping = Grouping.of(tuples)
        self.nodes = np.array(list(itertools.product(*(range(ladder.top + 1) for ladder in tuples.steps))), dtype=np.int8)
        self.plain = self._recoding(np.ones(len(tuples.weights), dtype=np.bool_))
        self.bound = self.plain.copy()
        self.best: Combination = tuple(int(top) for top in tuples.tops)
        self.least = float(self.bound[-1])
        self.tried = 0

    def kept(self, node: Combination) -> npt.NDArray[np.bool_]:
        """Which tuples need not be withheld there."""
        kept = np.zeros(len(self.tuples.weights), dtype=np.bool_)
        kept[passing(self.grouping.classes(node), self.grouping.weights, self.tallies, self.k)] = True
        return kept

    def ascend(self) -> None:
        """A good first answer: from the rows' own values, always to the best neighbour above."""
        node = tuple(0 for _ in self.tuples.tops)
        while True:
            above = [(*node[:i], node[i] + 1, *node[i + 1 :]) for i, ladder in enumerate(self.tuples.steps) if node[i] < ladder.top]
            if not above:
                return
            node = min(above, key=self._try)

    def descend(self, watch: Callable[[Iterable[int]], Iterable[int]]) -> None:
        """From the coarsest combination that could still be better to the finest; what a coarse one withholds rules out many finer ones."""
        for place in watch(np.argsort(-self.bound, kind="stable").tolist()):
            if self.bound[place] < self.least - 1e-9:
                self._try(tuple(self.nodes[place].tolist()))

    def _try(self, node: Combination) -> float:
        self.tried += 1
        lost = ~self.kept(node)
        total = self.plain + float(self.tuples.weights[lost].sum()) * len(node) - self._recoding(lost)
        below = (self.nodes <= np.array(node, dtype=np.int8)).all(axis=1)
        np.maximum(self.bound, total, out=self.bound, where=below)
        loss = float(total[np.ravel_multi_index(node, tuple(int(top) + 1 for top in self.tuples.tops))])
        if loss < self.least - 1e-9:
            self.least, self.best = loss, node
        return loss

    def _recoding(self, chosen: npt.NDArray[np.bool_]) -> Floats:
        """For every node, what recoding the chosen tuples costs: the losses of the ladders add up."""
        total = np.zeros(len(self.nodes))
        for place, ladder in enumerate(self.tuples.steps):
            weights = np.bincount(ladder.base[chosen], weights=self.tuples.weights[chosen], minlength=len(ladder.groups[0]))
            total += np.array([float(loss @ weights) for loss in ladder.losses])[self.nodes[:, place]]
        return total
