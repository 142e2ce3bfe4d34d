"""The best candidates of an online search, scored on their real values, with reasons in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from titip.quality.linkage.columns import Floats, Ints, Texts
from titip.quality.linkage.comparing import Comparer, Pairs
from titip.quality.linkage.explaining import Reason, reasons
from titip.quality.linkage.linking import PROBABLE
from titip.quality.linkage.records import Coded, Named, Records, read_records
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.weights import Weights, frozen

Row = Mapping[Kind, str]
#: (kind of mark, value) → in how many people it occurs; as ``OnlineIndex.seen`` counts them.
Seen = Mapping[tuple[str, str], int]

#: The chance that somebody at the door has been here before, where nothing better is known.
RETURNING = 0.15
#: So many are shown at most.
SHOWN = 10
_COMPARED = (
    Kind.NAME, Kind.NATIVE_NAME, Kind.PARENT_NAME, Kind.BIRTH_YEAR, Kind.BIRTH_DATE, Kind.SEX, Kind.COUNTRY, Kind.PLACE, Kind.PHONE,
)


@dataclass(frozen=True)
class Candidate:
    """One who may be the same person: where she stands among the rows given, how probable it is, and why."""

    place: int
    probability: float
    reasons: tuple[Reason, ...]

    @property
    def probable(self) -> bool:
        """Whether she stands above the line "probably the same person"."""
        return self.probability >= PROBABLE


def rank(asked: Row, found: Sequence[Row], *, people: int, seen: Seen, weights: Weights | None = None, shown: int = SHOWN) -> list[Candidate]:
    """The rows ``found`` that may be the one asked about, best first. ``people`` is how many were searched; it sets how much evidence is enough."""
    if not found:
        return []
    weights = weights or frozen()
    kinds = [kind for kind in _COMPARED if asked.get(kind) or any(row.get(kind) for row in found)]
    spec = Spec({kind.value: kind for kind in kinds})
    columns = {kind.value: Texts.of([asked.get(kind), *(row.get(kind) for row in found)]) for kind in kinds}
    records = _as_rare_as(read_records(spec, columns, second=1), people, seen)
    pairs = Pairs(np.zeros(len(found), np.int32), np.arange(1, len(found) + 1, dtype=np.int32))
    features = Comparer(records).features(pairs, fuzzy=True)
    odds = weights.evidence(features) + np.log(RETURNING / max(1, people))
    chance = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    best = np.argsort(-odds, kind="stable")[:shown].tolist()
    return [Candidate(place, float(chance[place]), tuple(reasons(features, weights, place))) for place in best]


def _as_rare_as(records: Records, people: int, seen: Seen) -> Records:
    """The records with rarities of the whole register: among a hundred candidates every name is common."""

    def rarity(kind: str) -> Callable[[str], float]:
        return lambda value: -float(np.log(min(1.0, max(1, seen.get((kind, value), 0)) / max(people, 1))))

    def named(element: Named | None) -> Named | None:
        if element is None:
            return None
        sound = rarity("parent" if element.kind is Kind.PARENT_NAME else "sound")
        bones = sound if element.kind is Kind.PARENT_NAME else rarity("skeleton")
        names = element.names
        return replace(
            element, rarity=_looked_up(names.sound, names.sounds, sound), bone_rarity=_looked_up(names.skeleton, names.bones, bones),
        )

    def coded(element: Coded) -> Coded:
        return replace(element, rarity=_looked_up(element.codes, element.spellings, rarity(element.kind.value)))

    year = rarity("year")
    return replace(
        records, name=named(records.name), native=named(records.native), others=tuple(one for other in records.others if (one := named(other))),
        year_rarity=np.array([year(str(one)) if one else 0.0 for one in records.year.tolist()], np.float32),
        coded=tuple(coded(element) for element in records.coded),
    )


def _looked_up(numbers: Ints, texts: Sequence[str], rarity: Callable[[str], float]) -> Floats:
    table = np.array([rarity(text) for text in texts] or [0.0], np.float32)
    return np.where(numbers >= 0, table[np.maximum(numbers, 0)], np.float32(0)).astype(np.float32)
