"""Names of many rows as numbers: each word's spelling, classes of sound and skeleton, ready to be compared in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from titip.quality.linkage import letters
from titip.quality.linkage.columns import Flags, Floats, Ints, Longs, Texts
from titip.quality.linkage.words import Remembered, name_words, sounds

#: Words of a name that are compared; what stands after them is left out.
MOST_WORDS = 6


@dataclass(frozen=True, eq=False)
class Names:
    """``words`` (rows × MOST_WORDS) number the spellings, -1 where there is none; ``sound`` and ``bones`` give each spelling's classes and skeleton."""

    spellings: Sequence[str]
    sounds: Sequence[str]
    bones: Sequence[str]
    sound_of: Ints
    bones_of: Ints
    words: Ints

    @property
    def sound(self) -> Ints:
        """The classes of each word of each row, numbered; -1 for none."""
        return _through(self.sound_of, self.words)

    @property
    def skeleton(self) -> Ints:
        """The skeleton of each word of each row, numbered; -1 for none."""
        return _through(self.bones_of, self.words)

    @property
    def given(self) -> Flags:
        """Which rows have a name."""
        return self.words[:, 0] >= 0


    @property
    def script(self) -> Ints:
        """The script of each row's name, by its first word: 0 Latin and others, 1 Thai, 2 Lao, 3 Khmer, 4 Burmese."""
        of_word = np.array([script_of(word) for word in self.spellings] or [0], dtype=np.int32)
        return np.where(self.given, of_word[np.maximum(self.words[:, 0], 0)], 0).astype(np.int32)


def script_of(word: str) -> int:
    """1 Thai, 2 Lao, 3 Khmer, 4 Burmese, 0 any other."""
    first = word[:1]
    for number, (low, high) in enumerate((("\u0e00", "\u0e7f"), ("\u0e80", "\u0eff"), ("\u1780", "\u17ff"), ("\u1000", "\u109f")), start=1):
        if low <= first <= high:
            return number
    return 0


def _through(table: Ints, words: Ints) -> Ints:
    return np.where(words >= 0, table[np.maximum(words, 0)], np.int32(-1)).astype(np.int32) if len(table) else words


def read_names(column: Texts, parts: Callable[[str], list[str]] = name_words) -> Names:
    """The names of the rows; ``parts`` takes a written name apart into words."""
    parted = [parts(value) for value in column.values]
    times = np.bincount(column.codes[column.codes >= 0], minlength=len(parted))
    seen: Counter[str] = Counter()
    for name, count in zip(parted, times.tolist(), strict=True):
        for word in name:
            seen[word] += count
    heard_as = Remembered(sounds)
    splits = _splits(seen, heard_as)
    numbered: dict[str, int] = {}
    table = np.full((len(parted) + 1, MOST_WORDS), -1, dtype=np.int32)  # the last row is for no name
    for place, name in enumerate(parted):
        whole = [part for word in name for part in splits.get(word, (word,))][:MOST_WORDS]
        table[place, : len(whole)] = [numbered.setdefault(word, len(numbered)) for word in whole]
    heard = [heard_as[word] or word for word in numbered]
    bones = [letters.skeleton(sound) if sound.isascii() and sound.isupper() else sound for sound in heard]
    sound_names, sound_of = _number(heard)
    bone_names, bones_of = _number(bones)
    return Names(tuple(numbered), sound_names, bone_names, sound_of, bones_of, table[np.where(column.codes >= 0, column.codes, len(parted))])


def _splits(seen: Counter[str], heard_as: Remembered) -> dict[str, tuple[str, str]]:
    """The rare words of this file that are two usual ones written together, by sound: ``sockdara`` is ``sok dara``."""
    heard = {word: heard_as[word] for word in seen}
    usual: Counter[str] = Counter()
    for word, count in seen.items():
        usual[heard[word]] += count
    return {word: halves for word in seen if len(word) > 4 and (halves := _halves(word, usual, usual[heard[word]], heard_as))}


def _halves(word: str, usual: Counter[str], own: int, heard_as: Remembered) -> tuple[str, str] | None:
    """The two words that a word is made of, where both are far more usual than itself."""
    best, least = None, 8 * own + 4
    for cut in range(2, len(word) - 1):
        right = usual.get(heard_as[word[cut:]], 0)
        if right > least and (both := min(right, usual.get(heard_as[word[:cut]], 0))) > least:
            best, least = (word[:cut], word[cut:]), both
    return best


def _number(texts: Sequence[str]) -> tuple[list[str], Ints]:
    seen: dict[str, int] = {}
    numbers = np.array([seen.setdefault(text, len(seen)) for text in texts], dtype=np.int32)
    return list(seen), numbers


def rarity(values: Ints, groups: Ints) -> Floats:
    """For each number of each row, minus the logarithm of its share among the rows of the same group (nats); 0 where none stands.

    ``values`` is (rows × width), -1 for none; ``groups`` one number a row. A share within a small group leans on the share
    in the whole file (a Dirichlet prior of five rows), so that a group of one does not make every word usual.
    """
    width = values.shape[1]
    there = values >= 0
    flat, group = values[there].astype(np.int64), np.repeat(groups, width).reshape(values.shape)[there].astype(np.int64)
    if not len(flat):
        return np.zeros(values.shape, np.float32)
    size = int(flat.max()) + 1
    whole = np.bincount(flat, minlength=size) / max(1, int(there.any(axis=1).sum()))
    key = group * size + flat
    distinct, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    named: Longs = np.bincount(groups[there.any(axis=1)], minlength=int(groups.max()) + 1)
    share = (count + 5 * whole[distinct % size]) / (named[distinct // size] + 5)
    made = np.zeros(values.shape, np.float32)
    made[there] = -np.log(np.minimum(share[inverse], 1.0))
    return made
