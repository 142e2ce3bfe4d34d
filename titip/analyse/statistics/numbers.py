"""Centre and spread of one numeric column (R4): the median and the middle half first, then mean, spread and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import mean_apart
from titip.analyse.rules.sentences import Sentence, number
from titip.analyse.statistics import messages
from titip.kit.missing import Missing
from titip.share.disclosure import withheld
from titip.share.rules import STAR, Column

#: Whole numbers in this range are read as years.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Numbers:
    """All in the column's unit. ``n`` values are there; ``missing`` counts the others by kind, ``withheld`` those written ``*``.

    A count is None where telling it would give a small one away.

    Quartiles interpolate linearly (Hyndman and Fan's type 7). ``sd`` and ``variance`` are those of a sample (n - 1), None for one value.
    ``trimmed``: where counts are protected, ``lowest`` and ``highest`` are the k-th from each end, since an extreme is one person's value.
    With fewer than 2 k values the range is None, with fewer than k all measures are.
    """

    n: int | None
    missing: Mapping[Missing, int | None]
    withheld: int | None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    mean: float | None = None
    sd: float | None = None
    variance: float | None = None
    lowest: float | None = None
    highest: float | None = None
    trimmed: int = 0
    years: bool = False

    @property
    def mean_apart(self) -> bool:
        """R5: whether the mean must not be told without the median."""
        return self.mean is not None and self.median is not None and mean_apart(self.mean, self.median)

    def sentences(self, label: str, unit: str) -> list[Sentence]:
        """In words, the median first. Nothing where nothing may be told."""
        if self.median is None:
            return [Sentence(messages.NO_NUMBERS, {"column": label})]
        shown = {name: self.text(name) for name in ("median", "q1", "q3", "mean", "lowest", "highest")}
        values: dict[str, object] = {**shown, "column": label, "unit": f" {unit}" if unit else "", "n": STAR if self.n is None else self.n}
        values |= {"sd": "–" if self.sd is None else self.sd, "k": self.trimmed}
        told = [Sentence(messages.MEDIAN, values), Sentence(messages.MEAN, values)]
        if self.lowest is not None:
            told.append(Sentence(messages.RANGE_TRIMMED if self.trimmed else messages.RANGE, values))
        if self.mean_apart:
            told.append(Sentence(messages.MEAN_APART))
        return told

    def text(self, name: str) -> str:
        """A measure as it is read; a year without a mark for thousands."""
        value = getattr(self, name)
        shown = "" if value is None else number(value)
        return shown.replace(",", "") if self.years else shown

    def cells(self) -> tuple[str, ...]:
        """n, median, middle half, mean and standard deviation, for a table of text."""
        half = f"{self.text('q1')} to {self.text('q3')}" if self.median is not None else ""
        return (STAR if self.n is None else f"{self.n:,}", self.text("median"), half, self.text("mean"), "" if self.sd is None else number(self.sd))

    def as_dict(self) -> dict[str, Any]:
        """For JSON; missing counts by kind."""
        names = ("n", "median", "q1", "q3", "mean", "sd", "variance", "lowest", "highest", "trimmed", "withheld", "mean_apart")
        return {name: getattr(self, name) for name in names} | {"missing": {kind.value: n for kind, n in self.missing.items()}}


def summarise(column: Column, *, protect: int = 0) -> Numbers:
    """Summarise a numeric column. ``protect``: counts below this are not told, nor measures of so few values."""
    codes = column.codes[column.codes >= 0]
    kinds, starred = column.missing(), column.withheld()
    cells = [len(codes), *kinds.values(), starred]
    n, *absent = (None if hide else count for count, hide in zip(cells, withheld(cells, protect), strict=True))
    counts = Numbers(n, dict(zip(kinds, absent, strict=False)), absent[-1])
    if len(codes) < max(protect, 1):
        return counts
    return _measured(counts, np.sort(np.asarray(column.values, dtype=np.float64)[codes]), protect)


def _measured(counts: Numbers, values: npt.NDArray[np.float64], protect: int) -> Numbers:
    q1, median, q3 = (float(q) for q in np.quantile(values, (0.25, 0.5, 0.75)))
    spread, end = len(values) > 1, max(protect, 1)
    ranged = end == 1 or len(values) >= 2 * end
    return replace(
        counts,
        median=median,
        q1=q1,
        q3=q3,
        mean=float(values.mean()),
        sd=float(values.std(ddof=1)) if spread else None,
        variance=float(values.var(ddof=1)) if spread else None,
        lowest=float(values[end - 1]) if ranged else None,
        highest=float(values[-end]) if ranged else None,
        trimmed=protect if protect > 1 else 0,
        years=bool((values % 1 == 0).all() and values[0] >= _FIRST_YEAR and values[-1] <= _LAST_YEAR),
    )
