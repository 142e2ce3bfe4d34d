"""What a class must show besides its size: l different sensitive values (distinct or entropy), or a distribution within t of the whole table's.

Distinct and entropy l-diversity: Machanavajjhala et al. 2007. t-closeness with the earth mover's distance, ordered or equal: Li et al. 2007.
All are monotone: a union of classes that pass, passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.rules.classes import class_ids
from titip.share.rules.columns import Codes
from titip.share.rules.problems import ReleaseRefused

#: Rounding of sums of shares, not a licence: two distributions nearer than this are one.
TOLERANCE: Final = 1e-9
_CELLS_AT_ONCE: Final = 4_000_000
#: Of at most so many values each is counted by itself.
FEW_VALUES: Final = 3

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
    starts: dict[int, npt.NDArray[np.intp]] = field(default_factory=dict)

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

    def release(self, chosen: npt.NDArray[np.intp], tuples: int) -> None:
        """Count the rows of those among so many tuples no more."""
        gone = np.zeros(tuples, dtype=np.bool_)
        gone[chosen] = True
        self.weight[gone[self.tuple_of]] = 0
        for one in self.by_value or ():
            one[chosen] = 0
        if self.needs_unusual:
            left = np.flatnonzero(~gone[self.unusual[0]])
            self.__dict__["unusual"] = (self.unusual[0][left], self.unusual[1][left])

    def within(self, chosen: npt.NDArray[np.intp], tuples: int) -> Tally:
        """Only the entries of the chosen among so many tuples, which are numbered anew."""
        place_of = np.full(tuples, -1, dtype=np.intp)
        place_of[chosen] = np.arange(len(chosen))
        places = place_of[self.tuple_of]
        kept = np.flatnonzero(places >= 0)
        return Tally(self.demand, places[kept], self.value[kept], self.weight[kept], self.overall, self.least)

    def too_few(self) -> bool:
        """Whether the tuples left have too few values for any class of theirs to pass: then none of what follows needs to be looked at."""
        return self.needs_unusual and 1 + len(np.unique(self.unusual[1])) < max(self.demand.distinct, self.demand.entropy - TOLERANCE)

    def too_far(self) -> bool:
        """Whether the tuples left lack values without which every class of theirs is too far from the whole table."""
        if self.demand.t is None or self.demand.ordered:
            return False
        there = np.bincount(self.value, weights=self.weight, minlength=len(self.overall)) > 0
        return float(self.overall[~there].sum()) > self.demand.t + TOLERANCE  # a class without these values is at least so far away

    def holds(self, class_of_tuple: npt.NDArray[np.intp], classes: int, sizes: Floats | None = None) -> Truths:
        """Which of the classes 0 to ``classes`` - 1 meet the demand; tuples of class ``classes`` belong to none."""
        at_once = max(_CELLS_AT_ONCE // len(self.overall), 1)
        if classes <= at_once:
            return self.met(self._counts(class_of_tuple, classes), sizes)
        parts = []
        for start in range(0, classes, at_once):
            here = min(at_once, classes - start)
            inside = (class_of_tuple >= start) & (class_of_tuple < start + here)
            parts.append(self.met(self._counts(np.where(inside, class_of_tuple - start, here), here)))
        return np.concatenate(parts)

    @property
    def needs_unusual(self) -> bool:
        """Whether no class can pass in which all rows have the same value."""
        return self.demand.distinct > 1 or self.demand.entropy > 1

    @cached_property
    def commonest(self) -> int:
        """The value that most tuples have."""
        return int(np.argmax(np.bincount(self.value, minlength=len(self.overall))))

    @cached_property
    def unusual(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The entries without those of the commonest value: their tuples and values."""
        others = np.flatnonzero(self.value != self.commonest)
        return self.tuple_of[others], self.value[others]

    @cached_property
    def by_value(self) -> list[Floats] | None:
        """Rows of each tuple with each value but the last: of few values each is counted by itself, which is quicker than counting entries."""
        if not 1 < len(self.overall) <= FEW_VALUES or not len(self.tuple_of):
            return None
        tuples = int(self.tuple_of.max()) + 1
        each = (self.value == value for value in range(len(self.overall) - 1))
        return [np.bincount(self.tuple_of[one], weights=self.weight[one], minlength=tuples).astype(np.float64, copy=False) for one in each]

    def among(self, ids: npt.NDArray[np.intp], sizes: Floats, large: npt.NDArray[np.intp], chosen: npt.NDArray[np.intp] | None) -> Truths:
        """Which of the classes ``large`` meet the demand. ``ids``: the class of each tuple (or of the chosen), ``sizes``: the rows of each class."""
        few = self.by_value
        if few is not None:
            counts = [np.bincount(ids, weights=one if chosen is None else one[chosen])[large] for one in few]
            return self.met(np.stack([*counts, sizes[large] - sum(counts)]), sizes[large])
        number = np.full(len(sizes), len(large), dtype=np.intp)  # the last stands for all others
        number[large] = np.arange(len(large))
        of_tuple = number.take(ids)
        if chosen is not None:
            of_chosen, of_tuple = of_tuple, np.full(int(self.tuple_of.max()) + 1, len(large), dtype=np.intp)
            of_tuple[chosen] = of_chosen
        if self.demand.distinct > 1 and not self._may_hold(of_tuple, len(large)):
            return np.zeros(len(large), dtype=np.bool_)
        return self.holds(of_tuple, len(large), sizes[large])

    def _may_hold(self, class_of_tuple: npt.NDArray[np.intp], classes: int) -> bool:
        """Whether any class has as many values as are asked for if each had the commonest: a look at few entries where most rows are alike."""
        seen = np.zeros((len(self.overall), classes + 1), dtype=np.bool_)
        seen[self.unusual[1], class_of_tuple[self.unusual[0]]] = True
        return bool((seen[:, :classes].sum(axis=0) >= self.demand.distinct - 1).any())

    def _counts(self, class_of_tuple: npt.NDArray[np.intp], classes: int) -> Floats:
        """Rows by value and class (values × classes); what belongs to no class is counted behind the last and cut off."""
        room = 1 << classes.bit_length()  # more than there are classes, and often the same
        cells = class_of_tuple.take(self.tuple_of)
        cells += self._starts(room)
        counts = np.bincount(cells, weights=self.weight, minlength=room * len(self.overall))
        return counts.astype(np.float64, copy=False).reshape(-1, room)[:, :classes]

    def _starts(self, room: int) -> npt.NDArray[np.intp]:
        """Where the counts of each entry's value begin, with so much room for classes."""
        if room not in self.starts:
            self.starts[room] = self.value * room
        return self.starts[room]

    def met(self, counts: Floats, sizes: Floats | None = None) -> Truths:
        """Which classes meet the demand. ``counts``: rows by value and class (values × classes); ``sizes``: rows by class, where known."""
        asked = self.demand
        ok = np.ones(counts.shape[1], dtype=np.bool_)
        if asked.distinct > 1:
            ok &= (counts > 0).sum(axis=0) >= asked.distinct
        if asked.entropy <= 1 and asked.t is None:
            return ok
        if sizes is None:
            sizes = counts.sum(axis=0)
        if asked.t is not None and not asked.ordered and asked.entropy <= 1:  # as below, without a division a cell: most classes of most visits end here
            gap = np.multiply.outer(self.overall, sizes)
            np.subtract(counts, gap, out=gap)
            near: Truths = np.abs(gap, out=gap).sum(axis=0) <= (2 * (asked.t + TOLERANCE)) * sizes
            return near & ok if asked.distinct > 1 else near
        share = counts / sizes
        if asked.entropy > 1:
            logs = np.log(share, out=np.zeros_like(share), where=share > 0)
            ok &= -(share * logs).sum(axis=0) >= np.log(asked.entropy) - TOLERANCE
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
    """Half the sum of absolute differences of shares, for each class (``share``: values × classes)."""
    gap = share - overall[:, None]
    return np.asarray(np.abs(gap, out=gap).sum(axis=0) / 2)


def ordered_distance(share: Floats, overall: Floats) -> Floats:
    """The mean absolute difference of cumulated shares along the order of values (m - 1 steps), for each class (``share``: values × classes)."""
    return np.asarray(np.abs(np.cumsum(share - overall[:, None], axis=0)).sum(axis=0) / (len(overall) - 1))


def passing(
    ids: npt.NDArray[np.intp], weights: Floats, tallies: Sequence[Tally], k: int, chosen: npt.NDArray[np.intp] | None = None
) -> npt.NDArray[np.intp]:
    """Which tuples stand in a class that passes: their places. ``ids``, ``weights``: of the tuples looked at.

    ``tallies`` count by their places among these; where only some are looked at, ``chosen`` are the places of these.
    """
    sizes = np.asarray(np.bincount(ids, weights=weights), dtype=np.float64)
    ok = sizes >= max([k, *(tally.least for tally in tallies)])
    if tallies:
        large = np.flatnonzero(ok)
        for tally in tallies:
            if not len(large):
                return large
            large = large[tally.among(ids, sizes, large, chosen)]  # only classes that still pass are looked at
        if not len(large):
            return large
        ok[:] = False
        ok[large] = True
    return np.flatnonzero(ok.take(ids))
