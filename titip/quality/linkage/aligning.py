"""The words of two names laid beside each other, in any order: which word agrees with which, and how well.

Each word is used once. Exact spellings are taken first, then the same sound, the same consonant skeleton, and words that are
nearly alike. What is left over on both sides may still be one name written joined or apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from titip.quality.linkage.columns import Flags, Floats, Index, Ints
from titip.quality.linkage.names import MOST_WORDS
from titip.quality.linkage.records import Named

#: From here on two words are nearly alike, and from here on rather alike (Jaro–Winkler, of the spelling or of the sounds).
NEAR, RATHER = 0.9, 0.8


class Level(IntEnum):
    """How well a word agrees with another."""

    RATHER = 1
    NEAR = 2
    SKELETON = 3
    SOUND = 4
    SPELLING = 5


@dataclass(eq=False)
class Aligned:
    """For each pair: at each level the number of words and the sum of their rarity; the words left on either side."""

    pairs: int
    count: dict[Level, Floats] = field(default_factory=dict)
    rarity: dict[Level, Floats] = field(default_factory=dict)
    left_first: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    left_second: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    crossed: Flags = field(default_factory=lambda: np.empty(0, bool))

    @property
    def matched(self) -> Floats:
        """How many words found another."""
        return sum(self.count.values(), np.zeros(self.pairs, np.float32))


class Aligner:
    """Lays names beside each other. ``similar`` remembers how alike two spellings are, so that each two are measured once."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._sound, self._bones = named.names.sound.T.copy(), named.names.skeleton.T.copy()
        self._words = named.names.words.T.copy()
        self._rarity, self._bone_rarity = named.rarity.T.copy(), named.bone_rarity.T.copy()
        self._width = (named.names.words >= 0).sum(axis=1)
        long_enough = np.array([len(bones) > 1 for bones in named.names.bones] or [False])
        self._bones = np.where((self._bones >= 0) & long_enough[np.maximum(self._bones, 0)], self._bones, -1)

    def align(self, first: Ints, second: Ints, *, fuzzy: bool) -> Aligned:
        """Lay the names of the rows ``first`` beside those of ``second``. Without ``fuzzy`` only spelling, sound and skeleton count."""
        wide, high = int(self._width[first].max(initial=0)), int(self._width[second].max(initial=0))
        made = Aligned(len(first))
        free_a = [self._words[i][first] >= 0 for i in range(wide)]
        free_b = [self._words[j][second] >= 0 for j in range(high)]
        where = np.zeros((MOST_WORDS, len(first)), np.int8)
        for level, table, rarity in (
            (Level.SPELLING, self._words, self._rarity), (Level.SOUND, self._sound, self._rarity), (Level.SKELETON, self._bones, self._bone_rarity),
        ):
            a, b = [table[i][first] for i in range(wide)], [table[j][second] for j in range(high)]
            same = {(i, j): (a[i] == b[j]) & (a[i] >= 0) for i in range(wide) for j in range(high)}
            self._take(made, level, same, rarity, (first, second), (free_a, free_b), where)
        if fuzzy:
            alike = self._alike(first, second, free_a, free_b)
            for level, least in ((Level.NEAR, NEAR), (Level.RATHER, RATHER)):
                same = {place: score >= least for place, score in alike.items()}
                self._take(made, level, same, self._rarity, (first, second), (free_a, free_b), where)
        made.left_first = np.sum(free_a, axis=0, dtype=np.float32) if free_a else np.zeros(len(first), np.float32)
        made.left_second = np.sum(free_b, axis=0, dtype=np.float32) if free_b else np.zeros(len(first), np.float32)
        made.crossed = _crossed(where)
        return made

    def _take(
        self, made: Aligned, level: Level, same: dict[tuple[int, int], Flags], rarity: Floats,
        rows: tuple[Ints, Ints], free: tuple[list[Flags], list[Flags]], where: Index,
    ) -> None:
        count, worth = np.zeros(made.pairs, np.float32), np.zeros(made.pairs, np.float32)
        for (i, j), equal in sorted(same.items(), key=lambda one: abs(one[0][0] - one[0][1])):
            hits = np.flatnonzero(equal & free[0][i] & free[1][j])
            if not len(hits):
                continue
            free[0][i][hits], free[1][j][hits] = False, False
            count[hits] += 1
            worth[hits] += np.minimum(rarity[i][rows[0][hits]], rarity[j][rows[1][hits]])
            where[i][hits] = j + 1
        made.count[level], made.rarity[level] = count, worth

    def _alike(self, first: Ints, second: Ints, free_a: list[Flags], free_b: list[Flags]) -> dict[tuple[int, int], Floats]:
        """For each place of a free word in one name and in the other, how alike the two are (0 where either is taken)."""
        made: dict[tuple[int, int], Floats] = {}
        asked: dict[tuple[int, int], tuple[Index, Index]] = {}
        many = len(self._named.names.spellings)
        for i, one in enumerate(free_a):
            for j, other in enumerate(free_b):
                both = np.flatnonzero(one & other)
                if len(both):
                    asked[i, j] = both, self._words[i][first[both]].astype(np.int64) * many + self._words[j][second[both]]
        if not asked:
            return made
        codes, inverse = np.unique(np.concatenate([code for _, code in asked.values()]), return_inverse=True)
        score = self._similar(codes // many, codes % many)
        begin = 0
        for place, (where, code) in asked.items():
            made[place] = np.zeros(len(first), np.float32)
            made[place][where] = score[inverse[begin : begin + len(code)]]
            begin += len(code)
        return made

    def _similar(self, one: Index, other: Index) -> Floats:
        names = self._named.names
        spelt = _jaro_winkler([names.spellings[w] for w in one], [names.spellings[w] for w in other])
        heard = _jaro_winkler([names.sounds[names.sound_of[w]] for w in one], [names.sounds[names.sound_of[w]] for w in other])
        alike: Floats = np.maximum(spelt, heard - 0.02)
        return alike


def _jaro_winkler(one: list[str], other: list[str]) -> Floats:
    return np.asarray(cpdist(one, other, scorer=JaroWinkler.similarity, dtype=np.float32))


def _crossed(where: Index) -> Flags:
    """Whether two words changed places: a word further on in one name stands earlier in the other."""
    crossed = np.zeros(where.shape[1], bool)
    reached = np.zeros(where.shape[1], np.int8)
    for place in where:
        crossed |= (place > 0) & (place < reached)
        reached = np.maximum(reached, place)
    return crossed
