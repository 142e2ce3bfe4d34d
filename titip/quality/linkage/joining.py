"""Pairs of rows that share a key, found by sorting; keys too common to tell anybody apart make no pairs."""

from __future__ import annotations

import numpy as np

from titip.quality.linkage.columns import Flags, Ints, Longs

#: A key that is no key: the row takes no part.
NONE = np.int64(-1)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(31)


def key(*parts: Ints | Longs) -> Longs:
    """One number a row out of several, equal where all are equal (but for one chance in 2⁶³); NONE where any part is below zero."""
    made = np.zeros(len(parts[0]), np.uint64)
    missing = np.zeros(len(parts[0]), bool)
    for part in parts:
        missing |= part < 0
        made = (made ^ part.astype(np.int64).view(np.uint64)) * _ODD
        made ^= made >> _FOLD
    return np.where(missing, NONE, (made >> np.uint64(1)).view(np.int64))


def unordered(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """The two with the smaller in front."""
    return np.minimum(first, second), np.maximum(first, second)


def within(keys: Longs, rows: Ints, cap: int, most: int) -> tuple[Ints, Ints]:
    """Each two rows with the same key. A key that more than ``cap`` rows hold makes no pairs; nor do the commonest keys, once there
    would be more than ``most`` pairs in all."""
    there = keys != NONE
    keys, rows = keys[there], rows[there]
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    if not len(keys):
        return rows, rows
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.append(starts, len(keys)))
    cap = affordable(sizes, sizes * (sizes - 1) // 2, cap, most)
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    after = np.where(size <= cap, size - 1 - place, 0)
    first, second = _expanded(np.arange(len(keys)), np.arange(len(keys)) + 1, after)
    return rows[first], rows[second]


def between(left: Longs, left_rows: Ints, right: Longs, right_rows: Ints, cap: int, most: int) -> tuple[Ints, Ints]:
    """Each row of ``left`` with each row of ``right`` of the same key; ``cap`` and ``most`` as in ``within``."""
    there = right != NONE
    right, right_rows = right[there], right_rows[there]
    order = np.argsort(right, kind="stable")
    right, right_rows = right[order], right_rows[order]
    there = left != NONE
    left, left_rows = left[there], left_rows[there]
    order = np.argsort(left, kind="stable")  # in order, so that the searches below walk through memory instead of jumping
    left, left_rows = left[order], left_rows[order]
    begin, end = np.searchsorted(right, left, "left"), np.searchsorted(right, left, "right")
    found = end - begin
    count = np.where(found <= affordable(found, found, cap, most), found, 0)
    first, second = _expanded(np.arange(len(left)), begin, count)
    return left_rows[first], right_rows[second]


def affordable(sizes: Longs, pairs: Longs, cap: int, most: int) -> int:
    """The largest block, at most ``cap``, so that all blocks up to its size make at most ``most`` pairs."""
    made = np.bincount(np.minimum(sizes, cap + 1), weights=pairs, minlength=cap + 2)[: cap + 1].cumsum()
    return int(np.searchsorted(made, most, "right")) - 1


def _expanded(who: Longs, begin: Longs, count: Longs) -> tuple[Longs, Longs]:
    """Each of ``who`` repeated ``count`` times, beside ``begin``, ``begin + 1`` and so on."""
    total = int(count.sum())
    first = np.repeat(who, count)
    offset = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    return first, np.repeat(begin, count) + offset


def coded(first: Ints, second: Ints, rows: int, begins: int) -> Longs:
    """Pairs as one number each, the smaller row first; where a second file ``begins``, only pairs across the two."""
    low, high = unordered(first, second)
    kept: Flags = low != high
    if begins:
        kept &= (low < begins) & (high >= begins)
    return low[kept].astype(np.int64) * rows + high[kept]


def distinct(parts: list[Longs], rows: int) -> tuple[Ints, Ints]:
    """Every coded pair once. Empties ``parts``, which may be the largest thing in memory."""
    found = np.concatenate(parts) if parts else np.empty(0, np.int64)
    parts.clear()
    found.sort()  # many times quicker here than np.unique, which hashes whole numbers
    found = found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found
    first = (found // rows).astype(np.int32)
    return first, (found - first.astype(np.int64) * rows).astype(np.int32)
