"""What came of a survey: rates as the AAPOR Standard Definitions name them, and the sample held against its frame. Pure.

AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition (2023): RR1, RR2, COOP1, REF1, CON1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Of the questions that arose: more than this share answered is a complete interview, at least the lesser a partial one (AAPOR's own example).
COMPLETE, PARTIAL = 0.8, 0.5
#: Percentage points from which a group is said to be too many or too few among those who answered.
APART: Final = 10
#: Ways of drawing by which every one in the frame had a known chance.
BY_CHANCE: Final = frozenset({"random", "cluster", "all"})


@dataclass(frozen=True)
class Outcomes:
    """How many attempts ended how. ``broken_off``: fewer than half of the questions were answered; AAPOR counts these as refusals."""

    complete: int = 0
    partial: int = 0
    broken_off: int = 0
    refused: int = 0
    nobody: int = 0
    unable: int = 0
    unknown: int = 0
    not_eligible: int = 0

    @property
    def eligible(self) -> int:
        """All that belong to the survey, or may."""
        return self.interviewed + self.refusals + self.nobody + self.unable + self.unknown

    @property
    def interviewed(self) -> int:
        """Complete and partial."""
        return self.complete + self.partial

    @property
    def refusals(self) -> int:
        """Refused, or broken off early."""
        return self.refused + self.broken_off

    @property
    def attempts(self) -> int:
        """Everything that was written down."""
        return self.eligible + self.not_eligible


@dataclass(frozen=True)
class Rate:
    """A rate: its name in the definitions, how many of how many. ``share`` is None where there is nothing to divide by."""

    name: str
    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.part / self.whole if self.whole else None


def outcome_of(answered: int, arose: int) -> str:
    """``complete``, ``partial`` or ``broken_off``, from how many of the questions that arose were answered."""
    share = answered / arose if arose else 0.0
    return "complete" if share > COMPLETE else "partial" if share >= PARTIAL else "broken_off"


def rates(o: Outcomes) -> Sequence[Rate]:
    """RR1, RR2, COOP1, REF1, CON1. Those of whom nobody knows whether they belong count as if they did: the least that can be claimed."""
    contacted = o.interviewed + o.refusals + o.unable
    return (
        Rate("RR1", o.complete, o.eligible), Rate("RR2", o.interviewed, o.eligible), Rate("COOP1", o.complete, contacted), Rate("REF1", o.refusals, o.eligible),
        Rate("CON1", contacted, o.eligible),
    )  # fmt: skip


@dataclass(frozen=True)
class Against:
    """One group of the frame beside those who answered. Shares in percent; ``weighted`` None where there are no weights. ``apart`` in points."""

    value: str
    frame: int
    frame_share: float
    sample: int
    sample_share: float
    weighted: float | None

    @property
    def apart(self) -> float:
        """How many points more, or fewer, than in the frame; by weight where there are weights."""
        return (self.sample_share if self.weighted is None else self.weighted) - self.frame_share

    @property
    def far(self) -> bool:
        """Whether the group is so much too many or too few that it must be said."""
        return abs(self.apart) >= APART


def against(frame: Mapping[str, int], answered: Iterable[tuple[str, float | None]]) -> list[Against]:
    """The sample against the frame, in the frame's order. ``answered``: each record's value with its weight (None: has none).

    Weights are used only where every record has one above zero.
    """
    rows = [(value, weight) for value, weight in answered if value in frame]
    weighted = bool(rows) and all(weight is not None and weight > 0 for _value, weight in rows)
    total, all_frame, heavy = len(rows), sum(frame.values()), sum(weight or 0.0 for _value, weight in rows)
    made = []
    for value, number in frame.items():
        here = [weight or 0.0 for one, weight in rows if one == value]
        share = 100 * len(here) / total if total else 0.0
        made.append(Against(value, number, 100 * number / all_frame if all_frame else 0.0, len(here), share, 100 * sum(here) / heavy if weighted else None))
    return made


def effective(weights: Sequence[float]) -> float:
    """How many unweighted answers the weighted ones are worth (Kish): (Σw)² ÷ Σw². Zero where there are none."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0
