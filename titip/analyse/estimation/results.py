"""What one kind of model says: an estimate with its intervals and checks, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

from titip.analyse.rules.sentences import Sentence, number

Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimate:
    """``estimate`` of N, all people, seen or not; None where there is none, and ``notes`` then say why.

    ``interval``: 95 %, log-normal from the model (of the posterior for lcmcr). ``bca``: 95 %, from the bootstrap that repeats the choice.
    ``terms``: the interactions of the chosen model (``LA:NG``), in the order in which they came. ``checks``: what was checked, as JSON holds it.
    """

    model: str
    label: Sentence
    threshold: float | None = None
    terms: tuple[str, ...] = ()
    estimate: float | None = None
    interval: Interval | None = None
    bca: Interval | None = None
    checks: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the figure may stand beside others: it exists, and its own checks do not speak against it."""
        return self.estimate is not None and self.checks.get("chains_agree", True) is True

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "model": self.model,
            "threshold": self.threshold,
            "terms": list(self.terms),
            "estimate": self.estimate,
            "interval": None if self.interval is None else list(self.interval),
            "bca": None if self.bca is None else list(self.bca),
            "checks": self.checks,
            "notes": [note.say() for note in self.notes],
        }

    def cells(self) -> tuple[str, ...]:
        """Label, estimate, interval, BCa and terms, for a table of text."""
        shown = "none" if self.estimate is None else about(self.estimate)
        return (self.label.say(), shown, between(self.interval), between(self.bca), ", ".join(self.terms))


def about(value: float) -> str:
    """A figure with three digits: nobody knows more of the unseen."""
    if not value:
        return "0"
    step = 10 ** max(floor(log10(abs(value))) - 2, 0)
    return number(round(value / step) * step)


def between(interval: Interval | None) -> str:
    """Both ends of an interval, with three digits."""
    return "" if interval is None else f"{about(interval[0])} to {about(interval[1])}"
