"""Numbers of two or more groups compared by rank, from the counts of their different values.

``values`` are sorted and different; ``counts[g, v]`` of group g have value v. Mann and Whitney (1947); Brunner and Munzel (2000);
Kruskal and Wallis (1952); Welch (1947).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.cells import Floats
from titip.analyse.statistics.intervals import CONFIDENCE, Interval

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tested:
    """A size with its interval of 95 % and its p, where it has one of its own."""

    size: float
    interval: Interval
    p: float | None


def mid_ranks(counts: Counts) -> Floats:
    """The rank of each value in a sample of these counts, equals sharing the middle of theirs."""
    upto = np.cumsum(counts, axis=-1, dtype=np.float64)
    return upto - (counts - 1) / 2


def superiority(first: Counts, second: Counts) -> Tested:
    """The chance that one of the first group has more than one of the second, equals counted half; p of Mann and Whitney."""
    from scipy.special import ndtr, stdtrit

    n, m = int(first.sum()), int(second.sum())
    # For each value: the share of the other group below it, its equals counted half (the "placements").
    above_second = (np.cumsum(second) - second / 2) / m
    above_first = (np.cumsum(first) - first / 2) / n
    size = float(first @ above_second) / n
    spread_first = float(first @ (above_second - size) ** 2) / (n - 1) / n
    spread_second = float(second @ (above_first - (1 - size)) ** 2) / (m - 1) / m
    error = sqrt(spread_first + spread_second)
    if error > 0:
        freedom = (spread_first + spread_second) ** 2 / (spread_first**2 / (n - 1) + spread_second**2 / (m - 1))
        half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    else:
        half = 0.0
    ties = (first + second).astype(np.float64)
    total = n + m
    variance = n * m / 12 * (total + 1 - float((ties**3 - ties).sum()) / (total * (total - 1)))
    apart = max(abs(size * n * m - n * m / 2) - 0.5, 0.0)  # continuity correction
    p = float(2 * ndtr(-apart / sqrt(variance))) if variance > 0 else 1.0
    return Tested(size, (max(size - half, 0.0), min(size + half, 1.0)), min(p, 1.0))


def welch(values: Floats, first: Counts, second: Counts) -> Tested:
    """The difference of the means with Welch's interval and p."""
    from scipy.special import stdtr, stdtrit

    (mean_a, a), (mean_b, b) = _mean_error(values, first), _mean_error(values, second)
    n, m = int(first.sum()), int(second.sum())
    apart, error = mean_a - mean_b, sqrt(a + b)
    if error == 0:
        return Tested(apart, (apart, apart), 1.0 if apart == 0 else 0.0)
    freedom = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
    half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    return Tested(apart, (apart - half, apart + half), float(2 * stdtr(freedom, -abs(apart / error))))


def _mean_error(values: Floats, counts: Counts) -> tuple[float, float]:
    """The mean, and the squared error of the mean."""
    n = int(counts.sum())
    mean = float(counts @ values) / n
    return mean, float(counts @ (values - mean) ** 2) / (n - 1) / n


def kruskal(counts: Counts) -> Tested:
    """Epsilon squared of Kruskal and Wallis' test: 0 for none, 1 where the groups' ranks do not overlap."""
    from scipy.special import chdtrc

    groups, n = counts.shape[0], int(counts.sum())
    together, sizes = counts.sum(axis=0).astype(np.float64), counts.sum(axis=1).astype(np.float64)
    ties = 1 - float((together**3 - together).sum()) / (float(n) ** 3 - n)
    if ties <= 0:
        return Tested(0.0, (0.0, 0.0), 1.0)  # all values are one
    sums = counts @ mid_ranks(counts.sum(axis=0))
    statistic = max((12 / (n * (n + 1)) * float((sums**2 / sizes).sum()) - 3 * (n + 1)) / ties, 0.0)
    low, high = noncentrality(statistic, groups - 1)
    return Tested(statistic / (n - 1), (low / (n - 1), min((high + groups - 1) / (n - 1), 1.0)), float(chdtrc(groups - 1, statistic)))


def noncentrality(statistic: float, freedom: int) -> Interval:
    """The interval of the non-centrality of a chi-squared statistic (Steiger 2004, Psychological Methods 9)."""
    from scipy.optimize import brentq
    from scipy.stats import ncx2

    highest = statistic + 20 * sqrt(statistic + freedom) + 50

    def end(tail: float) -> float:
        def left(at: float) -> float:
            return float(ncx2.cdf(statistic, freedom, at)) - tail

        return 0.0 if left(1e-9) <= 0 else float(brentq(left, 1e-9, highest, xtol=1e-9))

    tail = (1 - CONFIDENCE) / 2
    return end(1 - tail), end(tail)
