"""How a series of counts moves with time: Theil–Sen's slope, Mann and Kendall's test, Poisson regression.

Sen (1968), JASA 63; Mann (1945), Econometrica 13; Kendall (1975); McCullagh and Nelder (1989) for the widening by Pearson's chi-squared.
"""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.intervals import CONFIDENCE, z
from titip.analyse.statistics.ranking import Tested

Floats = npt.NDArray[np.float64]


def theil_sen(series: Floats) -> Tested:
    """The median of all slopes between two periods, its interval by Sen, and Mann and Kendall's p."""
    from scipy.special import ndtr

    places = np.arange(len(series), dtype=np.float64)
    i, j = np.triu_indices(len(series), 1)
    slopes = np.sort((series[j] - series[i]) / (places[j] - places[i]))
    s, spread = float(np.sign(series[j] - series[i]).sum()), sqrt(_variance(series))
    half = z(CONFIDENCE) * spread
    low, high = int(np.round((len(slopes) - half) / 2)) - 1, int(np.round((len(slopes) + half) / 2))
    ends = float(slopes[max(low, 0)]), float(slopes[min(high, len(slopes) - 1)])
    p = float(2 * ndtr(-max(abs(s) - 1, 0.0) / spread)) if spread > 0 else 1.0
    return Tested(float(np.median(slopes)), ends, min(p, 1.0))


def mann_kendall(series: Floats) -> tuple[float, float]:
    """Kendall's S and its variance, corrected for ties."""
    i, j = np.triu_indices(len(series), 1)
    return float(np.sign(series[j] - series[i]).sum()), _variance(series)


def _variance(series: Floats) -> float:
    n = len(series)
    ties = np.unique(series, return_counts=True)[1].astype(np.float64)
    return float(n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18


def poisson_trend(counts: Floats, exposure: Floats) -> tuple[Tested, float]:
    """The ratio of the rate from one period to the next with its interval and p, and the dispersion (1: as Poisson).

    log(expected) = a + b t + log(exposure). Where Pearson's chi-squared over its degrees of freedom is above 1 the error is widened by its root,
    and Student's t takes the place of the normal.
    """
    from scipy.special import ndtr, stdtr, stdtrit

    design = np.column_stack([np.ones(len(counts)), np.arange(len(counts)) - (len(counts) - 1) / 2])
    beta = np.array([np.log(counts.sum() / exposure.sum()), 0.0])
    information = np.eye(2)
    for _ in range(100):
        fitted = exposure * np.exp(design @ beta)
        information = design.T @ (fitted[:, None] * design)
        step = np.linalg.solve(information, design.T @ (counts - fitted))
        beta += step
        if np.abs(step).max() < 1e-12:
            break
    fitted = exposure * np.exp(design @ beta)
    freedom = len(counts) - 2
    dispersion = float(((counts - fitted) ** 2 / fitted).sum() / freedom)
    error = sqrt(float(np.linalg.inv(information)[1, 1]) * max(dispersion, 1.0))
    slope = float(beta[1])
    wide = dispersion > 1
    half = (float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) if wide else z(CONFIDENCE)) * error
    p = float(2 * (stdtr(freedom, -abs(slope) / error) if wide else ndtr(-abs(slope) / error)))
    return Tested(exp(slope), (exp(slope - half), exp(slope + half)), p), dispersion
