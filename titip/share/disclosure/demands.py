"""What a class must show besides its size: l different sensitive values (distinct or entropy), or a distribution within t of the whole table's.

Distinct and entropy l-diversity: Machanavajjhala et al. 2007. t-closeness with the earth mover's distance, ordered or equal: Li et al. 2007.
All are monotone: a union of classes that pass, passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """A demand counted on tuples: entry i says that ``weight[i]`` rows of tuple ``tuple_of[i]`` have the value ``value[i]``, 0 to m - 1."""

    demand: Demand
    tuple_of: npt.NDArray[np.intp]
    value: npt.NDArray[np.intp]
    weight: Numbers
    overall: Floats

    @classmethod
    def of(cls, demand: Demand, of_row: npt.NDArray[np.intp]) -> Tally:
        """Count a demand. Raises ReleaseRefused where the whole table, as one class, would not meet it."""
        values, dense = np.unique(demand.codes, return_inverse=True)
        ids, weight = class_ids([of_row, dense], len(of_row))
        entry = np.empty(len(weight), dtype=np.intp)
        entry[ids] = np.arange(len(of_row))
        overall = np.bincount(dense, minlength=len(values)) / len(dense)
        tally = cls(demand, of_row[entry], dense[entry], weight, overall)
        if not tally.holds(np.zeros(len(weight), dtype=np.intp), 1).all():
            asked = f"{demand.distinct or f'{demand.entropy:g} (entropy)'} different values"
            raise ReleaseRefused(f"“{demand.column}” has too few values in the whole table to show {asked} in each class.", "Ask for a smaller l.")
        return tally

    def within(self, place_of: npt.NDArray[np.intp]) -> Tally:
        """Only the entries of tuples that have a place (0 or more), which takes the tuple's stead."""
        places = place_of[self.tuple_of]
        kept = places >= 0
        return Tally(self.demand, places[kept], self.value[kept], self.weight[kept], self.overall)

    def holds(self, class_of_entry: npt.NDArray[np.intp], classes: int) -> Truths:
        """Which of the classes 0 to ``classes`` - 1 meet the demand; entries of class -1 belong to none."""
        m = len(self.overall)
        at_once = max(_CELLS_AT_ONCE // m, 1)
        ok = np.empty(classes, dtype=np.bool_)
        for start in range(0, classes, at_once):
            stop = min(start + at_once, classes)
            inside = np.flatnonzero(class_of_entry >= 0 if classes <= at_once else (class_of_entry >= start) & (class_of_entry < stop))
            cells = (class_of_entry[inside] - start) * m + self.value[inside]
            counts = np.bincount(cells, weights=self.weight[inside], minlength=(stop - start) * m).reshape(-1, m).astype(np.float64)
            ok[start:stop] = self.met(counts)
        return ok

    def met(self, counts: Floats) -> Truths:
        """Which rows of counts (classes × values) meet the demand."""
        asked = self.demand
        ok = np.ones(len(counts), dtype=np.bool_)
        if asked.distinct > 1:
            ok &= np.count_nonzero(counts, axis=1) >= asked.distinct
        if asked.entropy <= 1 and asked.t is None:
            return ok
        share = counts / counts.sum(axis=1, keepdims=True)
        if asked.entropy > 1:
            logs = np.log(share, out=np.zeros_like(share), where=share > 0)
            ok &= -(share * logs).sum(axis=1) >= np.log(asked.entropy) - TOLERANCE
        if asked.t is not None:
            distance = ordered_distance if asked.ordered and len(self.overall) > 2 else equal_distance
            ok &= distance(share, self.overall) <= asked.t + TOLERANCE
        return ok


def equal_distance(share: Floats, overall: Floats) -> Floats:
    """Half the sum of absolute differences of shares, for each class (classes × values)."""
    return np.asarray(np.abs(share - overall).sum(axis=1) / 2)


def ordered_distance(share: Floats, overall: Floats) -> Floats:
    """The mean absolute difference of cumulated shares along the order of values (m - 1 steps), for each class (classes × values)."""
    return np.asarray(np.abs(np.cumsum(share - overall, axis=1)).sum(axis=1) / (len(overall) - 1))


def passing(ids: npt.NDArray[np.intp], weights: Numbers, tallies: Sequence[Tally], k: int) -> Truths:
    """Which tuples stand in a class that passes. ``ids``, ``weights``: of the tuples looked at; ``tallies`` count by their places among these."""
    ok = np.bincount(ids, weights=weights) >= k
    for tally in tallies:
        large = np.flatnonzero(ok)  # only classes that still pass are looked at
        if not len(large):
            break
        number = np.full(len(ok), -1, dtype=np.intp)
        number[large] = np.arange(len(large))
        ok[large[~tally.holds(number[ids[tally.tuple_of]], len(large))]] = False
    return np.asarray(ok[ids])
