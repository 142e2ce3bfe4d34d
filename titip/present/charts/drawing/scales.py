"""From numbers to inches: plain and ratio scales, with steps that people count in."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from titip.analyse.rules.sentences import number

_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` to ``high`` laid from ``start`` to ``end`` inches. ``log``: equal steps are equal ratios."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Where a number stands."""
        low, high, at = (log10(self.low), log10(self.high), log10(value)) if self.log else (self.low, self.high, value)
        return self.start + (at - low) / ((high - low) or 1) * (self.end - self.start)

    def ticks(self, most: int = 6) -> list[float]:
        """Round numbers within the scale, about ``most`` of them."""
        if self.log:
            powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
            return [tick for power in powers for tick in _ratio_ticks(power) if self.low <= tick <= self.high]
        step = round_step((self.high - self.low) / max(most - 1, 1))
        first = ceil(self.low / step - 1e-9)
        return [round(place * step, 10) for place in range(first, floor(self.high / step + 1e-9) + 1)]


def _ratio_ticks(power: int) -> list[float]:
    return [10.0**power, 2 * 10.0**power, 5 * 10.0**power]


def round_step(least: float) -> float:
    """The next larger of 1, 2, 2.5, 5 times a power of ten."""
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return float(next(step for step in _STEPS if step * power >= least * (1 - 1e-9)) * power)


def told(value: float, *, share: bool = False, years: bool = False) -> str:
    """A number on an axis: whole where it is whole, a share as per cent, a year without a mark for thousands."""
    if share:
        return f"{100 * value:g} %"
    text = number(float(value)) if abs(value) >= 0.01 or value == 0 else f"{value:g}"
    return text.replace(",", "") if years else text
