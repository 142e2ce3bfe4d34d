"""What a class must show besides its size: l different sensitive values (distinct or entropy), or a distribution within t of the whole table's.

Distinct and entropy l-diversity: Machanavajjhala et al. 2007. t-closeness with the earth mover's distance, ordered or equal: Li et al. 2007.
All are monotone: a union of classes that pass, passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.disclosure.steps import Numbers
from titip.share.rules.classes import class_ids
from titip.share.rules.columns import Codes
from titip.share.rules.problems import ReleaseRefused

#: Rounding of sums of shares, not a licence: two distributions nearer than this are one.
TOLERANCE: Final = 1e-9
_CELLS_AT_ONCE: Final = 4_000_000

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Demand:
    """What every class must show on one sensitive column; 0 asks nothing.

    ``codes``: one integer a row, any kind of missing being a value. ``distinct``: at least so many values. ``entropy``: at least the entropy of
    so many equally frequent ones. ``t``: the distance to the whole table's distribution, at most; ``ordered``: along the order of the codes.
    """

    column: str
    codes: Codes
    distinct: int = 0
    entropy: float = 0.0
    t: float | None = None
    ordered: bool = False


@dataclass(frozen=True, eq=False)
class Tally:
    """A demand counted on tuples: entry i says that ``weight[i]`` rows of tuple ``tuple_of[i]`` have the value ``value[i]``, 0 to m - 1.

    ``overall``: the share of each value in the whole table. ``least``: with fewer rows no class can meet the demand.
    """

    demand: Demand
    tuple_of: npt.NDArray[np.intp]
    value: npt.NDArray[np.intp]
    weight: Floats
    overall: Floats
    least: int = 0

    @classmethod
    def of(cls, demand: Demand, of_row: npt.NDArray[np.intp]) -> Tally:
        """Count a demand. Raises ReleaseRefused where the whole table, as one class, would not meet it."""
        values, dense = np.unique(demand.codes, return_inverse=True)
        ids, weight = class_ids([of_row, dense], len(of_row))
        entry = np.empty(len(weight), dtype=np.intp)
        entry[ids] = np.arange(len(of_row))
        overall = np.bincount(dense, minlength=len(values)) / len(dense)
        tally = cls(demand, of_row[entry], dense[entry], weight.astype(np.float64), overall, _least_rows(demand, overall))
        if not tally.holds(np.zeros(int(of_row.max()) + 1, dtype=np.intp), 1).all():
            asked = f"{demand.distinct or f'{demand.entropy:g} (entropy)'} different values"
            raise ReleaseRefused(f"“{demand.column}” has too few values in the whole table to show {asked} in each class.", "Ask for a smaller l.")
        return tally

    def within(self, place_of: npt.NDArray[np.intp]) -> Tally:
        """Only the entries of tuples that have a place (0 or more), which takes the tuple's stead."""
        places = place_of[self.tuple_of]
        kept = places >= 0
        return Tally(self.demand, places[kept], self.value[kept], self.weight[kept], self.overall, self.least)

    def hopeless(self) -> bool:
        """Whether the tuples left have too few values for any class of theirs to pass: then none of what follows needs to be looked at."""
        there = np.bincount(self.value, minlength=len(self.overall)) > 0
        if np.count_nonzero(there) < max(self.demand.distinct, self.demand.entropy - TOLERANCE):
            return True
        if self.demand.t is None or self.demand.ordered:
            return False
        return float(self.overall[~there].sum()) > self.demand.t + TOLERANCE  # a class without these values is at least so far away

    def holds(self, class_of_tuple: npt.NDArray[np.intp], classes: int) -> Truths:
        """Which of the classes 0 to ``classes`` - 1 meet the demand; tuples of class ``classes`` belong to none."""
        m = len(self.overall)
        at_once = max(_CELLS_AT_ONCE // m, 1)
        if classes <= at_once:
            return self.met(self._counts(class_of_tuple, classes))
        parts = []
        for start in range(0, classes, at_once):
            here = min(at_once, classes - start)
            inside = (class_of_tuple >= start) & (class_of_tuple < start + here)
            parts.append(self.met(self._counts(np.where(inside, class_of_tuple - start, here), here)))
        return np.concatenate(parts)

    @cached_property
    def unusual(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The entries without those of the commonest value: their tuples and values."""
        counted = np.bincount(self.value, minlength=len(self.overall))
        others = np.flatnonzero(self.value != np.argmax(counted))
        return self.tuple_of[others], self.value[others]

    def may_hold(self, class_of_unusual: npt.NDArray[np.intp], classes: int) -> Truths:
        """Which classes have as many values as are asked for if each had the commonest: a look at few entries where most rows are alike."""
        m = len(self.overall)
        seen = np.zeros((classes + 1) * m, dtype=np.bool_)
        seen[class_of_unusual * m + self.unusual[1]] = True
        return np.asarray(np.count_nonzero(seen.reshape(-1, m)[:classes], axis=1) >= self.demand.distinct - 1)

    def _counts(self, class_of_tuple: npt.NDArray[np.intp], classes: int) -> Floats:
        """Rows by class and value (classes × values); what belongs to no class is counted below the last and cut off."""
        m = len(self.overall)
        cells = (class_of_tuple * m)[self.tuple_of]
        cells += self.value
        counts: Floats = np.bincount(cells, weights=self.weight, minlength=(classes + 1) * m).astype(np.float64, copy=False)
        return counts[: classes * m].reshape(-1, m)

    def met(self, counts: Floats) -> Truths:
        """Which rows of counts (classes × values) meet the demand."""
        asked = self.demand
        ok = np.ones(len(counts), dtype=np.bool_)
        if asked.distinct > 1:
            ok &= np.count_nonzero(counts, axis=1) >= asked.distinct
        if asked.entropy <= 1 and asked.t is None:
            return ok
        share = counts / (counts @ np.ones(counts.shape[1]))[:, None]  # a product adds up short rows many times quicker than a sum
        if asked.entropy > 1:
            logs = np.log(share, out=np.zeros_like(share), where=share > 0)
            ok &= -(share * logs).sum(axis=1) >= np.log(asked.entropy) - TOLERANCE
        if asked.t is not None:
            distance = ordered_distance if asked.ordered and len(self.overall) > 2 else equal_distance
            ok &= distance(share, self.overall) <= asked.t + TOLERANCE
        return ok


def _least_rows(demand: Demand, overall: Floats) -> int:
    """How many rows a class must have to meet a demand at all: one for each value asked for; and enough to come as near as t."""
    least = max(demand.distinct, int(np.ceil(demand.entropy - TOLERANCE)), 1)
    if demand.t is None or demand.ordered:
        return least
    shares = np.sort(overall)[::-1]
    while float(shares[least:].sum()) > demand.t + TOLERANCE:  # so few rows cannot have enough of the values
        least += 1
    return least


def equal_distance(share: Floats, overall: Floats) -> Floats:
    """Half the sum of absolute differences of shares, for each class (classes × values)."""
    return np.asarray(np.abs(share - overall) @ np.full(len(overall), 0.5))


def ordered_distance(share: Floats, overall: Floats) -> Floats:
    """The mean absolute difference of cumulated shares along the order of values (m - 1 steps), for each class (classes × values)."""
    return np.asarray(np.abs(np.cumsum(share - overall, axis=1)).sum(axis=1) / (len(overall) - 1))


def passing(ids: npt.NDArray[np.intp], weights: Numbers | Floats, tallies: Sequence[Tally], k: int) -> Truths:
    """Which tuples stand in a class that passes. ``ids``, ``weights``: of the tuples looked at; ``tallies`` count by their places among these."""
    ok = np.bincount(ids, weights=weights) >= max([k, *(tally.least for tally in tallies)])
    for tally in tallies:
        large = np.flatnonzero(ok)  # only classes that still pass are looked at
        if not len(large):
            return np.zeros(len(ids), dtype=np.bool_)
        number = np.full(len(ok), len(large), dtype=np.intp)
        number[large] = np.arange(len(large))
        if tally.demand.distinct > 1:
            maybe = tally.may_hold(number[ids[tally.unusual[0]]], len(large))
            if not maybe.any():
                return np.zeros(len(ids), dtype=np.bool_)
        ok[large] = tally.holds(number[ids], len(large))
    return np.asarray(ok[ids])
