"""What was chosen between a colleague's answers and one's own, and which answers that leaves to be kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.keys import row_key, top_of
from titip.register.rules.merging import place_of


@dataclass(frozen=True)
class Choices:
    """By place, an element or a row (``group/row``). ``looked_at``: the version in which she was shown the colleague's. ``mine`` stand; where
    ``theirs`` stand hers go into the history."""

    looked_at: int
    mine: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[str]:
        """All over which she chose."""
        return self.mine | self.theirs


def groups_in(places: Collection[str]) -> frozenset[str]:
    """The repeated groups of which rows are among the places."""
    return frozenset(top_of(place) for place in places if "/" in place)


def at(places: Collection[str], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers at these places."""
    return {key: answer for key, answer in answers.items() if place_of(key) in places}


def undisputed(answers: Mapping[str, Answer], standing: Mapping[str, Answer], places: Collection[str]) -> dict[str, Answer]:
    """One's own answers without those at these places: of their rows those stand that ``standing`` has."""
    left = {key: answer for key, answer in answers.items() if place_of(key) not in places}
    return left | {group: _rows_as(answers, standing, group, places) for group in groups_in(places)}


def insisted(answers: Mapping[str, Answer], standing: Mapping[str, Answer], places: Collection[str]) -> dict[str, Answer]:
    """One's own answers at these places, to be laid over what is ``standing``: of their rows those stand that she has."""
    return at(places, answers) | {group: _rows_as(standing, answers, group, places) for group in groups_in(places)}


def _rows_as(these: Mapping[str, Answer], those: Mapping[str, Answer], group: str, places: Collection[str]) -> Answer:
    """A group's rows as ``these`` have them, but at the places as ``those`` do. A reason for no answer stands where there is no row."""
    here, there = _rows(these, group), _rows(those, group)
    kept = [row for row in here if row_key(group, row) not in places or row in there]
    kept += [row for row in there if row_key(group, row) in places and row not in here]
    given = these.get(group, EMPTY)
    return Answer(kept) if kept else EMPTY if given.given else given


def _rows(answers: Mapping[str, Answer], group: str) -> list[str]:
    value = answers.get(group, EMPTY).value
    return [str(row) for row in value] if isinstance(value, list) else []
