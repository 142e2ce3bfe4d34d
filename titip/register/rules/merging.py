"""How two people's edits of one record meet: element by element, row by row, nothing overwritten silently (D7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.keys import row_key, split
from titip.kit.missing import Missing


@dataclass(frozen=True)
class Conflict:
    """One element, or one row of a repeated group (``group/row``), that two people answered differently since the same base.

    Of a row, ``theirs_row`` and ``mine_row`` hold its answers by key; empty where that side removed it.
    """

    element: str
    base: Answer | None
    theirs: Answer | None
    mine: Answer | None
    theirs_row: Mapping[str, Answer] = field(default_factory=dict)
    mine_row: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """The answers to keep, and the conflicts that a person must settle first. With conflicts nothing may be kept."""

    answers: Mapping[str, Answer]
    changed: frozenset[str]
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Mapping[str, Answer], theirs: Mapping[str, Answer], mine: Mapping[str, Answer], groups: frozenset[str] = frozenset()) -> Merged:
    """Lay ``mine`` (only the elements on my form) over ``theirs`` (the current version), both made from ``base``.

    An element that only one side changed takes that side's answer; one that both changed alike is no conflict and no change,
    so that a form sent twice is kept once. Of the repeated groups in ``groups`` the rows of both sides stand together, and a row that
    only one side removed goes; ``base`` and ``theirs`` hold every row of them.
    """
    mine = {**mine, **{code: _rows_together(base, theirs, mine, code) for code in groups if code in mine}}
    mine |= _emptied(theirs, mine, groups)
    changed = {key for key, answer in mine.items() if not _same(answer, base.get(key)) and not _same(answer, theirs.get(key))}
    clashing = {key for key in changed if not _same(theirs.get(key), base.get(key)) and key not in groups}
    clashing |= {code for code in changed & groups if _undecided(base, theirs, mine, code)}
    conflicts = [_conflict(key, base, theirs, mine) for key in sorted(dict.fromkeys(place_of(key) for key in clashing))]
    return Merged({**theirs, **{key: mine[key] for key in changed}}, frozenset(changed), tuple(conflicts))


def _same(one: Answer | None, other: Answer | None) -> bool:
    """No answer and the empty answer say the same."""
    return (one or EMPTY) == (other or EMPTY)


def place_of(key: str) -> str:
    """What a person chooses about: the element, or the whole row."""
    group, row, _member = split(key)
    return row_key(group, row) if row else key


def _rows(answers: Mapping[str, Answer], group: str) -> list[str]:
    answer = answers.get(group)
    return [str(row) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []


def _rows_together(base: Mapping[str, Answer], theirs: Mapping[str, Answer], mine: Mapping[str, Answer], group: str) -> Answer:
    """The rows of both sides, theirs first; without those that either side removed. A reason for no answer stands as it was given."""
    before, now, wanted = _rows(base, group), _rows(theirs, group), _rows(mine, group)
    if not wanted and mine[group].missing is not Missing.EMPTY and not now:
        return mine[group]
    edited = {row for row in wanted if row in before and row not in now and _row_of(mine, group, row) != _row_of(base, group, row)}
    kept = [row for row in now if row in wanted or row not in before]
    kept += [row for row in wanted if row not in now and (row not in before or row in edited)]
    if kept:
        return Answer(kept)
    return mine[group] if not wanted else EMPTY


def _undecided(base: Mapping[str, Answer], theirs: Mapping[str, Answer], mine: Mapping[str, Answer], group: str) -> bool:
    """Whether one side says why there is none while the other changed that too; rows by themselves never clash."""
    if theirs.get(group, EMPTY).given or mine[group].given:
        return False
    return not _same(theirs.get(group), base.get(group))


def _row_of(answers: Mapping[str, Answer], group: str, row: str) -> dict[str, Answer]:
    return {key: answer for key, answer in answers.items() if split(key)[:2] == (group, row) and answer != EMPTY}


def _emptied(theirs: Mapping[str, Answer], mine: Mapping[str, Answer], groups: frozenset[str]) -> dict[str, Answer]:
    """The answers of rows that stand no more, their additions included."""
    gone: dict[str, Answer] = {}
    for group in groups & set(mine):
        rows = set(_rows(mine, group))
        gone |= {key: EMPTY for key in theirs if split(key)[0] == group and split(key)[1] not in rows}
    return gone


def _conflict(place: str, base: Mapping[str, Answer], theirs: Mapping[str, Answer], mine: Mapping[str, Answer]) -> Conflict:
    group, slash, row = place.partition("/")
    if not slash:
        return Conflict(place, base.get(place), theirs.get(place), mine[place])
    return Conflict(place, None, None, None, _row_of(theirs, group, row), _row_of(mine, group, row))
