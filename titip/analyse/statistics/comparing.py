"""Differences between groups and changes between periods: told only where the numbers allow (R13 to R16)."""

from __future__ import annotations

from dataclasses import dataclass

from titip.analyse.rules.guardrails import Refused, refuse_percent_change, refuse_small, within_noise
from titip.analyse.rules.sentences import Sentence, percent
from titip.analyse.statistics import messages
from titip.analyse.statistics.description import Description


def difference(description: Description, first: str, second: str) -> Sentence:
    """Two groups beside each other, with counts and shares. Raises Refused (R13) where either has fewer than 50, KeyError for no such group."""
    a, b = description.group(first), description.group(second)
    refuse_small(a.n or 0, b.n or 0)
    values = {"first": a.name, "a": a.n, "share_a": a.share_text(), "second": b.name, "b": b.n, "share_b": b.share_text()}
    return Sentence(messages.DIFFERENCE, {**values, "known": description.known or description.n, "unit": description.about.unit_of_count})


@dataclass(frozen=True)
class Change:
    """Two counts of the same thing in two full periods."""

    earlier: int
    later: int
    unit: str = "cases"

    def percent(self) -> float:
        """The change as a share of the earlier count. Raises Refused (R14) where either is under 50."""
        refuse_percent_change(self.earlier, self.later)
        return (self.later - self.earlier) / self.earlier

    def claim(self) -> Sentence:
        """That there is a change, both numbers first (R15). Raises Refused: R13 under 50; R16 within noise."""
        refuse_small(self.earlier, self.later)
        if within_noise(self.earlier, self.later):
            raise Refused("R16", self.sentence())
        return self.sentence()

    def sentence(self) -> Sentence:
        """What may be said of it: a difference in cases under 50, "no clear change" within noise, else with the percentage beside both counts."""
        more = self.later - self.earlier
        values = {"earlier": self.earlier, "later": self.later, "unit": self.unit, "difference": abs(more)}
        try:
            share = self.percent()
        except Refused:
            message = messages.MORE if more > 0 else messages.FEWER if more else messages.SAME
            return Sentence(message, values)
        if within_noise(self.earlier, self.later):
            return Sentence(messages.NO_CLEAR_CHANGE, values)
        sign = "+" if more > 0 else "−"
        return Sentence(messages.CHANGE_PERCENT, {**values, "difference": f"{sign}{abs(more):,}", "percent": f"{sign}{percent(abs(share))}"})


def change(earlier: Description, later: Description, group: str) -> Change:
    """The change of one group between two descriptions made by the same definition. Raises Refused (R7) where the definitions differ."""
    if earlier.heading.code != later.heading.code or earlier.about.dictionary_sha256 != later.about.dictionary_sha256:
        raise Refused("R7", Sentence(messages.OTHER_DEFINITION))
    return Change(earlier.group(group).n or 0, later.group(group).n or 0, later.about.unit_of_count)
