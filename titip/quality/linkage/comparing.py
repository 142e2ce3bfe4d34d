"""Two rows compared element by element: each comparison is a few named features, on which the weights stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.quality.linkage.aligning import Aligned, Aligner, Level
from titip.quality.linkage.columns import Flags, Floats, Ints
from titip.quality.linkage.records import Coded, Named, Records

Features = dict[str, Floats]


@dataclass(frozen=True)
class Pairs:
    """The rows to compare."""

    first: Ints
    second: Ints


class Comparer:
    """Compares pairs of rows. The features of a pair depend on its two rows and on how usual their values are in the file."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._name = Aligner(records.name) if records.name else None
        self._native = Aligner(records.native) if records.native else None
        self._others = [Aligner(other) for other in records.others]

    def features(self, pairs: Pairs, *, fuzzy: bool) -> Features:
        """feature → one number a pair. ``fuzzy`` also measures words that are only nearly alike, which takes longer."""
        made: Features = {}
        records = self._records
        for aligner, named in ((self._name, records.name), (self._native, records.native)):
            if aligner is not None and named is not None:
                script = named.names.script
                aligned = aligner.align(pairs.first, pairs.second, fuzzy=fuzzy)
                made |= name_features(named.kind, aligned, self._both(named, pairs), script[pairs.first] != script[pairs.second])
        for aligner, named in zip(self._others, records.others, strict=True):
            aligned = aligner.align(pairs.first, pairs.second, fuzzy=fuzzy)
            _add(made, word_features(named.kind, aligned, self._both(named, pairs)))
        made |= birth_features(records, pairs)
        for element in records.coded:
            _add(made, coded_features(element, pairs))
        return made

    def _both(self, named: Named, pairs: Pairs) -> Flags:
        given = named.names.given
        return given[pairs.first] & given[pairs.second]


def _add(made: Features, more: Features) -> None:
    """Two places, two parents: the same features, added."""
    for name, values in more.items():
        made[name] = made[name] + values if name in made else values


def name_features(label: str, aligned: Aligned, both: Flags, scripts_differ: Flags) -> Features:
    """How many words agree at each level and how rare they are; how many are left over; and what of that is between two scripts,
    where no spelling can agree and so little is lost when it does not."""
    made: Features = {}
    for level, count in aligned.count.items():
        made[f"{label}.{level.name.lower()}"] = count
        made[f"{label}.{level.name.lower()}.rarity"] = aligned.rarity[level]
    fewer, more = np.minimum(aligned.left_first, aligned.left_second), np.maximum(aligned.left_first, aligned.left_second)
    made[f"{label}.differ"] = fewer * both
    made[f"{label}.extra"] = (more - fewer) * both
    made[f"{label}.none"] = (both & (aligned.matched == 0)).astype(np.float32)
    made[f"{label}.whole"] = (both & (more == 0)).astype(np.float32)
    made[f"{label}.one_word"] = (both & (aligned.matched == 1) & (more == 0)).astype(np.float32)
    made[f"{label}.crossed"] = aligned.crossed.astype(np.float32)
    across = (both & scripts_differ).astype(np.float32)
    made[f"{label}.two_scripts"] = across
    made[f"{label}.two_scripts.sound"] = aligned.count[Level.SOUND] * across
    made[f"{label}.two_scripts.skeleton"] = aligned.count[Level.SKELETON] * across
    near = sum((count for level, count in aligned.count.items() if level < Level.SKELETON), np.zeros(len(both), np.float32))
    made[f"{label}.two_scripts.near"] = near * across
    made[f"{label}.two_scripts.differ"] = fewer * across
    made[f"{label}.missing"] = (~both).astype(np.float32)
    return made


def word_features(label: str, aligned: Aligned, both: Flags) -> Features:
    """As for a name, with fewer levels: parents' names and texts, which are seldom given."""
    close = [level for level in aligned.count if level >= Level.SKELETON]
    fuzzy = [level for level in aligned.count if level < Level.SKELETON]
    fewer, more = np.minimum(aligned.left_first, aligned.left_second), np.maximum(aligned.left_first, aligned.left_second)
    zero = np.zeros(len(both), np.float32)
    return {
        f"{label}.agree": sum((aligned.count[level] for level in close), zero),
        f"{label}.agree.rarity": sum((aligned.rarity[level] for level in close), zero),
        f"{label}.near": sum((aligned.count[level] for level in fuzzy), zero),
        f"{label}.near.rarity": sum((aligned.rarity[level] for level in fuzzy), zero),
        f"{label}.differ": fewer * both,
        f"{label}.extra": (more - fewer) * both,
        f"{label}.none": (both & (aligned.matched == 0)).astype(np.float32),
        f"{label}.whole": (both & (more == 0)).astype(np.float32),
    }


def birth_features(records: Records, pairs: Pairs) -> Features:
    """How far the birth years are apart, and what the whole dates say where both are known."""
    one, other = records.year[pairs.first], records.year[pairs.second]
    known = (one > 0) & (other > 0)
    apart = np.where(known, np.abs(one - other), -1)
    day, day_other = records.day[pairs.first], records.day[pairs.second]
    dated = (day > 0) & (day_other > 0)
    swapped = (day // 100 == day_other % 100) & (day % 100 == day_other // 100) & (day != day_other)
    same_day = dated & (day == day_other)
    made = {
        "birth_year.1_apart": apart == 1,
        "birth_year.2_apart": apart == 2,
        "birth_year.3_apart": apart == 3,
        "birth_year.4_or_5_apart": (apart == 4) | (apart == 5),
        "birth_year.6_or_more_apart": apart >= 6,
        "birth_date.same_day": same_day & (apart == 0),
        "birth_date.same_day_other_year": same_day & (apart > 0),
        "birth_date.day_and_month_swapped": dated & swapped,
        "birth_date.same_month": dated & ~same_day & ~swapped & (day // 100 == day_other // 100),
        "birth_date.other_day": dated & ~same_day & ~swapped & (day // 100 != day_other // 100),
    }
    features = {name: flags.astype(np.float32) for name, flags in made.items()}
    features["birth_year.same"] = np.where(apart == 0, records.year_rarity[pairs.first], 0).astype(np.float32)
    return features


def coded_features(element: Coded, pairs: Pairs) -> Features:
    """How rare the same value is, or different; nothing where either is not known."""
    one, other = element.codes[pairs.first], element.codes[pairs.second]
    known = (one >= 0) & (other >= 0)
    same = known & (one == other)
    return {
        f"{element.kind}.same": np.where(same, np.minimum(element.rarity[pairs.first], element.rarity[pairs.second]), 0).astype(np.float32),
        f"{element.kind}.differ": (known & ~same).astype(np.float32),
    }
