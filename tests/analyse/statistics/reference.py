"""Published values that the statistics are held to: where each stands, how far off we may be, and how to work it out with our own functions.

``decimals``: how many the source prints; the value must agree to half a unit of the last.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import contingency

from titip.analyse.statistics import associating, intervals, ordering, ranking, slopes, surviving


@dataclass(frozen=True)
class Published:
    """One number of a book or paper."""

    source: str
    what: str
    value: float
    ours: Callable[[], float]
    decimals: int

    @property
    def allowed(self) -> float:
        """Half a unit of the last decimal printed, with the rounding of a binary number."""
        return 0.5000001 * 10**-self.decimals

    @property
    def off(self) -> float:
        """How far off ours is."""
        return abs(self.ours() - self.value)


def _counts(*groups: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct sorted values, and the counts of each group."""
    values = np.unique(np.concatenate([np.asarray(g, dtype=float) for g in groups]))
    return values, np.array([[np.count_nonzero(np.asarray(g) == v) for v in values] for g in groups])


# Altman (1991), Practical Statistics for Medical Research: 24-hour energy expenditure (MJ) of lean and obese women (table 9.4; ISwR "energy").
LEAN = [7.53, 7.48, 8.08, 8.09, 10.15, 8.40, 10.88, 6.13, 7.90, 7.05, 7.48, 7.58, 8.11]
OBESE = [9.21, 11.51, 12.79, 11.85, 9.97, 8.79, 9.69, 9.68, 9.19]
# Hollander and Wolfe (1973), p. 116: mucociliary efficiency of three groups (R's help page of kruskal.test).
MUCO = ([2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0])
# Freireich and others (1963), Blood 21: weeks of remission, 6-MP and placebo; + is censored.
SIX_MP_TIMES = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
SIX_MP_ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def _remission() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = np.unique(np.array(SIX_MP_TIMES + PLACEBO, dtype=float))
    times, ended = np.array(SIX_MP_TIMES), np.array(SIX_MP_ENDED)
    done = np.array([[np.count_nonzero((times == v) & (ended == 1)) for v in values], [PLACEBO.count(int(v)) for v in values]])
    open_ = np.array([[np.count_nonzero((times == v) & (ended == 0)) for v in values], [0] * len(values)])
    return values, done, open_


def _curve(group: int) -> surviving.Curve:
    values, done, open_ = _remission()
    return surviving.curve(values, done[group], open_[group])


def _log_rank_chi2() -> float:
    from scipy.special import ndtri

    _, done, open_ = _remission()
    p = surviving.log_rank(done, open_).p
    assert p is not None
    return float(ndtri(p / 2) ** 2)


def _h(groups: tuple[list[float], ...]) -> float:
    counts = _counts(*groups)[1]
    return ranking.kruskal(counts).size * (counts.sum() - 1)


def _newcombe(case: tuple[int, int, int, int]) -> tuple[float, float]:
    return intervals.share_difference(*case)


def published() -> Iterator[Published]:
    """All of them."""
    yield from _proportions()
    yield from _rates()
    yield from _ranks()
    yield from _tables()
    yield from _series()
    yield from _survival()


def _proportions() -> Iterator[Published]:
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3 (score without continuity correction).
    for (count, n), (low, high) in {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}.items():
        for end, place, value in (("lower", 0, low), ("upper", 1, high)):
            yield Published("Newcombe 1998a, table I", f"Wilson, {count}/{n}, {end}", value, lambda c=count, m=n, p=place: intervals.wilson(c, m)[p], 4)
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 4 (Miettinen and Nurminen).
    cases = {
        (56, 70, 48, 80): (0.0528, 0.3382),
        (9, 10, 3, 10): (0.1700, 0.8406),
        (10, 10, 0, 20): (0.7156, 1.0),
        (10, 10, 0, 10): (0.6636, 1.0),
    }
    for case, (low, high) in cases.items():
        for end, place, value in (("lower", 0, low), ("upper", 1, high)):
            yield Published("Newcombe 1998b, table II", f"score difference, {case}, {end}", value, lambda c=case, p=place: _newcombe(c)[p], 4)


def _rates() -> Iterator[Published]:
    # Garwood (1936) as tabulated by Ulm (1990), American Journal of Epidemiology 131:373-375, and in Breslow and Day (1987), table 2.10.
    for count, (low, high) in {1: (0.0253, 5.57), 5: (1.62, 11.67), 10: (4.80, 18.39), 20: (12.22, 30.89), 50: (37.11, 65.92), 100: (81.36, 121.63)}.items():
        yield Published("Garwood 1936 / Breslow and Day 1987", f"Poisson, {count}, lower", low, lambda c=count: intervals.poisson(c)[0], 4 if count == 1 else 2)
        yield Published("Garwood 1936 / Breslow and Day 1987", f"Poisson, {count}, upper", high, lambda c=count: intervals.poisson(c)[1], 2)


def _ranks() -> Iterator[Published]:
    yield Published("Hollander and Wolfe 1973, p. 116", "Kruskal-Wallis H", 0.77143, lambda: _h(MUCO), 5)
    yield Published("Hollander and Wolfe 1973, p. 116", "Kruskal-Wallis p", 0.68, lambda: ranking.kruskal(_counts(*MUCO)[1]).p or 0.0, 4)
    values, (lean, obese) = _counts(LEAN, OBESE)
    # Dalgaard (2008), Introductory Statistics with R, sections 5.3 and 5.5.
    source = "Dalgaard 2008, sections 5.3, 5.5"
    yield Published(source, "Welch, p", 0.001411, lambda: ranking.welch(values, lean, obese).p or 0.0, 6)
    yield Published(source, "Welch, lower", -3.459167, lambda: ranking.welch(values, lean, obese).interval[0], 6)
    yield Published(source, "Welch, upper", -1.004081, lambda: ranking.welch(values, lean, obese).interval[1], 6)
    yield Published(source, "Wilcoxon W", 12, lambda: ranking.superiority(lean, obese).size * 13 * 9, 0)
    yield Published(source, "Wilcoxon p, continuity corrected", 0.002122, lambda: ranking.superiority(lean, obese).p or 0.0, 6)


def _tables() -> Iterator[Published]:
    # Agresti (2007), An Introduction to Categorical Data Analysis, table 2.5 (party by gender): X2 = 30.1.
    party = np.array([[762, 327, 468], [484, 239, 477]])
    yield Published("Agresti 2007, table 2.5", "chi-squared", 30.1, lambda: _chi2(party), 1)
    # Agresti (2007), table 2.3: aspirin and heart attacks; relative risk 1.82 (1.43 to 2.31), odds ratio 1.83; difference 0.0077 (0.005, 0.011).
    heart = (189, 11034, 104, 11037)
    yield Published("Agresti 2007, table 2.3", "relative risk", 1.82, lambda: (189 / 11034) / (104 / 11037), 2)
    yield Published("Agresti 2007, table 2.3", "relative risk, lower", 1.43, lambda: _katz()[0], 2)
    yield Published("Agresti 2007, table 2.3", "relative risk, upper", 2.31, lambda: _katz()[1], 2)
    yield Published("Agresti 2007, table 2.3", "difference, lower", 0.005, lambda: intervals.share_difference(*heart)[0], 3)
    yield Published("Agresti 2007, table 2.3", "difference, upper", 0.011, lambda: intervals.share_difference(*heart)[1], 3)
    # Fisher's tea (Agresti 2007, table 2.8): two-sided p = 0.486.
    yield Published("Agresti 2007, table 2.8 (Fisher's tea)", "Fisher p", 0.486, lambda: associating.independence(np.array([[3, 1], [1, 3]]), seed=1)[0], 3)
    # Job satisfaction (Agresti 2002, p. 57; R's help page of fisher.test): p = 0.7827 by exact sum.
    job = np.array([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]])
    yield Published("Agresti 2002, p. 57", "Fisher p of 4 × 4 (9,999 random tables)", 0.7827, lambda: associating.independence(job, seed=1)[0], 1)
    # R searches for the ends with a wide tolerance: four decimals of its 6.408309 and 0.2117329 hold, its upper end (621.9) is 0.7 % off.
    for what, value, place in (("odds ratio", 6.4083, 0), ("odds ratio, lower", 0.2117, 1)):
        yield Published("R's help page of fisher.test (Fisher's tea)", what, value, lambda p=place: _tea()[p], 4)
    # Hollander and Wolfe (1973), p. 187: Hunter L values and taste panel scores of canned tuna (R's help page of cor.test).
    yield Published("Hollander and Wolfe 1973, p. 187", "Spearman's rho", 0.6, _tuna, 1)


def _katz() -> tuple[float, float]:
    """The interval that an association of two by two tells."""
    ends = contingency.relative_risk(189, 11034, 104, 11037).confidence_interval()
    return float(ends.low), float(ends.high)


def _tea() -> tuple[float, float, float]:
    found = contingency.odds_ratio([[3, 1], [1, 3]])
    ends = found.confidence_interval()
    return float(found.statistic), float(ends.low), float(ends.high)


def _tuna() -> float:
    lightness, taste = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1], [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    i, j = (np.unique(x, return_inverse=True)[1] for x in (lightness, taste))
    return ordering.spearman(i, j, np.ones(9, dtype=np.int64), seed=1)[0]


def _chi2(counts: np.ndarray) -> float:
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


def _series() -> Iterator[Published]:
    # Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, section 16.4.1: Var(S) for n = 10 without ties is 125.
    yield Published("Kendall 1975; Gilbert 1987, eq. 16.2", "variance of S, n = 10", 125.0, lambda: slopes.mann_kendall(np.arange(10.0))[1], 1)


def _survival() -> Iterator[Published]:
    # Kleinbaum and Klein (2005), Survival Analysis, tables 2.1 to 2.3 and p. 60; Cox and Oakes (1984).
    source = "Freireich 1963; Kleinbaum and Klein 2005, chapter 2"
    for place, value in enumerate((0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482)):
        yield Published(source, f"6-MP, share in remission after {(6, 7, 10, 13, 16, 22, 23)[place]} weeks", value, lambda p=place: float(_curve(0).left[p]), 4)
    yield Published(source, "6-MP, median", 23, lambda: (_curve(0).median() or (0.0,))[0], 0)
    yield Published(source, "placebo, median", 8, lambda: (_curve(1).median() or (0.0,))[0], 0)
    yield Published(source, "log-rank chi-squared", 16.793, _log_rank_chi2, 3)
