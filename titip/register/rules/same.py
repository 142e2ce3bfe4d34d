"""Codes that are one person: groups out of what was decided two by two, and one answer to each question out of several records. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.kit.missing import Missing

#: What is still a gap, and is filled from her other code's record. "Does not know" and "prefers not to say" are answers.
GAPS = frozenset({Missing.EMPTY, Missing.ASK_LATER})


@dataclass(frozen=True)
class Decided:
    """Two codes are one person, and the code she is kept under was to be ``kept``."""

    one: UUID
    other: UUID
    kept: UUID


@dataclass(frozen=True)
class Group:
    """One person: the code she is kept under first, then her others, the oldest first."""

    members: tuple[UUID, ...]

    @property
    def kept(self) -> UUID:
        """The code she is kept under."""
        return self.members[0]


def groups(decided: Sequence[Decided], erased: Collection[UUID] = ()) -> list[Group]:
    """The people with more than one code, from what stands decided, oldest first. The newest word on which code is kept counts.

    An erased code still ties the others together and is no member; where the kept one was erased, an older word counts, or the oldest code.
    """
    leader: dict[UUID, UUID] = {}

    def top(one: UUID) -> UUID:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for row in decided:
        leader[top(row.one)] = top(row.other)
    parts: dict[UUID, set[UUID]] = {}
    for one in leader:
        if one not in erased:
            parts.setdefault(top(one), set()).add(one)
    wishes: dict[UUID, list[UUID]] = {}
    for row in decided:
        wishes.setdefault(top(row.one), []).append(row.kept)
    found = []
    for part, members in parts.items():
        if len(members) > 1:
            kept = next((wish for wish in reversed(wishes[part]) if wish in members), min(members))
            found.append(Group((kept, *sorted(members - {kept}))))
    return sorted(found, key=lambda group: group.kept)


def one_each(records: Iterable[Mapping[str, Answer]]) -> dict[str, Answer]:
    """One answer to each question: the first record's; where that has a gap, the next one's."""
    found: dict[str, Answer] = {}
    for answers in records:
        for code, answer in answers.items():
            if found.get(code, EMPTY).missing in GAPS and answer != EMPTY:
                found[code] = found[code] if code in found and answer.missing in GAPS else answer
    return found


def differing(kept: Mapping[str, Answer], other: Mapping[str, Answer]) -> list[str]:
    """The questions to which both records hold a value, and not the same one."""
    return sorted(code for code, answer in kept.items() if answer.given and code in other and other[code].given and other[code].value != answer.value)
