"""Complementary suppression: the least other cells that leave every small count anything from 1 (or what zeros alone tell) to k or more.

For each small count two linear programmes look for the lightest way to move it, up to k and down, through cells that would then be
withheld too, all sums kept (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000, without their branch and cut). Since the movement found
is itself a table that fits all that is shown, the interval that a reader can work out is at least that wide: for this count, and for every
other one that the same movement, drawn out as far as it goes, takes far enough. Those need no programme of their own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.tables.cells import Cells
from titip.share.disclosure.tables.moving import Flow, Movement, Truths
from titip.share.disclosure.tables.watching import Watch, unwatched
from titip.share.rules.problems import ReleaseRefused

#: Up to so many cells both ways of weighing them are tried: by their counts, and each like the other.
_TWICE: Final = 400
#: How close to k, or to its least, a count that moves along must come to be taken for proven; the audit is ten times more lenient.
_CLOSE: Final = 1e-7


def suppress(cells: Cells, k: int, shown: Truths, hidden: Truths, watch: Watch = unwatched) -> Truths:
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


def _tried(cells: Cells, k: int, shown: Truths, needed: Truths, by_count: bool, watch: Watch) -> Truths:
    flow, proofs = Flow(cells, shown, by_count), Proofs(cells, k)
    withheld = needed.copy()
    for move in watch(range(len(proofs.places)), "withholding"):
        if not proofs.times[move]:
            place, change = int(proofs.places[move]), int(proofs.changes[move])
            moved = flow.lightest(place, change, withheld)
            if moved is None:
                raise ReleaseRefused(
                    f"The count of {_where(cells, place)} would be known to be small from an earlier release together with this one.",
                    "Leave that column out, or use fewer and larger groups.",
                )
            proofs.add(moved, move)
            withheld |= moved != 0
    return _without_needless(flow, withheld, needed, proofs, watch)


def _without_needless(flow: Flow, withheld: Truths, needed: Truths, proofs: Proofs, watch: Watch) -> Truths:
    """Show again what need not be withheld, the costliest first: every move that went through it must find another way."""
    for place in watch(sorted(np.flatnonzero(withheld & ~needed).tolist(), key=lambda i: -flow.cost[i]), "showing again what can be"):
        rest = withheld.copy()
        rest[place] = False
        if _holds(flow, rest, place, proofs):
            withheld = rest
            proofs.drop(place)
    return withheld


def _holds(flow: Flow, rest: Truths, place: int, proofs: Proofs) -> bool:
    """Whether every move has a way without this place; ways found are kept, whatever becomes of it."""
    lost = proofs.lost_without(place)
    if flow.fixed(rest)[proofs.places[lost]].any():
        return False
    while len(lost):
        move = int(lost[0])
        way = flow.within(int(proofs.places[move]), int(proofs.changes[move]), rest)
        if way is None:
            return False
        proofs.add(way, move)
        lost = proofs.lost_without(place)
    return True


class Proofs:
    """How far each small count must be able to move, and the movements that prove it.

    ``places[i]`` must move by ``changes[i]``: up to k, or down to what zeros alone tell. Inner cells last: totals bind them.
    ``times[i]``: how many movements at hand prove it.
    """

    def __init__(self, cells: Cells, k: int) -> None:
        least, counts = cells.least(), cells.counts
        small = sorted(np.flatnonzero((counts > 0) & (counts < k)).tolist(), key=lambda i: (cells.depth[i], counts[i]))
        moves = [(place, change) for place in small for change in (k - int(counts[place]), int(least[place] - counts[place])) if change]
        self.places = np.array([place for place, _ in moves], dtype=np.intp)
        self.changes = np.array([change for _, change in moves], dtype=np.int64)
        self.times = np.zeros(len(moves), dtype=np.int64)
        self._room = np.maximum(counts - 1, 0).astype(float)
        self._proven: dict[int, npt.NDArray[np.intp]] = {}
        self._moved: dict[int, list[int]] = {}
        self._through: dict[int, set[int]] = {}
        self._added = 0

    def add(self, moved: Movement, move: int) -> None:
        """A movement that was made for one of the moves: drawn out until a count reaches 1, it may prove others."""
        falling = np.flatnonzero(moved < 0)
        far = max(1.0, float((self._room[falling] / -moved[falling]).min())) if len(falling) else 1.0
        reached = far * moved[self.places]
        proven = np.where(self.changes > 0, reached >= self.changes - _CLOSE, reached <= self.changes + _CLOSE)
        proven[move] = True
        self._proven[self._added] = np.flatnonzero(proven)
        self.times[proven] += 1
        self._moved[self._added] = np.flatnonzero(moved).tolist()
        for place in self._moved[self._added]:
            self._through.setdefault(place, set()).add(self._added)
        self._added += 1

    def lost_without(self, place: int) -> npt.NDArray[np.intp]:
        """The moves that only movements through this place prove."""
        left = self.times.copy()
        for one in self._through.get(place, ()):
            left[self._proven[one]] -= 1
        return np.flatnonzero((left == 0) & (self.times > 0))

    def drop(self, place: int) -> None:
        """Movements through a place that is shown are no movements any more."""
        for one in list(self._through.get(place, ())):
            self.times[self._proven.pop(one)] -= 1
            for other in self._moved.pop(one):
                self._through[other].discard(one)


def _where(cells: Cells, place: int) -> str:
    return ", ".join(f"{name} = {value}" for name, value in cells.names(place).items()) or "the total"
