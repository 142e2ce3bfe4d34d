"""One person searched for among all who are here, in memory, under a key that is never written down.

Each person is a row of bits: what her name sounds like, her birth, parent, place and telephone each set bits that a keyed hash
chooses (a Bloom filter; Schnell, Bachteler and Reiher 2009). The bits live only as long as the process, and beside them how often
each sound or place occurs, but not in whom; on disk stand sealed elements and composite tokens (``tokens``). A search counts
common bits, word by word of all rows, and hands the best to ``ranking``, which scores the real values.
"""

from __future__ import annotations

import hmac
import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from titip.quality.linkage import letters
from titip.quality.linkage.births import read as read_birth
from titip.quality.linkage.records import phone, place, sex
from titip.quality.linkage.spec import Kind
from titip.quality.linkage.tokens import LEAST_KEY
from titip.quality.linkage.words import Remembered, name_words, sounds

Person = TypeVar("Person", bound=Hashable)
Row = Mapping[Kind, str]

#: Bits of a row: 128 bytes a person, 122 MiB for a million.
BITS = 1024
_WORDS = BITS // 64
#: So many of the best are handed on, to be opened and scored. A hundred left out one in thirty of those who were here before; two hundred one in fifty.
OPENED = 200
#: So many rows are counted at a time: small enough to stay near the processor.
_CHUNK = 16_384
#: So many people are added at a time when the matrix is built.
_BATCH = 4_096

#: How many bits each kind of mark sets: what tells more weighs more.
MARKS = {
    "pair": 2, "sound": 4, "skeleton": 3, "two": 4,
    "year": 4, "near_year": 2, "word_year": 4, "day": 8, "phone": 10,
    "parent": 4, "place": 3, "country": 1, "sex": 1,
}


def _heard(word: str) -> str:
    return sounds(word) or word


def marks(row: Row, heard_as: Callable[[str], str] = _heard, placed: Callable[[str], str] = place) -> Iterator[tuple[str, str]]:
    """What of a person becomes bits: (kind of mark, value). The two readings may be such as remember what they read."""
    words = name_words(row.get(Kind.NAME) or row.get(Kind.NATIVE_NAME) or "")
    heard = [heard_as(word) for word in words]
    bones = sorted({letters.skeleton(sound) for sound in heard})
    yield from (("sound", sound) for sound in set(heard))
    yield from (("skeleton", bone) for bone in bones)
    yield from (("two", f"{one} {other}") for one, other in itertools.combinations(bones, 2))
    joined = "".join(heard)
    yield from (("pair", joined[at : at + 2]) for at in range(len(joined) - 1))
    year, month, day = read_birth(row.get(Kind.BIRTH_DATE, ""))
    year = year or read_birth(row.get(Kind.BIRTH_YEAR, ""))[0]
    if year:
        yield "year", str(year)
        yield from (("near_year", str(near)) for near in (year - 1, year, year + 1))
        yield from (("word_year", f"{sound} {year}") for sound in heard)
    if month and day:
        yield "day", f"{year} {month} {day}"
    if digits := phone(row.get(Kind.PHONE, "")):
        yield "phone", digits
    yield from (("parent", heard_as(word)) for word in name_words(row.get(Kind.PARENT_NAME, "")))
    for kind, read in ((Kind.PLACE, placed), (Kind.COUNTRY, str.casefold), (Kind.SEX, sex)):
        if text := read(row.get(kind, "")):
            yield kind.value, text


class OnlineIndex(Generic[Person]):
    """The matrix of keyed bits with who each row is. ``key``: at least 32 bytes, made anew at each unlock."""

    def __init__(self, key: bytes, *, room: int = 1024) -> None:
        if len(key) < LEAST_KEY:
            raise ValueError(f"A key of at least {LEAST_KEY} bytes is needed; this one has {len(key)}.")
        self._key = key
        self._bits: npt.NDArray[np.uint64] = np.zeros((_WORDS, room), np.uint64)  # a search reads word by word
        self._weight: npt.NDArray[np.int16] = np.zeros(room, np.int16)
        self._people: list[Person | None] = []
        self._place: dict[Person, int] = {}
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}
        self._heard, self._placed = Remembered(_heard), Remembered(place)
        self.seen: Counter[tuple[str, str]] = Counter()

    def __len__(self) -> int:
        return len(self._place)

    def put(self, person: Person, row: Row) -> None:
        """Add somebody, or replace what stands of her."""
        self.fill([(person, row)])

    def fill(self, people: Iterable[tuple[Person, Row]]) -> None:
        """Add or replace many, a batch at a time. ``people`` may open each sealed row as it is asked for."""
        waiting = iter(people)
        while batch := list(itertools.islice(waiting, _BATCH)):
            found = [self._marks(row) for _, row in batch]
            for one in found:
                self.seen.update(mark for mark in one if mark[0] not in ("pair", "near_year"))
            codes = self._codes(found)
            own = [self._room_for(person) for person, _ in batch]
            self._bits[:, own] = codes.T  # somebody who comes twice stands as she came last
            self._weight[own] = np.bitwise_count(self._bits[:, own]).sum(axis=0)

    def _room_for(self, person: Person) -> int:
        """The place of somebody, a new one where she has none."""
        own = self._place.get(person)
        if own is None:
            own = len(self._people)
            if own == self._bits.shape[1]:
                self._bits = np.concatenate([self._bits, np.zeros_like(self._bits)], axis=1)
                self._weight = np.concatenate([self._weight, np.zeros_like(self._weight)])
            self._people.append(person)
            self._place[person] = own
        return own

    def drop(self, person: Person) -> None:
        """Forget somebody: her bits are wiped. Who is not here is no error."""
        own = self._place.pop(person, None)
        if own is not None:
            self._bits[:, own], self._weight[own], self._people[own] = 0, 0, None

    def wipe(self) -> None:
        """Overwrite all there is, and forget everybody."""
        self._bits[:], self._weight[:] = 0, 0
        self._people, self._place, self._known, self.seen = [], {}, {}, Counter()
        self._heard.clear()
        self._placed.clear()
        self._key = b""

    def search(self, row: Row, most: int = OPENED) -> list[Person]:
        """Those who have most in common with the row, best first, at most ``most``. Whoever shares no bit is left out."""
        asked = self._codes([self._marks(row)])[0]
        bits, weights, weight = self._bits, self._weight, int(np.bitwise_count(asked).sum())
        words = [(bits[at], word) for at, word in enumerate(asked) if word]
        places, scores, floor = np.empty(0, np.intp), np.empty(0, np.float32), np.float32(0)
        for begin in range(0, min(len(self._people), len(weights)) if words else 0, _CHUNK):
            end = min(begin + _CHUNK, len(self._people), len(weights))
            common: npt.NDArray[np.unsignedinteger[Any]] = np.zeros(end - begin, np.uint8 if weight < 256 else np.uint16)
            for column, word in words:
                np.add(common, np.bitwise_count(column[begin:end] & word), out=common)
            # Common bits in the share of the shorter code more than of the longer: an old record may hold little.
            score = common / (weights[begin:end] + np.float32(weight + 40))
            better = np.flatnonzero(score > floor)
            places, scores = np.concatenate([places, better + begin]), np.concatenate([scores, score[better]])
            if len(places) > most:
                kept = np.sort(np.argpartition(-scores, most - 1)[:most])
                places, scores = places[kept], scores[kept]
                floor = scores.min()
        best = places[np.argsort(-scores, kind="stable")]
        return [person for at in best.tolist() if (person := self._people[at]) is not None]

    def _marks(self, row: Row) -> set[tuple[str, str]]:
        return set(marks(row, self._heard.__getitem__, self._placed.__getitem__))

    def _codes(self, found: list[set[tuple[str, str]]]) -> npt.NDArray[np.uint64]:
        """The bits of many (people × words)."""
        bits: list[int] = []
        rows: list[int] = []
        for one in found:
            before = len(bits)
            for mark in one:
                bits += self._known.get(mark) or self._chosen(mark)
            rows.append(len(bits) - before)
        set_ = np.zeros((len(found), BITS), np.bool_)
        set_[np.repeat(np.arange(len(found)), rows), bits] = True
        return np.packbits(set_, axis=1, bitorder="little").view(np.uint64)

    def _chosen(self, mark: tuple[str, str]) -> tuple[int, ...]:
        """The bits of one mark, from its keyed hash."""
        digest = hmac.digest(self._key, f"{mark[0]}|{mark[1]}".encode(), "sha256")
        bits = tuple(int.from_bytes(digest[2 * at : 2 * at + 2], "big") % BITS for at in range(MARKS[mark[0]]))
        if len(self._known) < 200_000:
            self._known[mark] = bits
        return bits


def build(key: bytes, people: Iterable[tuple[Person, Row]], *, room: int = 1024) -> OnlineIndex[Person]:
    """The matrix of all who are here. ``people`` may open each sealed row as it is asked for."""
    index: OnlineIndex[Person] = OnlineIndex(key, room=room)
    index.fill(people)
    return index
