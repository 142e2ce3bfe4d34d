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

    def within(self, tuples: Truths) -> Tally:
        """Only the entries of those tuples."""
        kept = tuples[self.tuple_of]
        return Tally(self.demand, self.tuple_of[kept], self.value[kept], self.weight[kept], self.overall)

    def holds(self, class_of_entry: npt.NDArray[np.intp], classes: int) -> Truths:
        """Which of the classes 0 to ``classes`` - 1 meet the demand; entries of class -1 belong to none."""
        m = len(self.overall)
        inside = class_of_entry >= 0
        ids, _ = class_ids([class_of_entry[inside], self.value[inside]], int(inside.sum()))
        pairs = int(ids.max()) + 1 if len(ids) else 0
        of_class, of_value = np.empty(pairs, dtype=np.intp), np.empty(pairs, dtype=np.intp)
        of_class[ids], of_value[ids] = class_of_entry[inside], self.value[inside]
        rows = np.bincount(ids, weights=self.weight[inside], minlength=pairs)
        sizes = np.bincount(of_class, weights=rows, minlength=classes)
        share = np.divide(rows, sizes[of_class], dtype=np.float64)
        ok = np.ones(classes, dtype=np.bool_)
        if self.demand.distinct > 1:
            ok &= np.bincount(of_class, minlength=classes) >= self.demand.distinct
        if self.demand.entropy > 1:
            ok &= np.bincount(of_class, weights=-share * np.log(share), minlength=classes) >= np.log(self.demand.entropy) - TOLERANCE
        if self.demand.t is not None:
            distance = ordered_distance if self.demand.ordered and m > 2 else equal_distance
            ok &= distance(of_class, of_value, share, self.overall, classes) <= self.demand.t + TOLERANCE
        return ok


def equal_distance(of_class: npt.NDArray[np.intp], of_value: npt.NDArray[np.intp], share: Floats, overall: Floats, classes: int) -> Floats:
    """Half the sum of absolute differences of shares, for each class."""
    present = np.bincount(of_class, weights=np.abs(share - overall[of_value]) - overall[of_value], minlength=classes)
    return np.asarray((present + 1) / 2)


def ordered_distance(of_class: npt.NDArray[np.intp], of_value: npt.NDArray[np.intp], share: Floats, overall: Floats, classes: int) -> Floats:
    """The mean absolute difference of cumulated shares along the order of values (m - 1 steps), for each class."""
    m = len(overall)
    distance = np.empty(classes)
    at_once = max(_CELLS_AT_ONCE // m, 1)
    for start in range(0, classes, at_once):
        stop = min(start + at_once, classes)
        inside = (of_class >= start) & (of_class < stop)
        dense = np.zeros((stop - start, m))
        dense[of_class[inside] - start, of_value[inside]] = share[inside]
        distance[start:stop] = np.abs(np.cumsum(dense - overall, axis=1)).sum(axis=1) / (m - 1)
    return distance


def passing(ids: npt.NDArray[np.intp], weights: Numbers, place_of: npt.NDArray[np.intp], tallies: Sequence[Tally], k: int) -> Truths:
    """Which tuples stand in a class that passes: ``ids`` and ``weights`` of the tuples looked at, ``place_of`` tuple its place among them, or -1."""
    ok = np.bincount(ids, weights=weights) >= k
    if tallies and ok.any():
        large = np.flatnonzero(ok)  # only classes that are large enough are looked at
        number = np.where(ok, np.cumsum(ok) - 1, -1)
        for tally in tallies:
            places = place_of[tally.tuple_of]
            met = tally.holds(np.where(places >= 0, number[ids[places]], -1), len(large))
            ok[large[~met]] = False
    return np.asarray(ok[ids])
