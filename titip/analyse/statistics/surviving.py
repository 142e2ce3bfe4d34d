"""How long until something ends, where some have not ended yet: Kaplan and Meier's curve, its median, the log-rank test.

Kaplan and Meier (1958), JASA 53; Brookmeyer and Crowley (1982), Biometrics 38 (interval of the median, log-log scale); Mantel (1966).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.intervals import Interval, z
from titip.analyse.statistics.ranking import Tested

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Curve:
    """``left[i]``: the share that has not ended by ``times[i]``, with its interval (``low``, ``high``). Only times at which some ended."""

    times: Floats
    at_risk: Counts
    ended: Counts
    left: Floats
    low: Floats
    high: Floats
    n: int

    def median(self) -> tuple[float, Interval] | None:
        """When half had ended, with its interval; None where fewer than half have. An end that is not reached is infinite."""
        middle = _first(self.times, self.left)
        return None if middle == inf else (middle, (_first(self.times, self.low), _first(self.times, self.high)))


def _first(times: Floats, curve: Floats) -> float:
    """The first time at which a curve is at a half or under."""
    found = np.flatnonzero(curve <= 0.5 + 1e-12)
    return float(times[found[0]]) if len(found) else inf


def curve(times: Floats, ended: Counts, still_open: Counts) -> Curve:
    """From sorted different ``times`` with how many ended then and how many were last seen open then."""
    leaving = ended + still_open
    risk = leaving.sum() - (np.cumsum(leaving) - leaving)
    at = np.flatnonzero(ended)
    d, r = ended[at].astype(np.float64), risk[at].astype(np.float64)
    left = np.cumprod(1 - d / r)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(d / (r * (r - d)))
        spread = z() * np.sqrt(greenwood) / np.abs(np.log(left))
        low, high = left ** np.exp(spread), left ** np.exp(-spread)
    gone = left <= 0
    low, high = np.where(gone, 0.0, low), np.where(gone, 0.0, high)
    return Curve(times[at], risk[at], ended[at], left, low, high, int(leaving.sum()))


def log_rank(ended: Counts, still_open: Counts) -> Tested:
    """The ratio of observed to expected endings of the first group to the second; p of the log-rank test.

    Both arrays are of shape (2, times). The size is Peto's: the ratio of the two O/E, its interval from the variance of O - E.
    """
    from scipy.special import ndtr

    leaving = ended + still_open
    risk = leaving.sum(axis=1, keepdims=True) - (np.cumsum(leaving, axis=1) - leaving)
    d, r = ended.sum(axis=0).astype(np.float64), risk.sum(axis=0).astype(np.float64)
    use = (d > 0) & (r > 0)
    d, r, first = d[use], r[use], risk[0][use].astype(np.float64)
    expected = d * first / r
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = float(np.where(r > 1, d * (first / r) * (1 - first / r) * (r - d) / (r - 1), 0.0).sum())
    apart = float(ended[0].sum() - expected.sum())
    if variance <= 0:
        return Tested(1.0, (0.0, inf), 1.0)
    size, half = exp(apart / variance), z() / sqrt(variance)
    return Tested(size, (exp(log(size) - half), exp(log(size) + half)), float(2 * ndtr(-abs(apart) / sqrt(variance))))
