"""How two people's edits of one record meet: element by element, nothing overwritten silently (D7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from titip.dictionary.rules.answers import Answer


@dataclass(frozen=True)
class Conflict:
    """One element that two people answered differently since the same base."""

    element: str
    base: Answer | None
    theirs: Answer | None
    mine: Answer | None


@dataclass(frozen=True)
class Merged:
    """The answers to keep, and the conflicts that a person must settle first. With conflicts nothing may be kept."""

    answers: Mapping[str, Answer]
    changed: frozenset[str]
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Mapping[str, Answer], theirs: Mapping[str, Answer], mine: Mapping[str, Answer]) -> Merged:
    """Lay ``mine`` (only the elements on my form) over ``theirs`` (the current version), both made from ``base``.

    An element that only one side changed takes that side's answer; one that both changed alike is no conflict and no change,
    so that a form sent twice is kept once.
    """
    changed = {code for code, answer in mine.items() if answer != base.get(code) and answer != theirs.get(code)}
    conflicts = tuple(
        Conflict(code, base.get(code), theirs.get(code), mine[code]) for code in sorted(changed) if theirs.get(code) != base.get(code)
    )
    return Merged({**theirs, **{code: mine[code] for code in changed}}, frozenset(changed), conflicts)
