"""How different the sensitive values of each class are: l (distinct and entropy) and t of a table as it stands, counted on rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from titip.share.rules.classes import class_ids
from titip.share.rules.columns import Column
from titip.share.rules.released import Table

#: Classes are counted in parts of so many classes times values.
_CELLS_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True)
class Diversity:
    """The worst class of a table on one sensitive column.

    ``distinct``: fewest different values. ``entropy``: fewest values by entropy (e to its power). ``t``: greatest distance from the whole table,
    along the order of values where ``ordered``.
    """

    column: str
    distinct: int
    entropy: float
    t: float
    ordered: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def diversity(table: Table, quasi_identifiers: Sequence[str], sensitive: Sequence[str]) -> tuple[Diversity, ...]:
    """Measure a table; every kind of missing is a value. An empty table has none."""
    if not table.n:
        return ()
    ids, sizes = class_ids([table.column(code).codes for code in quasi_identifiers], table.n)
    return tuple(_measure(table.column(code), ids, sizes) for code in sensitive)


def _measure(column: Column, ids: np.ndarray[Any, np.dtype[np.intp]], sizes: np.ndarray[Any, np.dtype[np.int64]]) -> Diversity:
    values, dense = np.unique(column.codes, return_inverse=True)
    overall = np.bincount(dense) / len(dense)
    ordered = column.heading.ordered and int(values[0]) >= 0
    fewest, least, furthest = len(values), float(len(values)), 0.0
    at_once = max(_CELLS_AT_ONCE // len(values), 1)
    for start in range(0, len(sizes), at_once):
        some = sizes[start : start + at_once, None]
        inside = slice(None) if len(some) == len(sizes) else (ids >= start) & (ids < start + at_once)
        cells = (ids[inside] - start) * len(values) + dense[inside]
        share = np.bincount(cells, minlength=some.size * len(values)).reshape(-1, len(values)) / some
        fewest = min(fewest, int(np.count_nonzero(share, axis=1).min()))
        logs = np.log(share, out=np.zeros_like(share), where=share > 0)
        least = min(least, float(np.exp(-(share * logs).sum(axis=1)).min()))
        gap = share - overall
        distance = np.abs(np.cumsum(gap, axis=1)).sum(axis=1) / max(len(values) - 1, 1) if ordered else np.abs(gap).sum(axis=1) / 2
        furthest = max(furthest, float(distance.max()))
    return Diversity(column.heading.code, fewest, round(least, 9), round(furthest, 9), ordered)
