"""The answer to a descriptive question, with the guardrails inside: it cannot be made to say more than its numbers allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from titip.analyse.rules.guardrails import SMALLEST
from titip.analyse.rules.sentences import Sentence, percent
from titip.analyse.statistics import messages
from titip.analyse.statistics.numbers import Numbers
from titip.kit.missing import Missing
from titip.share.rules import STAR, About, Heading, Value

#: How each kind of absence is said.
MISSING_WORDS: Mapping[Missing, str] = {
    Missing.EMPTY: messages.EMPTY,
    Missing.UNKNOWN: messages.UNKNOWN,
    Missing.NOT_APPLICABLE: messages.NOT_APPLICABLE,
    Missing.DECLINED: messages.DECLINED,
    Missing.ASK_LATER: messages.ASK_LATER,
}


@dataclass(frozen=True)
class Group:
    """One value of the column: how many cases have it. ``n`` is None where withheld; ``share`` is of the cases whose value is known, 0 to 1."""

    value: Value
    name: str
    n: int | None
    share: float | None

    def count_text(self) -> str:
        """The count as it is read, ``*`` where withheld."""
        return STAR if self.n is None else f"{self.n:,}"

    def share_text(self) -> str:
        """The percentage as it is read. Only ever shown beside ``count_text`` (R14)."""
        return "" if self.share is None else percent(self.share)


@dataclass(frozen=True)
class Description:
    """Counts of one column of a released table, with what must be told beside them.

    ``n`` rows, of which ``known`` have a value (None where telling it would give a small count away), ``missing`` by kind, ``starred`` withheld
    in the table itself. ``groups`` in the order of an ordered scale, else the largest first. ``numbers``: centre and spread of numeric columns;
    ``numbers_by_group``: the same within each group. ``many``: a case may have several values. ``protect``: the k below which counts are withheld.
    """

    heading: Heading
    n: int
    known: int | None
    missing: Mapping[Missing, int | None]
    starred: int | None
    groups: tuple[Group, ...]
    about: About
    protect: int = 0
    many: bool = False
    numbers: Mapping[str, Numbers] | None = None
    numbers_by_group: Mapping[str, Mapping[str, Numbers]] | None = None
    labels: Mapping[str, Heading] | None = None

    @property
    def small(self) -> bool:
        """R13: whether there are too few for any claim of difference."""
        return (self.known or 0) < SMALLEST

    @property
    def withholds(self) -> bool:
        """Whether any count is withheld."""
        return None in (self.starred, *self.missing.values()) or any(group.n is None for group in self.groups)

    @property
    def one_valued(self) -> bool:
        """Whether the column only marks a "yes" and leaves the rest empty, so that its share of 100 % means nothing."""
        return len(self.groups) == 1 and (self.missing.get(Missing.EMPTY) or 0) > 0

    def group(self, name: str) -> Group:
        """The group of that name. Raises KeyError."""
        for group in self.groups:
            if name in (group.name, str(group.value)):
                return group
        raise KeyError(name)

    def missing_text(self) -> str:
        """What has no value here, by kind, in words: "empty 47,095; not known 12; withheld before 9". Empty where every row has one."""
        kinds = {MISSING_WORDS[kind]: n for kind, n in self.missing.items()}
        if self.starred != 0:
            kinds[messages.STARRED_KIND] = self.starred
        return "; ".join(f"{kind} {STAR if n is None else f'{n:,}'}" for kind, n in kinds.items())

    def sentences(self) -> list[Sentence]:
        """The result in words, what limits it included. Every one speaks of observed cases only (R8)."""
        return [*self._counts(), *self._protection(), *self._numbers(), Sentence(messages.SAMPLE, {"unit": self.about.unit_of_count})]

    def _counts(self) -> list[Sentence]:
        unit = self.about.unit_of_count
        told = [Sentence(messages.OBSERVED, {"n": self.n, "unit": unit})]
        if self.known is not None:
            told = [Sentence(messages.KNOWN, {"column": self.heading.shown, "known": self.known, "n": self.n, "unit": unit})]
        most = max((g for g in self.groups if g.n is not None and g.share is not None), key=lambda g: g.n or 0, default=None)
        if self.one_valued:
            told.append(Sentence(messages.ONE_VALUE, {"n": self.missing[Missing.EMPTY]}))
        elif most is not None and not self.heading.numeric and not self.small:
            told.append(Sentence(messages.MOST, {"group": most.name, "count": most.n, "known": self.known, "percent": most.share_text()}))
        if self.many:
            told.append(Sentence(messages.MANY))
        told.append(Sentence(messages.MISSING, {"kinds": self.missing_text()}) if self.missing else Sentence(messages.NONE_MISSING))
        if self.small:
            told.append(Sentence(messages.SMALL, {"smallest": SMALLEST}))
        return told

    def _protection(self) -> list[Sentence]:
        told = []
        if self.starred:
            told.append(Sentence(messages.STARRED, {"n": self.starred}))
        if self.withholds:
            told.append(Sentence(messages.WITHHELD, {"k": self.protect}))
            if self.known is None:
                told.append(Sentence(messages.SHARES_WITHHELD))
        return told

    def cautions(self) -> list[Sentence]:
        """What must stand beside its counts wherever they are shown."""
        return self._protection()

    def _numbers(self) -> list[Sentence]:
        headings = self.labels or {}
        return [s for code, numbers in (self.numbers or {}).items() for s in numbers.sentences(headings[code].shown, headings[code].unit)]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: ``n``, ``missing`` by kind, ``groups`` (value, n, share of the known), and what must travel with them."""
        told: dict[str, Any] = {
            "n": self.n,
            "missing": {kind.value: self.missing.get(kind, 0) for kind in Missing},
            "groups": [{"value": _plain(g.value, g.name), "n": g.n, "share": g.share} for g in self.groups],
            "by": self.heading.code,
            "known": self.known,
            "withheld_values": self.starred,
            "unit": self.about.unit_of_count,
            "protected_below": self.protect,
            "sentences": [sentence.say() for sentence in self.sentences()],
        }
        if self.numbers:
            told["numbers"] = {code: numbers.as_dict() for code, numbers in self.numbers.items()}
        if self.numbers_by_group:
            told["numbers_by_group"] = {code: {g: numbers.as_dict() for g, numbers in groups.items()} for code, groups in self.numbers_by_group.items()}
        return told


def _plain(value: Value, name: str) -> str | int | float | bool:
    """A value as JSON holds it: numbers stay numbers."""
    return value if isinstance(value, str | int | float) else name
