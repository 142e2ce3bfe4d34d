"""One person searched for among all who are here, in memory, under a key that is never written down.

Each person is a row of bits: what her name sounds like, her birth, parent, place and telephone each set bits that a keyed hash
chooses (a Bloom filter; Schnell, Bachteler and Reiher 2009). The bits live only as long as the process, and beside them how often
each sound or place occurs, but not in whom; on disk stand sealed elements and composite tokens (``tokens``). A search counts
common bits, and hands the best to ``ranking``, which scores the real values.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from titip.quality.linkage import letters
from titip.quality.linkage.births import read as read_birth
from titip.quality.linkage.records import phone, place, sex
from titip.quality.linkage.spec import Kind
from titip.quality.linkage.tokens import LEAST_KEY
from titip.quality.linkage.words import name_words, sounds

Person = TypeVar("Person", bound=Hashable)
Row = Mapping[Kind, str]

#: Bits of a row: 128 bytes a person, 122 MiB for a million.
BITS = 1024
_WORDS = BITS // 64
#: So many of the best are handed on, to be opened and scored. A hundred left out one in thirty of those who were here before; two hundred one in fifty.
OPENED = 200
#: So many rows are counted at a time: small enough to stay near the processor.
_CHUNK = 16_384
_SUM_BYTES = np.uint64(0x0101010101010101)

#: How many bits each kind of mark sets: what tells more weighs more.
MARKS = {
    "pair": 2, "sound": 4, "skeleton": 3, "two": 4,
    "year": 4, "near_year": 2, "word_year": 4, "day": 8, "phone": 10,
    "parent": 4, "place": 3, "country": 1, "sex": 1,
}


def marks(row: Row) -> Iterator[tuple[str, str]]:
    """What of a person becomes bits: (kind of mark, value)."""
    words = name_words(row.get(Kind.NAME) or row.get(Kind.NATIVE_NAME) or "")
    heard = [sounds(word) or word for word in words]
    bones = sorted({letters.skeleton(sound) for sound in heard})
    yield from (("sound", sound) for sound in set(heard))
    yield from (("skeleton", bone) for bone in bones)
    yield from (("two", f"{one} {other}") for place, one in enumerate(bones) for other in bones[place + 1 :])
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
    yield from (("parent", sounds(word) or word) for word in name_words(row.get(Kind.PARENT_NAME, "")))
    for kind, read in ((Kind.PLACE, place), (Kind.COUNTRY, str.casefold), (Kind.SEX, sex)):
        if text := read(row.get(kind, "")):
            yield kind.value, text


class OnlineIndex(Generic[Person]):
    """The matrix of keyed bits with who each row is. ``key``: at least 32 bytes, made anew at each unlock."""

    def __init__(self, key: bytes, *, room: int = 1024) -> None:
        if len(key) < LEAST_KEY:
            raise ValueError(f"A key of at least {LEAST_KEY} bytes is needed; this one has {len(key)}.")
        self._key = key
        self._bits: npt.NDArray[np.uint64] = np.zeros((room, _WORDS), np.uint64)
        self._weight: npt.NDArray[np.int16] = np.zeros(room, np.int16)
        self._people: list[Person | None] = []
        self._place: dict[Person, int] = {}
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}
        self.seen: Counter[tuple[str, str]] = Counter()

    def __len__(self) -> int:
        return len(self._place)

    def put(self, person: Person, row: Row) -> None:
        """Add somebody, or replace what stands of her."""
        own = self._place.get(person)
        if own is None:
            own = self._place[person] = len(self._people)
            self._people.append(person)
            if own == len(self._bits):
                self._bits = np.concatenate([self._bits, np.zeros_like(self._bits)])
                self._weight = np.concatenate([self._weight, np.zeros_like(self._weight)])
        found = set(marks(row))
        self.seen.update(mark for mark in found if mark[0] not in ("pair", "near_year"))
        self._bits[own] = self._code(found)
        self._weight[own] = int(np.bitwise_count(self._bits[own]).sum())

    def drop(self, person: Person) -> None:
        """Forget somebody: her bits are wiped. Who is not here is no error."""
        own = self._place.pop(person, None)
        if own is not None:
            self._bits[own], self._weight[own], self._people[own] = 0, 0, None

    def wipe(self) -> None:
        """Overwrite all there is, and forget everybody."""
        self._bits[:], self._weight[:] = 0, 0
        self._people, self._place, self._known, self.seen = [], {}, {}, Counter()
        self._key = b""

    def search(self, row: Row, most: int = OPENED) -> list[Person]:
        """Those who have most in common with the row, best first, at most ``most``. Whoever shares no bit is left out."""
        asked = self._code(set(marks(row)))
        rows, weight = len(self._people), int(np.bitwise_count(asked).sum())
        if not rows or not weight:
            return []
        common = np.empty(rows, np.float32)
        for begin in range(0, rows, _CHUNK):
            end = min(rows, begin + _CHUNK)
            counts = np.bitwise_count(self._bits[begin:end] & asked)
            if weight < 256:  # eight counts are added at once by one multiplication, which holds sums up to 255
                common[begin:end] = ((counts.view(np.uint64) * _SUM_BYTES) >> np.uint64(56)).sum(axis=1)
            else:
                common[begin:end] = counts.sum(axis=1)
        # Common bits in the share of the shorter code more than of the longer: an old record may hold little.
        score = common / (weight + self._weight[:rows] + np.float32(40))
        score[common == 0] = -1
        best = np.argpartition(-score, most - 1)[:most] if rows > most else np.arange(rows)
        best = best[np.argsort(-score[best], kind="stable")]
        return [person for place in best.tolist() if score[place] > 0 and (person := self._people[place]) is not None]

    def _code(self, found: Iterable[tuple[str, str]]) -> npt.NDArray[np.uint64]:
        made = np.zeros(_WORDS, np.uint64)
        for mark in found:
            for bit in self._known.get(mark) or self._chosen(mark):
                made[bit >> 6] |= np.uint64(1 << (bit & 63))
        return made

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
    for person, row in people:
        index.put(person, row)
    return index
