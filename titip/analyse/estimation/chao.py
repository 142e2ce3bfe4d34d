"""Chao's lower bound: from how many people are on one list and on two, the least number that can be on none.

Chao (1987), "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43. It holds however
differently people are found, as long as the lists do not avoid each other.
"""

from __future__ import annotations

import numpy as np

from titip.analyse.estimation.design import Design, Floats
from titip.analyse.estimation.fitting import Fits, fit

#: How unlikely so small an overlap must be, over all pairs together (Holm), for two lists to be said to avoid each other.
UNLIKELY = 0.05


def singles_and_doubles(size: int, counts: Floats) -> tuple[Floats, Floats]:
    """How many people are on exactly one list, and on exactly two: (batch, cells) -> (batch,), (batch,)."""
    lists = np.array([int(cell).bit_count() for cell in range(1, 2**size)])
    return counts[:, lists == 1].sum(axis=1), counts[:, lists == 2].sum(axis=1)


def chao_unseen(size: int, counts: Floats) -> Floats:
    """(t - 1) / (2t) f1² / f2 for t lists, by Cauchy and Schwarz; infinite where nobody is on two lists. (batch, cells) -> (batch,)."""
    one, two = singles_and_doubles(size, counts)
    return np.where(two > 0, (size - 1) / (2 * size) * one**2 / np.maximum(two, 1), np.inf)


def chao_interval(size: int, counts: Floats, z: float) -> tuple[float, float]:
    """The log-normal interval of the bound for one table, ``z`` standard errors each way; raises ZeroDivisionError where there is no bound."""
    one, two = (float(f[0]) for f in singles_and_doubles(size, counts[None]))
    share, ratio = (size - 1) / size, one / two
    variance = two * (share / 2 * ratio**2 + share**2 * ratio**3 + share**2 / 4 * ratio**4)
    unseen = float(chao_unseen(size, counts[None])[0])
    width = float(np.exp(z * np.sqrt(np.log1p(variance / unseen**2)))) if unseen else 1.0
    n = float(counts.sum())
    return n + unseen / width, n + unseen * width


def avoiding(design: Design, counts: Floats) -> list[int]:
    """The columns of the pairs of lists that share fewer people than independent lists would, by Holm's step-down test of one table."""
    from scipy.special import pdtr  # 0.2 s: not at start-up

    fits: Fits = fit(design, counts[None], design.main[None])
    overlaps = design.matrix[:, design.pairs]
    p = pdtr(np.rint(counts @ overlaps), fits.expected[0] @ overlaps)
    found = []
    for place, pair in enumerate(np.argsort(p).tolist()):
        if p[pair] > UNLIKELY / (len(p) - place):
            break
        found.append(int(design.pairs[pair]))
    return sorted(found)
