"""Hardened similarity codes: a person as 1024 keyed bits, compared by a linkage unit that holds no key and sees no name.

A Bloom filter over what her name sounds like, her birth, parent, place and telephone (Schnell, Bachteler and Reiher 2009), folded once by
exclusive or (Schnell and Borgs 2016), so that a set bit no longer stands for any one thing. Salting by birth year and added noise harden more and
lose much more (measured: 0.12 and 0.06 of F1). Pseudonymous, never anonymous: patterns that many people share can be attacked by their frequency.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.quality.linkage.online import MARKS, marks
from titip.quality.linkage.spec import Kind
from titip.quality.linkage.tokens import LEAST_KEY

#: Bits before and after folding.
UNFOLDED: Final = 2048
BITS: Final = UNFOLDED // 2
WORDS: Final = BITS // 64
#: Two codes are taken for one person from this Dice coefficient on; chosen on other files than those it was measured on.
THRESHOLD: Final = 0.65
#: So many codes of one file are compared with the other at a time.
_CHUNK: Final = 256

Codes = npt.NDArray[np.uint64]
Watch = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class Met:
    """Pairs of codes of two files, most alike first; each code stands in one pair at most. ``dice``: from the threshold to 1."""

    first: npt.NDArray[np.intp]
    second: npt.NDArray[np.intp]
    dice: npt.NDArray[np.float64]


def telling(row: Mapping[Kind, str]) -> bool:
    """Whether a person has a name, and a birth or telephone: with less, a code would meet strangers, and be easy to guess."""
    return bool((row.get(Kind.NAME) or row.get(Kind.NATIVE_NAME)) and (row.get(Kind.BIRTH_DATE) or row.get(Kind.BIRTH_YEAR) or row.get(Kind.PHONE)))


def codes(key: bytes, rows: Iterable[Mapping[Kind, str]], *, folded: bool = True) -> Codes:
    """The code of each person (people × words of 64 bits). ``folded=False`` is for measuring what folding costs, never for handing on.

    Raises ValueError for a key under 32 bytes.
    """
    if len(key) < LEAST_KEY:
        raise ValueError(f"A key of at least {LEAST_KEY} bytes is needed; this one has {len(key)}.")
    known: dict[tuple[str, str], tuple[int, ...]] = {}
    held = [sorted({bit for mark in marks(row) for bit in _bits(key, mark, known)}) for row in rows]
    made = np.zeros((len(held), UNFOLDED), dtype=np.bool_)
    made[np.repeat(np.arange(len(held)), [len(one) for one in held]), [bit for one in held for bit in one]] = True
    if folded:
        made = made[:, :BITS] ^ made[:, BITS:]
    return np.packbits(made, axis=1, bitorder="little").view(np.uint64)


def _bits(key: bytes, mark: tuple[str, str], known: dict[tuple[str, str], tuple[int, ...]]) -> tuple[int, ...]:
    found = known.get(mark)
    if found is None:
        digest = hmac.digest(key, f"titip hardened 1|{mark[0]}|{mark[1]}".encode(), "sha256")
        found = known[mark] = tuple(int.from_bytes(digest[2 * at : 2 * at + 2], "big") % UNFOLDED for at in range(MARKS[mark[0]]))
    return found


def meet(one: Codes, other: Codes, *, threshold: float = THRESHOLD, watch: Watch = iter) -> Met:
    """Who stands in both files, by the Dice coefficient of two codes: the most alike first, nobody twice."""
    first, second, dice = (np.concatenate(part) for part in zip(*_alike(one, other, threshold, watch), strict=True))
    chosen = []
    taken_first, taken_second = np.zeros(len(one), dtype=np.bool_), np.zeros(len(other), dtype=np.bool_)
    for place in np.lexsort((second, first, -dice)).tolist():
        if not taken_first[first[place]] and not taken_second[second[place]]:
            taken_first[first[place]] = taken_second[second[place]] = True
            chosen.append(place)
    return Met(first[chosen], second[chosen], dice[chosen])


def _alike(one: Codes, other: Codes, threshold: float, watch: Watch) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float64]]]:
    """All pairs from the threshold on. Codes of too different weight cannot reach it: the others are looked up by weight."""
    yield np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
    mine, theirs = (np.bitwise_count(codes).sum(axis=1).astype(np.int64) for codes in (one, other))
    by_weight, order = np.argsort(theirs, kind="stable"), np.argsort(mine, kind="stable")
    columns, weights = np.ascontiguousarray(other[by_weight].T), theirs[by_weight]
    least = threshold / (2 - threshold)
    for begin in watch(range(0, len(order), _CHUNK)):
        rows = order[begin : begin + _CHUNK]
        low, high = np.searchsorted(weights, mine[rows[0]] * least), np.searchsorted(weights, mine[rows[-1]] / least, side="right")
        common = np.zeros((len(rows), high - low), dtype=np.uint16)
        for word in range(one.shape[1]):
            common += np.bitwise_count(one[rows, word][:, None] & columns[word, low:high])
        dice = 2 * common / np.maximum(mine[rows][:, None] + weights[low:high], 1)
        found = np.nonzero(dice >= threshold)
        yield rows[found[0]], by_weight[low + found[1]], dice[found]
