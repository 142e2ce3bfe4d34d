"""What a number may be used to claim: the rules R13 to R16, which a result asks before it speaks."""

from __future__ import annotations

from math import sqrt
from typing import Final

from titip.analyse.rules.sentences import Sentence
from titip.dictionary.rules.messages import gettext_noop as _

#: Below this many, no claim of change or difference (R13), no percent change (R14).
SMALLEST: Final = 50
#: A mean further than this from the median, as a share of the median, is flagged (R5).
MEAN_APART: Final = 0.20
#: Two counts closer than this many standard errors of their difference show no clear change (R16).
NOISE: Final = 1.96


class Refused(ValueError):
    """A claim the numbers do not allow. ``rule`` is its number; ``sentence`` says why, and what to do instead, for the page."""

    def __init__(self, rule: str, sentence: Sentence) -> None:
        super().__init__(f"{rule}: {sentence.say()}")
        self.rule = rule
        self.sentence = sentence


def refuse_small(*counts: int) -> None:
    """R13: raise Refused where any of the groups compared has fewer than 50."""
    least = min(counts)
    if least < SMALLEST:
        raise Refused("R13", Sentence(SMALL, {"n": least, "smallest": SMALLEST}))


def refuse_percent_change(*counts: int) -> None:
    """R14: raise Refused where a percent change would rest on fewer than 50."""
    least = min(counts)
    if least < SMALLEST:
        raise Refused("R14", Sentence(SMALL_PERCENT, {"n": least, "smallest": SMALLEST}))


def within_noise(earlier: int, later: int) -> bool:
    """R16: whether two independent counts differ by no more than chance would explain.

    The difference of two Poisson counts has variance ``earlier + later`` where nothing has changed.
    """
    return abs(later - earlier) <= NOISE * sqrt(earlier + later)


def mean_apart(mean: float, median: float) -> bool:
    """R5: whether the mean differs from the median by more than 20 % of the median."""
    return abs(mean - median) > MEAN_APART * abs(median)


SMALL: Final = _("With fewer than {smallest} we show counts, not differences: the smallest group here has {n}.")
SMALL_PERCENT: Final = _("With fewer than {smallest} a percent change misleads: the smallest count here is {n}. Tell both counts.")
