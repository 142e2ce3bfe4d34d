"""Capture histories: how many people stand on exactly which lists. This table is confidential: nothing here prints its counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from titip.analyse.estimation import messages
from titip.analyse.estimation.design import Floats, Ints
from titip.analyse.rules.guardrails import SMALLEST
from titip.analyse.rules.sentences import Sentence
from titip.share.rules import Column, Released, TableProblem, Value

#: With more lists there are more possible histories than any table can fill.
MOST_LISTS = 10

_ON = frozenset({"1", "yes", "y", "true", "x", "on"})
_OFF = frozenset({"0", "no", "n", "false", "-", "off"})


class TooThin(ValueError):
    """The lists cannot carry an estimate. ``sentence`` says why, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.say())
        self.sentence = sentence


@dataclass(frozen=True, eq=False)
class Histories:
    """``counts[h - 1]``: how many people have history ``h``, whose bit ``i`` stands for ``lists[i]``; shape (2**lists - 1,), float.

    ``unlisted``: people in the table who are on none of these lists. They are not observed by them, and not counted.
    """

    lists: tuple[str, ...]
    counts: Floats
    unlisted: int = 0

    @property
    def size(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def n(self) -> int:
        """How many people are on at least one list."""
        return round(float(self.counts.sum()))

    @property
    def cells(self) -> Ints:
        """The histories that somebody has."""
        return np.flatnonzero(self.counts) + 1

    def overlapping(self) -> list[tuple[str, str]]:
        """The pairs of lists that share at least one person."""
        cells = self.cells
        pairs = combinations(range(self.size), 2)
        return [(self.lists[i], self.lists[j]) for i, j in pairs if bool((((cells >> i) & (cells >> j)) & 1).any())]

    def without(self, place: int) -> Histories:
        """The same people as if one list had not been made; who was on that list only is not seen."""
        low = (1 << place) - 1
        every = np.arange(1, len(self.counts) + 1)
        narrowed = (every & low) | ((every >> (place + 1)) << place)
        counts = np.bincount(narrowed, weights=self.counts, minlength=2 ** (self.size - 1)).astype(np.float64)
        return Histories(self.lists[:place] + self.lists[place + 1 :], counts[1:])

    def named(self, term: int) -> str:
        """A set of lists in words: ``LA:NG``."""
        return ":".join(name for i, name in enumerate(self.lists) if term >> i & 1)

    def refuse_thin(self) -> None:
        """Raise TooThin where no estimate can be honest: fewer than three lists, n < 50, an empty list, fewer than two overlaps."""
        if self.size < 3:
            raise TooThin(Sentence(messages.FEW_LISTS, {"lists": self.size}))
        if self.n < SMALLEST:
            raise TooThin(Sentence(messages.FEW_PEOPLE, {"n": self.n, "smallest": SMALLEST}))
        cells = self.cells
        empty = [name for i, name in enumerate(self.lists) if not ((cells >> i) & 1).any()]
        if empty:
            raise TooThin(Sentence(messages.EMPTY_LIST, {"lists": ", ".join(empty)}))
        if len(self.overlapping()) < 2:
            raise TooThin(Sentence(messages.FEW_OVERLAPS))


def read_histories(released: Released, lists: Sequence[str], count: str = "") -> Histories:
    """The histories in a table with one column a list (1 or 0, yes or no) and, where a row stands for several people, their ``count``.

    Rows with the same history are added. Raises TableProblem (UnknownColumn), which names the column; TooThin for fewer than three lists.
    """
    if len(lists) < 3:
        raise TooThin(Sentence(messages.FEW_LISTS, {"lists": len(lists)}))
    if len(set(lists)) < len(lists):
        raise TableProblem("A list is named twice.", "Name each list once.")
    if count in lists:
        raise TableProblem(f"“{count}” cannot be both a list and the count.", "Leave it out of the lists.")
    if len(lists) > MOST_LISTS:
        raise TableProblem(f"{len(lists)} lists are more than this estimates with ({MOST_LISTS}).", "Join lists that come from the same source.")
    rows = np.zeros(released.n, dtype=np.int64)
    for place, name in enumerate(lists):
        rows |= _membership(released.column(name)) << place
    weights = _people(released.column(count)) if count else np.ones(released.n)
    counts = np.bincount(rows, weights=weights, minlength=2 ** len(lists)).astype(np.float64)
    return Histories(tuple(lists), counts[1:], unlisted=round(float(counts[0])))


def _membership(column: Column) -> Ints:
    name = column.heading.shown
    _refuse_gaps(column, "Write 1 for a person who is on the list and 0 for one who is not.")
    marks = [_mark(value) for value in column.values]
    if strange := [str(value) for value, mark in zip(column.values, marks, strict=True) if mark is None]:
        raise TableProblem(f"“{name}” holds {', '.join(strange[:3])}: that does not say who is on the list.", "Write 1 or 0, or yes or no.")
    return np.array(marks, dtype=np.int64)[column.codes]


def _mark(value: Value) -> int | None:
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip().casefold()
    return 1 if text in _ON else 0 if text in _OFF else None


def _people(column: Column) -> Floats:
    name = column.heading.shown
    _refuse_gaps(column, "Write how many people each row stands for; 0 is a number.")
    wrong = [str(v) for v in column.values if not isinstance(v, int | float) or v < 0 or v != int(v)]
    if wrong:
        raise TableProblem(f"“{name}” holds {', '.join(wrong[:3])}: that is no number of people.", "Give whole numbers from 0.")
    return np.array([float(v) for v in column.values if isinstance(v, int | float)])[column.codes]


def _refuse_gaps(column: Column, cure: str) -> None:
    if column.withheld():
        raise TableProblem(f"“{column.heading.shown}” has values withheld (*).", "Estimate from the table before it was protected; keep that table locked.")
    if missing := sum(column.missing().values()):
        raise TableProblem(f"“{column.heading.shown}” is empty or not known in {missing:,} rows.", cure)
