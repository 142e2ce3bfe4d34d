"""Generalisation steps of quasi-identifiers, and the distinct tuples on which the engines work instead of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.share.rules.classes import class_ids, dense_numbers
from titip.share.rules.columns import SUPPRESSED, Codes
from titip.share.rules.problems import ReleaseRefused

Levels = npt.NDArray[np.int8]
Losses = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]

#: Classes are numbered without sorting where so many keys are possible at most: 16 MB of room.
ROOM: Final = 2**22
#: Tuples are gathered anew where fewer than this share of them is left.
WORN: Final = 0.85


@dataclass(frozen=True, eq=False)
class Steps:
    """One quasi-identifier at each of its steps, from its own values (loss 0) over coarser ones to withheld (loss 1).

    ``base``: one number a row, 0 to m - 1, of its value. ``groups[s][v]``: what value ``v`` is released as at step ``s``; the same number means
    the same released text on every step. ``losses[s][v]``: its loss there, the share of the other values that it can no longer be told from.
    """

    base: Codes
    groups: tuple[Codes, ...]
    losses: tuple[Losses, ...]

    @classmethod
    def flat(cls, codes: Codes) -> Steps:
        """As it is, or withheld: no hierarchy. ``codes``: one integer a row."""
        low = int(codes.min()) if len(codes) else 0
        own = np.arange(low, (int(codes.max()) if len(codes) else low) + 1, dtype=np.int32)
        return cls((codes - np.int32(low)).astype(np.int32), (own, np.full(len(own), SUPPRESSED, dtype=np.int32)), (np.zeros(len(own)), np.ones(len(own))))

    @property
    def top(self) -> int:
        """The step at which the value is withheld."""
        return len(self.groups) - 1

    def codes(self, step: int) -> Codes:
        """What each row is released as at that step."""
        return self.groups[step][self.base]

    def take(self, rows: npt.NDArray[np.intp]) -> Steps:
        """The same steps for those rows."""
        return Steps(self.base[rows], self.groups, self.losses)

    def released(self, levels: Levels) -> Codes:
        """What each row is released as, where row r stands at step ``levels[r]``."""
        codes = self.codes(0)
        for step in range(1, len(self.groups)):
            there = levels == step
            codes[there] = self.groups[step][self.base[there]]
        return codes

    def loss(self, levels: Levels) -> Losses:
        """The loss of each row."""
        loss = np.zeros(len(levels))
        for step in range(1, len(self.groups)):
            there = levels == step
            loss[there] = self.losses[step][self.base[there]]
        return loss


@dataclass(frozen=True, eq=False)
class Tuples:
    """The distinct combinations of values that rows have: ``steps`` hold one entry a tuple, ``weights`` how many rows have it."""

    steps: tuple[Steps, ...]
    weights: Numbers
    of_row: npt.NDArray[np.intp]

    @classmethod
    def of(cls, ladders: Sequence[Steps]) -> Tuples:
        """The tuples of a table with at least one row."""
        n = len(ladders[0].base)
        of_row, weights = class_ids([ladder.base for ladder in ladders], n)
        first = np.empty(len(weights), dtype=np.intp)
        first[of_row[::-1]] = np.arange(n - 1, -1, -1)
        return cls(tuple(ladder.take(first) for ladder in ladders), weights, of_row)

    @property
    def tops(self) -> Levels:
        """The step of each ladder at which everything is withheld."""
        return np.array([ladder.top for ladder in self.steps], dtype=np.int8)

    def mean_losses(self) -> list[list[float]]:
        """For each ladder and step, the average loss over rows if all were there."""
        return [[float(np.average(loss[ladder.base], weights=self.weights)) for loss in ladder.losses] for ladder in self.steps]


@dataclass(frozen=True, eq=False)
class Grouping:
    """Tuples made ready to be grouped at many combinations of steps.

    ``numbers[ladder][step]``: for each tuple of a common stock a number from 0 to ``widths[ladder][step]`` - 1; None where the step makes all
    alike. ``places``: which tuples of the stock these are. What half the ladders make of the stock is worked out once and kept in ``halves``;
    ``last`` is room to number classes in.
    """

    numbers: tuple[tuple[Codes | None, ...], ...]
    widths: tuple[tuple[int, ...], ...]
    weights: Floats
    places: npt.NDArray[np.intp]
    last: Codes
    halves: dict[tuple[int, ...], tuple[Keys, int]] = field(default_factory=dict)
    near_halves: dict[tuple[int, ...], npt.NDArray[np.bool_]] = field(default_factory=dict)

    @classmethod
    def of(cls, tuples: Tuples) -> Grouping:
        """All tuples."""
        numbers, widths = [], []
        for ladder in tuples.steps:
            dense = [np.unique(group, return_inverse=True)[1].astype(np.int32) for group in ladder.groups]
            widths.append(tuple(int(one.max()) + 1 for one in dense))
            numbers.append(tuple(one[ladder.base] if width > 1 else None for one, width in zip(dense, widths[-1], strict=True)))
        n = len(tuples.weights)
        return cls(tuple(numbers), tuple(widths), tuples.weights.astype(np.float64), np.arange(n), np.empty(ROOM, dtype=np.int32))

    def take(self, chosen: npt.NDArray[np.intp]) -> Grouping:
        """Only those tuples. When less than ``WORN`` of the stock is left, it is renewed: numbers of a narrow range are counted quickly."""
        places = self.places[chosen]
        stock = max((len(one) for steps in self.numbers for one in steps if one is not None), default=0)
        if len(places) > stock * WORN:
            return replace(self, weights=self.weights[chosen], places=places)
        return self._renewed(chosen)

    def _renewed(self, chosen: npt.NDArray[np.intp]) -> Grouping:
        """A stock of those tuples alone. Numbers that none of them has any more are closed up: what is narrow is counted quickly."""
        places = self.places[chosen]
        numbers = [[None if one is None else one[places] for one in steps] for steps in self.numbers]
        widths = [list(steps) for steps in self.widths]
        for mine, width in zip(numbers, widths, strict=True):
            for step, one in enumerate(mine):
                if one is not None and len(places):
                    held = np.bincount(one, minlength=width[step]) > 0
                    width[step] = int(np.count_nonzero(held))
                    mine[step] = None if width[step] == 1 else (np.cumsum(held, dtype=np.int32) - 1)[one]
        return Grouping(tuple(map(tuple, numbers)), tuple(map(tuple, widths)), self.weights[chosen], np.arange(len(places)), self.last)

    def near(self, combination: Sequence[int], special: npt.NDArray[np.intp], which: int) -> npt.NDArray[np.intp]:
        """The tuples that share both halves of the combination with a special one; all others stand in classes without any.

        What is worked out for a half is kept under ``which``: between two calls of the same, the special may become fewer, never others. With
        fewer it would let more than need be pass, so it is worked out anew whenever a third of them is gone.
        """
        middle, marks = len(combination) // 2, []
        which = which * 1024 + int(2 * np.log2(max(len(special), 1)))
        for start, steps in ((0, tuple(combination[:middle])), (middle, tuple(combination[middle:]))):
            mark = self.near_halves.get((which, start, *steps))
            if mark is None:
                key, width = self._half(start, steps)
                held = np.zeros(width, dtype=np.bool_)
                held[key[self.places[special]]] = True
                mark = self.near_halves[which, start, *steps] = held[key]
            marks.append(mark.take(self.places))
        return np.flatnonzero(marks[0] & marks[1])

    def classes(self, combination: Sequence[int], chosen: npt.NDArray[np.intp] | None = None) -> npt.NDArray[np.intp]:
        """For each tuple (or the chosen) the number of its class at this combination, below their number; some numbers may stand for no class."""
        n, middle = len(self.places if chosen is None else chosen), len(combination) // 2
        first, width = self._half(0, tuple(combination[:middle]))
        second, more = self._half(middle, tuple(combination[middle:]))
        if width * more > 2**62:
            first, width = np.unique(first, return_inverse=True)[1].astype(np.int64), len(first)
        places = self.places if chosen is None else self.places.take(chosen)
        key = first.take(places)  # several times quicker than brackets, and all of this is done for thousands of combinations
        if more > 1:
            key *= more
            key += second.take(places)
        if n < width * more <= ROOM:  # the last of each class to write its number there names it
            self.last[key] = np.arange(n, dtype=np.int32)
            return self.last.take(key).astype(np.intp)
        return dense_numbers(key, width * more)

    def _half(self, start: int, steps: tuple[int, ...]) -> tuple[Keys, int]:
        """What the ladders from ``start`` on make of the stock at those steps: a number for each tuple, and how many numbers there may be."""
        found = self.halves.get((start, *steps))
        if found is None:
            found = self.halves[start, *steps] = self._worked_out(start, steps)
        return found

    def _worked_out(self, start: int, steps: tuple[int, ...]) -> tuple[Keys, int]:
        stock = int(self.places[-1]) + 1 if len(self.places) else 0
        key, width = np.zeros(stock, dtype=np.int64), 1
        for place, step in enumerate(steps, start):
            one, wide = self.numbers[place][step], self.widths[place][step]
            if one is None:
                continue
            if width * wide > 2**62:
                key, width = np.unique(key, return_inverse=True)[1].astype(np.int64), stock
            key = key * wide + one[:stock]
            width *= wide
        if stock < width <= ROOM:
            each = np.arange(stock, dtype=np.int32)
            self.last[key] = each
            named = self.last[key]
            key = (np.cumsum(named == each) - 1)[named]
        elif stock < width:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        return key, int(key.max(initial=0)) + 1


def released_codes(ladders: Sequence[Steps], levels: Levels) -> list[Codes]:
    """The released codes of each quasi-identifier, one integer a row."""
    return [ladder.released(levels[:, place]) for place, ladder in enumerate(ladders)]


def refuse(ladders: Sequence[Steps], k: int) -> None:
    """Raises ReleaseRefused where there is no ladder, or fewer rows than ``k``."""
    if not ladders:
        raise ReleaseRefused(
            "Nothing was chosen that may identify, and these rows may be of people.",
            "Choose at least one answer marked “may identify”: the table is protected by them."
        )
    refuse_few(len(ladders[0].base), k)


def refuse_few(n: int, k: int) -> None:
    """Raises ReleaseRefused where there are some rows, and fewer than ``k``."""
    if 0 < n < k:
        raise ReleaseRefused(
            f"The table has {n} {'row' if n == 1 else 'rows'}, fewer than k = {k}: even a table with everything withheld would single people out.",
            "Wait for more cases, or give a count in words.",
        )
