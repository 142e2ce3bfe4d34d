"""An effect: how large, how sure, of how many, by which method under which assumptions (R19). It cannot exist for fewer than 50 (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isinf, isnan
from typing import Any

from titip.analyse.rules.guardrails import refuse_small
from titip.analyse.rules.sentences import Sentence, number, percent
from titip.analyse.statistics import wording
from titip.analyse.statistics.intervals import Interval

#: An adjusted p above this, or an interval over the value of no effect, reads "no clear difference" (R16).
CLEAR_AT = 0.05


class Scale(StrEnum):
    """How a size is read."""

    NUMBER = "number"
    SHARE = "share"  # a share or a chance, from 0 to 1
    POINTS = "points"  # a difference of shares, told in percentage points
    RATIO = "ratio"
    INDEX = "index"  # from 0 or -1 to 1


@dataclass(frozen=True)
class Effect:
    """``measure``: what is told, in words. ``interval``: 95 %. ``groups``: how many in each group compared. ``null``: the value of no effect.

    ``p`` is never told without the rest (R19), and only after Holm's adjustment over all the tests of a result (R20). Raises Refused (R13)
    where a group has fewer than 50; ValueError for an effect without interval, method or assumptions.
    """

    key: str
    measure: Sentence
    size: float
    interval: Interval
    groups: tuple[int, ...]
    method: str
    assumptions: tuple[str, ...]
    scale: Scale = Scale.NUMBER
    null: float | None = 0.0
    p: float | None = None
    adjusted: float | None = None

    def __post_init__(self) -> None:
        refuse_small(*self.groups)
        low, high = self.interval
        if isnan(self.size) or isnan(low) or isnan(high) or low > high:
            raise ValueError(f"{self.key}: an effect is told with its interval (R19).")
        if not self.method or not self.assumptions:
            raise ValueError(f"{self.key}: an effect is told with its method and assumptions (R19).")

    @property
    def n(self) -> int:
        """All that were compared."""
        return sum(self.groups)

    @property
    def clear(self) -> bool:
        """R16: whether chance alone is no likely reason: the interval leaves out the value of no effect, and the adjusted p is small."""
        p = self.adjusted if self.adjusted is not None else self.p
        inside = self.null is not None and self.interval[0] <= self.null <= self.interval[1]
        return not inside and (p is None or p <= CLEAR_AT)

    def sentence(self) -> Sentence:
        """In words: the size with its interval and n; "no clear difference" within noise."""
        size: object = self.text(self.size)
        if self.scale is Scale.POINTS:
            size = Sentence(wording.POINTS, {"size": size})
        values: dict[str, object] = {"measure": self.measure, "size": size, "n": self.n}
        values |= {"low": self.text(self.interval[0]), "high": self.text(self.interval[1])}
        p = self.adjusted if self.adjusted is not None else self.p
        if p is None:
            return Sentence(wording.EFFECT if self.clear else wording.EFFECT_UNCLEAR, values)
        return Sentence(wording.EFFECT_P if self.clear else wording.EFFECT_P_UNCLEAR, {**values, "p": p_text(p)})

    def text(self, value: float) -> str:
        """A size as it is read on its scale."""
        if isinf(value):
            return "∞"
        if self.scale is Scale.SHARE:
            return percent(value).replace("-", "−")
        if self.scale is Scale.POINTS:
            return f"{100 * value:.1f}".replace("-", "−")
        if self.scale is Scale.NUMBER:
            return number(value).replace("-", "−")
        return f"{value:.2f}".replace("-", "−")

    def as_dict(self) -> dict[str, Any]:
        """For JSON; an end without bound is null."""
        low, high = (None if isinf(end) else end for end in self.interval)
        told = {"effect": self.key, "measure": self.measure.say(), "size": None if isinf(self.size) else self.size, "interval": [low, high]}
        told |= {"groups": list(self.groups), "n": self.n, "p": self.p, "p_holm": self.adjusted, "clear": self.clear}
        return {**told, "method": self.method, "assumptions": list(self.assumptions)}


def p_text(p: float) -> str:
    """A p as it is read."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def holm(ps: Sequence[float], tests: int | None = None) -> list[float]:
    """Holm's adjusted p values (Scandinavian Journal of Statistics 6, 1979), in the order given; over ``tests`` where more were run than are told."""
    m = max(tests or 0, len(ps))
    adjusted = [0.0] * len(ps)
    so_far = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        so_far = max(so_far, min(1.0, (m - rank) * ps[place]))
        adjusted[place] = so_far
    return adjusted


def adjust(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """The effects with their p adjusted over all of them (R20)."""
    tested = [i for i, effect in enumerate(effects) if effect.p is not None]
    found = dict(zip(tested, holm([effects[i].p or 0.0 for i in tested]), strict=True))
    return tuple(replace(effect, adjusted=found.get(i)) for i, effect in enumerate(effects))


@dataclass(frozen=True)
class Rate:
    """R6: a rate is told with its numerator, its denominator and its unit."""

    count: int
    exposure: float
    per: float
    unit: str
    interval: Interval

    @property
    def value(self) -> float:
        """How many for each ``per`` units."""
        return self.per * self.count / self.exposure

    def sentence(self, group: str) -> Sentence:
        """In words, both numbers first."""
        low, high = (number(round(self.per * end, 2)) for end in self.interval)
        values = {"group": group, "count": self.count, "exposure": self.exposure, "unit": self.unit, "rate": round(self.value, 2)}
        return Sentence(wording.RATE, {**values, "per": self.per, "low": low, "high": high})
