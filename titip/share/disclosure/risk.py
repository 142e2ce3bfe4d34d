"""How likely someone who knows a person is in the table finds her row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from titip.share.rules.classes import class_ids
from titip.share.rules.released import Table

#: Bounds of the class-size bands that a risk is told in; each bound is the smallest size of its band.
BANDS: Final = (1, 2, 3, 5, 11, 51)


@dataclass(frozen=True)
class Risk:
    """Risk of a table over its quasi-identifiers, ``*`` and every kind of missing being values (strict).

    ``prosecutor_max``: the chance of picking the right row for the worst-placed person, who is known to be in the table (1 / ``smallest``).
    ``prosecutor_mean``: the same, averaged over rows (classes / n). ``uniques``: rows that are alone in their class (sample uniques).
    ``rows_below_k``: rows in classes smaller than ``k``. ``rows_by_size``: rows by band of class size.
    """

    n: int
    k: int
    classes: int
    smallest: int
    uniques: int
    rows_below_k: int
    prosecutor_max: float
    prosecutor_mean: float
    rows_by_size: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, and for the register of releases."""
        return asdict(self) | {"rows_by_size": dict(self.rows_by_size)}


def risk(table: Table, quasi_identifiers: Sequence[str], k: int) -> Risk:
    """Measure a table. An empty table has no classes and no risk."""
    _, sizes = class_ids([table.column(code).codes for code in quasi_identifiers], table.n)
    if not table.n:
        return Risk(0, k, 0, 0, 0, 0, 0.0, 0.0, ())
    smallest = int(sizes.min())
    return Risk(
        n=table.n,
        k=k,
        classes=len(sizes),
        smallest=smallest,
        uniques=int(np.count_nonzero(sizes == 1)),
        rows_below_k=int(sizes[sizes < k].sum()),
        prosecutor_max=1 / smallest,
        prosecutor_mean=len(sizes) / table.n,
        rows_by_size=tuple((_band(low, high), int(sizes[(sizes >= low) & (sizes < high)].sum())) for low, high in zip(BANDS, [*BANDS[1:], 2**62], strict=True)),
    )


def _band(low: int, high: int) -> str:
    if high == 2**62:
        return f"{low} or more"
    return str(low) if high == low + 1 else f"{low} to {high - 1}"


@dataclass(frozen=True)
class Uniform:
    """Rows whose class has one and the same value in a sensitive column: who knows the class knows the value, k or no k."""

    column: str
    rows: int
    classes: int


def uniform(table: Table, quasi_identifiers: Sequence[str], sensitive: Sequence[str]) -> tuple[Uniform, ...]:
    """Attribute disclosure that k does not stop, for each sensitive column. Classes that only lack the value do not count."""
    found = []
    ids, sizes = class_ids([table.column(code).codes for code in quasi_identifiers], table.n)
    for code in sensitive:
        codes = table.column(code).codes
        low = np.full(len(sizes), np.iinfo(np.int32).max)
        high = np.full(len(sizes), np.iinfo(np.int32).min)
        np.minimum.at(low, ids, codes)
        np.maximum.at(high, ids, codes)
        same = (low == high) & (low >= 0)
        found.append(Uniform(code, int(sizes[same].sum()), int(same.sum())))
    return tuple(found)
