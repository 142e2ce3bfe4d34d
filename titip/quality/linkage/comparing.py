"""Two rows compared element by element: each comparison is a few named features, on which the weights stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from titip.quality.linkage.aligning import Aligned, Aligner, Level
from titip.quality.linkage.columns import Flags, Floats, Index, Ints
from titip.quality.linkage.records import Coded, Named, Records
from titip.quality.linkage.spec import Kind

Features = dict[str, Floats]
#: Identifiers shorter than this are not called nearly the same: one slip turns any house number into another.
SHORTEST = 4
#: What a value says that every row shares: nothing, yet it agrees, and the reasons must say so.
SHARED = np.float32(1e-6)


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
        texts = [other for other in records.others if other.kind is Kind.TEXT]
        self._crossings = [Crossing.of(one, other) for one, other in itertools.permutations(texts, 2)]

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
            _add(made, word_features(named.kind, aligned, self._both(named, pairs), records.rows))
        if self._crossings:
            most = np.maximum.reduce([crossing.shared(pairs) for crossing in self._crossings])
            made["text.other_column.rarity"] = np.minimum(most, np.log(records.rows)).astype(np.float32)
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


@dataclass(frozen=True, eq=False)
class Crossing:
    """Two columns of texts, one read from the first row and one from the second: an address written into the line below. ``words`` are numbered alike."""

    one: Ints
    other: Ints
    rarity: Floats

    @classmethod
    def of(cls, one: Named, other: Named) -> Crossing:
        """``one`` as it is, ``other`` in the words of ``one``."""
        number = {sound: place for place, sound in enumerate(one.names.sounds)}
        table = np.array([number.get(sound, -1) for sound in other.names.sounds] or [-1], dtype=np.int32)
        there = other.names.sound
        return cls(one.names.sound, np.where(there >= 0, table[np.maximum(there, 0)], -1).astype(np.int32), one.rarity)

    def shared(self, pairs: Pairs) -> Floats:
        """For each pair the rarity of the words that stand in both."""
        wide, high = (int((table >= 0).sum(axis=1).max(initial=0)) for table in (self.one, self.other))
        found = np.zeros(len(pairs.first), np.float32)
        for i in range(wide):
            word = self.one[pairs.first, i]
            there = np.zeros(len(word), bool)
            for j in range(high):
                there |= (word >= 0) & (word == self.other[pairs.second, j])
            found += np.where(there, self.rarity[pairs.first, i], 0)
        return found


def word_features(label: str, aligned: Aligned, both: Flags, rows: int) -> Features:
    """As for a name, with fewer levels: parents' names and texts, which are seldom given.

    The words of a text go together, so that all of them say no more than one that only two rows of the file have.
    """
    close = [level for level in aligned.count if level >= Level.SKELETON]
    fuzzy = [level for level in aligned.count if level < Level.SKELETON]
    fewer, more = np.minimum(aligned.left_first, aligned.left_second), np.maximum(aligned.left_first, aligned.left_second)
    zero = np.zeros(len(both), np.float32)
    agree, near = (sum((aligned.rarity[level] for level in levels), zero) for levels in (close, fuzzy))
    if label == Kind.TEXT:
        agree = np.minimum(agree, np.float32(np.log(rows)))
        near = np.minimum(near, np.float32(np.log(rows)) - agree)
    return {
        f"{label}.agree": sum((aligned.count[level] for level in close), zero),
        f"{label}.agree.rarity": agree,
        f"{label}.near": sum((aligned.count[level] for level in fuzzy), zero),
        f"{label}.near.rarity": near,
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
    made["birth_date.one_digit"] = dated & _one_digit(one * 10_000 + day, other * 10_000 + day_other)
    features = {name: flags.astype(np.float32) for name, flags in made.items()}
    features["birth_year.same"] = np.where(apart == 0, np.maximum(records.year_rarity[pairs.first], SHARED), 0).astype(np.float32)
    return features


def _one_digit(one: Ints, other: Ints) -> Flags:
    """Whether two dates, as eight digits, differ in one digit, or in two neighbours that changed places."""
    ten = 10 ** np.arange(7, -1, -1)
    a, b = (dates[:, None] // ten % 10 for dates in (one, other))
    apart = a != b
    many = apart.sum(axis=1)
    swapped = (apart[:, :-1] & apart[:, 1:] & (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1])).any(axis=1)
    return np.asarray((many == 1) | ((many == 2) & swapped))


def coded_features(element: Coded, pairs: Pairs) -> Features:
    """How rare the same value is, or different; nothing where either is not known, nor of two places in two scripts that do not sound alike.

    Of identifiers also whether one slip of the hand parts them.
    """
    one, other = element.codes[pairs.first], element.codes[pairs.second]
    known = (one >= 0) & (other >= 0)
    same = known & (one == other)
    rarer = np.maximum(np.minimum(element.rarity[pairs.first], element.rarity[pairs.second]), SHARED)
    made = {f"{element.kind}.same": np.where(same, rarer, 0).astype(np.float32)}
    differ = known & ~same
    if element.kind is Kind.PLACE:
        differ &= element.script[pairs.first] == element.script[pairs.second]
    if element.kind is Kind.EXACT:
        near = _one_slip(element.spellings, one, other, np.flatnonzero(differ))
        made[f"{element.kind}.near"] = np.where(near, rarer, 0).astype(np.float32)
        differ &= ~near
    made[f"{element.kind}.differ"] = differ.astype(np.float32)
    return made


def _one_slip(spellings: Sequence[str], one: Ints, other: Ints, where: Index) -> Flags:
    """Which of the pairs at ``where`` differ by one letter too many, lacking, wrong, or changed with its neighbour; short values never count."""
    near = np.zeros(len(one), bool)
    many = len(spellings)
    codes, inverse = np.unique(one[where].astype(np.int64) * many + other[where], return_inverse=True)
    if len(codes):
        a, b = [spellings[i] for i in codes // many], [spellings[i] for i in codes % many]
        slip = np.asarray(cpdist(a, b, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)) <= 1
        near[where] = (slip & np.array([min(len(x), len(y)) >= SHORTEST for x, y in zip(a, b, strict=True)]))[inverse]
    return near
