"""What all comparisons of groups share: denominators, and which groups are large enough (R13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from titip.analyse.rules.guardrails import SMALLEST, Refused
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import wording
from titip.analyse.statistics.effects import Effect
from titip.analyse.statistics.finding import Excluded


@dataclass(frozen=True)
class Denominators:
    """How much each group could have been counted in: ``of`` (group, by its name) units; rates are told ``per`` so many (R6)."""

    of: Mapping[str, float]
    unit: str
    per: float = 1000.0


def enough(sizes: Mapping[int, int], names: Mapping[int, str], k: int) -> tuple[list[int], list[Excluded], int | None]:
    """The groups with 50 or more, those set aside with the reason (R13, R27), and how many rows are compared."""
    large = [i for i, n in sizes.items() if n >= SMALLEST]
    if len(large) < 2:
        return [], [], sum(sizes.values())  # nothing is compared: the groups stand in the table as counts
    small = [
        Excluded(Sentence(wording.SMALL_GROUP, {"group": names[i], "smallest": SMALLEST}), n if n >= k else None) for i, n in sizes.items() if i not in large
    ]
    return large, small, None if any(one.n is None for one in small) else sum(sizes[i] for i in large)


def or_refused(sizes: Mapping[int, Any], large: Sequence[int], work: Any) -> tuple[list[Effect], list[Refused]]:
    """The effects, or why there are none."""
    if len(large) < 2:
        return [], [Refused("R13", Sentence(wording.TOO_SMALL_TABLE, {"smallest": SMALLEST}))]
    try:
        return work(), []
    except Refused as refused:
        return [], [refused]
