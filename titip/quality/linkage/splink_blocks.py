"""Which rows Splink compares: one whole number a rule, so that the work grows with the file and not with its square.

Splink meets rows by equal columns, however many rows share them: in a file of a million whose people share a few hundred names, that is
tens of thousands of millions of pairs. So, as for our own engine (``blocking``), each rule has a budget of pairs a row; the commonest
values fall away first, and finer rules take over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from titip.quality.linkage.columns import Longs, Texts
from titip.quality.linkage.joining import NONE, affordable, key

#: How many pairs a rule may propose for each row of the file, and for the file besides.
PAIRS_A_ROW, PAIRS_BESIDES = 8, 100_000


def meeting(table: Mapping[str, np.ndarray], rules: Sequence[tuple[str, ...]]) -> dict[str, Longs]:
    """A column of numbers a rule (the columns that two rows must share), by a name for it: equal where two rows meet, nought where a
    row meets nobody, or so many that the budget would not last. A rule that finds only what a coarser one before it found is left out."""
    known = _numbers(table, rules)
    whole: list[set[str]] = []
    found = {}
    for rule in rules:
        if any(coarser <= set(rule) for coarser in whole):
            continue
        blocks, all_of_them = _within_budget(key(*(known[column] for column in rule)))
        found["_".join(("meet", *rule))] = blocks
        whole += [set(rule)] if all_of_them else []
    return found


def pairs_sharing(table: Mapping[str, np.ndarray], rule: tuple[str, ...]) -> int:
    """How many pairs of rows agree on all of these columns."""
    keys = key(*_numbers(table, [rule]).values())
    sizes = np.unique(keys[keys != NONE], return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def _numbers(table: Mapping[str, np.ndarray], rules: Sequence[tuple[str, ...]]) -> dict[str, Longs]:
    return {column: _numbered(table[column]) for column in dict.fromkeys(column for rule in rules for column in rule)}


def _numbered(cells: np.ndarray) -> Longs:
    return Texts.of(cells).codes.astype(np.int64) if cells.dtype == object else np.where(cells > 0, cells, NONE).astype(np.int64)


def _within_budget(keys: Longs) -> tuple[Longs, bool]:
    """The blocks of at least two rows that the budget allows, numbered from 1; and whether those are all."""
    _, block, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    size = sizes[block]
    size[keys == NONE] = 0
    sizes = sizes[int(NONE in keys) :]  # it is below every key
    most = int(sizes.max(initial=1))
    largest = affordable(sizes, sizes * (sizes - 1) // 2, most, PAIRS_A_ROW * len(keys) + PAIRS_BESIDES)
    return np.where((size > 1) & (size <= largest), block + 1, 0), largest == most
