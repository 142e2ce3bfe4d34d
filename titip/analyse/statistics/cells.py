"""Bootstrap over counted cells: as many rows again, drawn from the cells that were observed, with Efron's BCa interval (JASA 82, 1987).

Drawing cells with their multinomial probabilities is drawing rows: a million rows of few different values cost no more than their cells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.intervals import CONFIDENCE, Interval

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

TIMES: Final = 2000
#: More different cells than this are too many to resample; the caller takes an interval in closed form.
MOST: Final = 5000
#: Numbers held at once while resampling.
_ROOM: Final = 4_000_000


def bca(counts: npt.ArrayLike, statistic: Statistic, *, seed: int, times: int = TIMES, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of ``statistic``, a function of tables of shape (several, cells). None where it has none (all resamples on one side)."""
    from scipy.special import ndtr, ndtri

    weights = np.asarray(counts, dtype=np.float64)
    estimate = float(statistic(weights[None])[0])
    replicates = _replicates(weights, statistic, times, seed)
    replicates = replicates[np.isfinite(replicates)]
    if not len(replicates):
        return None
    below = (np.count_nonzero(replicates < estimate) + np.count_nonzero(replicates == estimate) / 2) / len(replicates)
    if below in (0.0, 1.0):
        return None
    bias, acceleration = float(ndtri(below)), _acceleration(weights, statistic)
    ends = bias + ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    if np.any(acceleration * ends >= 1):
        return None
    low, high = np.quantile(replicates, ndtr(bias + ends / (1 - acceleration * ends)))
    return float(low), float(high)


def _replicates(weights: Floats, statistic: Statistic, times: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)  # noqa: TID251 - resamples, from a seed that the report records
    n, at_once = int(weights.sum()), max(1, _ROOM // len(weights))
    parts = [rng.multinomial(n, weights / weights.sum(), size=min(at_once, times - begun)) for begun in range(0, times, at_once)]
    drawn = [np.asarray(statistic(part.astype(np.float64)), dtype=np.float64) for part in parts]
    return np.concatenate(drawn)


def _acceleration(weights: Floats, statistic: Statistic) -> float:
    """The jackknife's, one row less of each cell, weighted by how many rows the cell has."""
    occupied = np.flatnonzero(weights)
    at_once = max(1, _ROOM // len(weights))
    found = []
    for begun in range(0, len(occupied), at_once):
        some = occupied[begun : begun + at_once]
        tables = np.repeat(weights[None], len(some), axis=0)
        tables[np.arange(len(some)), some] -= 1
        found.append(statistic(tables))
    values, share = np.concatenate(found), weights[occupied]
    usable = np.isfinite(values)
    values, share = values[usable], share[usable]
    apart = np.average(values, weights=share) - values
    scale = float(share @ apart**2)
    return float(share @ apart**3) / (6 * scale**1.5) if scale > 0 else 0.0


def medians(values: Floats) -> Statistic:
    """The median of each table, whose cells are the sorted ``values``."""

    def statistic(tables: Floats) -> Floats:
        upto = np.cumsum(tables, axis=1)
        n = upto[:, -1:]
        low = np.argmax(upto >= np.floor((n + 1) / 2), axis=1)
        high = np.argmax(upto >= np.floor(n / 2) + 1, axis=1)
        return np.asarray((values[low] + values[high]) / 2)

    return statistic


def median_interval(values: Floats, counts: npt.NDArray[np.int64], *, seed: int, times: int = TIMES) -> Interval | None:
    """Of the median of sorted different ``values`` with their ``counts``: BCa, or order statistics where the values are too many.

    Order statistics: the r-th and s-th smallest with r, s from the binomial distribution (Thompson 1936); they hold at least 95 %.
    """
    n = int(counts.sum())
    if n < 2:
        return None
    if len(values) <= MOST // 2 and (interval := bca(counts, medians(values), seed=seed, times=times)):
        return interval
    from scipy.stats import binom

    below = int(binom.ppf((1 - CONFIDENCE) / 2, n, 0.5))
    upto = np.cumsum(counts)
    low, high = (int(np.searchsorted(upto, place)) for place in (max(below, 1), min(n - below + 1, n)))
    return float(values[low]), float(values[high])
