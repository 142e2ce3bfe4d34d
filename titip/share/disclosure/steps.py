"""Generalisation steps of quasi-identifiers, and the distinct tuples on which the engines work instead of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from titip.share.rules.classes import class_ids, dense_numbers
from titip.share.rules.columns import SUPPRESSED, Codes
from titip.share.rules.problems import ReleaseRefused

Levels = npt.NDArray[np.int8]
Losses = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


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

    ``numbers[ladder][step]``: for each tuple a number from 0 to ``widths[ladder][step]`` - 1; None where the step makes all alike.
    """

    numbers: tuple[tuple[Codes | None, ...], ...]
    widths: tuple[tuple[int, ...], ...]
    weights: Numbers

    @classmethod
    def of(cls, tuples: Tuples) -> Grouping:
        """All tuples."""
        numbers, widths = [], []
        for ladder in tuples.steps:
            dense = [np.unique(group, return_inverse=True)[1].astype(np.int32) for group in ladder.groups]
            widths.append(tuple(int(one.max()) + 1 for one in dense))
            numbers.append(tuple(one[ladder.base] if width > 1 else None for one, width in zip(dense, widths[-1], strict=True)))
        return cls(tuple(numbers), tuple(widths), tuples.weights)

    def take(self, places: npt.NDArray[np.intp]) -> Grouping:
        """Only those tuples. Where they are few, numbers that none of them has any more are closed up: what is narrow is counted quickly."""
        numbers = [[None if one is None else one[places] for one in steps] for steps in self.numbers]
        widths = [list(steps) for steps in self.widths]
        for mine, width in zip(numbers, widths, strict=True):
            for step, one in enumerate(mine):
                if one is not None and len(places) and width[step] > 8:
                    held = np.bincount(one, minlength=width[step]) > 0
                    left = int(np.count_nonzero(held))
                    if left <= width[step] * 3 // 4:
                        mine[step] = None if left == 1 else (np.cumsum(held, dtype=np.int32) - 1)[one]
                        width[step] = left
        return Grouping(tuple(map(tuple, numbers)), tuple(map(tuple, widths)), self.weights[places])

    def classes(self, combination: Sequence[int]) -> npt.NDArray[np.intp]:
        """For each tuple the number of its class at this combination."""
        n = len(self.weights)
        key, width = np.zeros(n, dtype=np.int64), 1
        for steps, widths, step in zip(self.numbers, self.widths, combination, strict=True):
            one = steps[step]
            if one is None:
                continue
            if width * widths[step] > 2**62:
                key = np.unique(key, return_inverse=True)[1].astype(np.int64)
                width = n
            if width > 1:
                key *= widths[step]
            key += one
            width *= widths[step]
        return dense_numbers(key, width)


def released_codes(ladders: Sequence[Steps], levels: Levels) -> list[Codes]:
    """The released codes of each quasi-identifier, one integer a row."""
    return [ladder.released(levels[:, place]) for place, ladder in enumerate(ladders)]


def refuse(ladders: Sequence[Steps], k: int) -> None:
    """Raises ReleaseRefused where there is no ladder, or fewer rows than ``k``."""
    if not ladders:
        raise ReleaseRefused("No quasi-identifiers were chosen.", "Choose the columns that together may single a person out.")
    n = len(ladders[0].base)
    if 0 < n < k:
        raise ReleaseRefused(
            f"There are {n} rows, fewer than k = {k}: even a table with everything withheld would single people out.",
            "Wait for more cases, or give a count in words.",
        )
