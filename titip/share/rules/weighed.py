"""What a page says of a release that was weighed: the measured numbers as people, chances and shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Side:
    """The table before, or after. Chances in percent. ``outsider`` is None where it is not known."""

    people: int
    groups: int
    smallest: int
    alone: int
    in_small: int
    insider: float
    insider_mean: float
    outsider: float | None
    anybody: float


@dataclass(frozen=True)
class Cost:
    """What protection took: identifying answers withheld and made coarser, people changed and withheld whole, information lost in percent."""

    k: int
    answers: int
    withheld: int
    coarser: int
    people_changed: int
    people_withheld: int
    information: float
    insider: float
    chosen: bool = False

    @property
    def withheld_share(self) -> float:
        """Of the identifying answers, in percent."""
        return 100 * self.withheld / self.answers if self.answers else 0.0


@dataclass(frozen=True)
class Level:
    """How many answers of a column left at one level. ``kind``: own, month, quarter, year, years, ages, adult, band or up (by ``number``), withheld."""

    kind: str
    number: str
    answers: int


@dataclass(frozen=True)
class Weighed:
    """``columns``: label, identifying answers withheld. ``same``: label, people whose group all gave one answer. ``choices``: by k, or None: not tried.

    ``left``: label, and for each level that some answer left at its name, its number where it has one, and how many; only columns that got coarser.
    """

    k: int
    before: Side
    after: Side
    cost: Cost
    columns: tuple[tuple[str, int], ...]
    same: tuple[tuple[str, int], ...]
    choices: tuple[Cost, ...] | None
    left: tuple[tuple[str, tuple[Level, ...]], ...] = ()

    @property
    def sides(self) -> tuple[Side, Side]:
        """Before and after, in the order of a table's columns."""
        return self.before, self.after


def read_weighed(told: Mapping[str, Any]) -> Weighed | None:
    """From what ``disclosure.weigh`` told; None for a release made before releases were weighed."""
    if not told:
        return None
    k, labels = int(told["after"]["k"]), told["labels"]
    cost = _cost(k, told["utility"], told["after"], chosen=True)
    tried = told["what_if"]
    return Weighed(
        k=k,
        before=_side(told["before"], told["attackers"]["before"]),
        after=_side(told["after"], told["attackers"]["after"]),
        cost=cost,
        columns=tuple((labels[code], n) for code, n in told["utility"]["withheld_by_column"].items()),
        same=tuple((labels[code], n) for code, n in told["uniform"].items() if n),
        left=tuple((labels[code], _levels(levels)) for code, levels in told.get("left", {}).items() if len(levels) > 2),
        choices=None if tried is None else tuple(sorted([cost, *(_cost(one["k"], one["utility"], one["after"]) for one in tried)], key=lambda one: one.k)),
    )


def _levels(levels: Sequence[Sequence[Any]]) -> tuple[Level, ...]:
    return tuple(Level(name.partition(":")[0], name.partition(":")[2], n) for name, n in levels if n)


def _side(risk: Mapping[str, Any], attackers: Mapping[str, Any]) -> Side:
    outsider = attackers["journalist"]
    return Side(
        people=risk["n"], groups=risk["classes"], smallest=risk["smallest"], alone=risk["uniques"], in_small=risk["rows_below_k"],
        insider=100 * attackers["prosecutor"], insider_mean=100 * risk["prosecutor_mean"],
        outsider=None if outsider is None else 100 * outsider, anybody=100 * attackers["marketer"],
    )


def _cost(k: int, utility: Mapping[str, Any], after: Mapping[str, Any], *, chosen: bool = False) -> Cost:
    return Cost(
        k=k, answers=utility["cells"], withheld=utility["cells_withheld"], coarser=utility["cells_coarser"], people_changed=utility["rows_changed"],
        people_withheld=utility["rows_withheld"], information=100 * utility["ncp"], insider=100 * after["prosecutor_max"], chosen=chosen,
    )
