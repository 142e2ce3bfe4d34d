"""Our statistics beside scipy's and statsmodels', on drawn data: each yields (what, ours, theirs) with the same number of figures."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import scipy.optimize as so
import scipy.stats as ss
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.proportion import test_proportions_2indep as proportions_differ
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep
from statsmodels.stats.rates import test_poisson_2indep as rates_differ

from titip.analyse.statistics import associating, cells, effects, intervals, ordering, outlying, ranking, slopes, surviving
from titip.analyse.statistics.numbers import summarise
from titip.dictionary.rules.types import ElementType
from titip.share.rules import Column, Heading

Pair = tuple[str, Sequence[float], Sequence[float]]


def drawn(seed: int) -> Iterator[Pair]:
    """Every method once, on data drawn with the seed."""
    rng = np.random.default_rng(seed)
    for oracle in ORACLES:
        yield from oracle(rng)


def _sample(rng: np.random.Generator, n: int | None = None) -> np.ndarray:
    """Whole numbers with many ties, or numbers without."""
    n = n or int(rng.integers(50, 300))
    return rng.poisson(rng.uniform(2, 30), n).astype(float) if rng.random() < 0.6 else rng.lognormal(1, 0.8, n)


def _counted(*groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = np.unique(np.concatenate(groups))
    return values, np.array([np.bincount(np.searchsorted(values, g), minlength=len(values)) for g in groups])


def _proportions(rng: np.random.Generator) -> Iterator[Pair]:
    n, m = (int(x) for x in rng.integers(20, 400, 2))
    a, b = int(rng.integers(0, n + 1)), int(rng.integers(1, m + 1))
    yield "Wilson", intervals.wilson(a, n), proportion_confint(a, n, method="wilson")
    if 0 < a < n and b < m:
        yield "score difference", intervals.share_difference(a, n, b, m), _by_likelihood(a, n, b, m)
        yield "score ratio", intervals.share_ratio(a, n, b, m), confint_proportions_2indep(a, n, b, m, method="score", compare="ratio")
        yield "score p", [intervals.share_difference_p(a, n, b, m)], [proportions_differ(a, n, b, m, method="score", compare="diff").pvalue]


def _by_likelihood(a: int, n: int, b: int, m: int) -> list[float]:
    """The score interval of a difference with the constrained proportion found by maximising the likelihood, no closed form.

    statsmodels 0.15 is no oracle here: its cubic has a count where Miettinen and Nurminen have a group's size (tmp1 in
    score_test_proportions_2indep), and for 56/70 against 48/80 it gives 0.0526 to 0.3440 where Newcombe prints 0.0528 to 0.3382.
    """

    def score(difference: float) -> float:
        def unlikely(p: float) -> float:
            return -float(a * np.log(p + difference) + (n - a) * np.log(1 - p - difference) + b * np.log(p) + (m - b) * np.log(1 - p))

        edges = max(0, -difference) + 1e-13, min(1, 1 - difference) - 1e-13
        p = so.minimize_scalar(unlikely, bounds=edges, method="bounded", options={"xatol": 1e-13}).x
        variance = ((p + difference) * (1 - p - difference) / n + p * (1 - p) / m) * (n + m) / (n + m - 1)
        return float((a / n - b / m - difference) / np.sqrt(variance))

    middle, bound = a / n - b / m, ss.norm.ppf(0.975)
    return [so.brentq(lambda d: score(d) - bound, -1 + 1e-9, middle), so.brentq(lambda d: score(d) + bound, middle, 1 - 1e-9)]


def _rates(rng: np.random.Generator) -> Iterator[Pair]:
    a, b = (int(x) for x in rng.integers(1, 200, 2))
    u, v = (float(x) for x in rng.uniform(10, 5000, 2))
    yield "exact Poisson", intervals.poisson(a, u), confint_poisson(a, u, method="exact-c")
    yield "rate ratio", intervals.rate_ratio(a, u, b, v), confint_poisson_2indep(a, u, b, v, method="score", compare="ratio")
    yield "rate ratio p", [intervals.rate_ratio_p(a, u, b, v)], [rates_differ(a, u, b, v, method="score", compare="ratio").pvalue]


def _two_groups(rng: np.random.Generator) -> Iterator[Pair]:
    x, y = _sample(rng), _sample(rng)
    values, (first, second) = _counted(x, y)
    found = ranking.superiority(first, second)
    theirs = ss.mannwhitneyu(x, y, method="asymptotic")
    yield "Mann-Whitney", [found.size * len(x) * len(y), found.p or 0], [theirs.statistic, theirs.pvalue]
    low, high = rank_compare_2indep(x, y).conf_int()
    yield "Brunner-Munzel interval", found.interval, [max(low, 0), min(high, 1)]
    mean = ranking.welch(values, first, second)
    welch = ss.ttest_ind(x, y, equal_var=False)
    yield "Welch", [*mean.interval, mean.p or 0], [*welch.confidence_interval(), welch.pvalue]


def _groups(rng: np.random.Generator) -> Iterator[Pair]:
    groups = [_sample(rng) for _ in range(int(rng.integers(3, 6)))]
    found = ranking.kruskal(_counted(*groups)[1])
    theirs = ss.kruskal(*groups)
    n = sum(map(len, groups))
    yield "Kruskal-Wallis", [found.size * (n - 1), found.p or 0], [theirs.statistic, theirs.pvalue]
    low, high = ranking.noncentrality(theirs.statistic, len(groups) - 1)
    for name, end, tail in (("lower", low, 0.975), ("upper", high, 0.025)):
        if end:
            yield f"non-central chi-squared, {name}", [float(ss.ncx2.cdf(theirs.statistic, len(groups) - 1, end))], [tail]


def _tables(rng: np.random.Generator) -> Iterator[Pair]:
    shape = tuple(int(x) for x in rng.integers(2, 5, 2))
    table = rng.integers(8, 90, shape)
    yield "chi-squared p", [associating.independence(table, seed=1)[0]], [ss.contingency.chi2_contingency(table, correction=False).pvalue]
    # Bergsma's own formula, from scipy's chi-squared.
    n, (r, c) = table.sum(), shape
    phi = max(ss.contingency.chi2_contingency(table, correction=False).statistic / n - (r - 1) * (c - 1) / (n - 1), 0)
    most = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    yield "Cramér's V", [associating.cramer(table)[0]], [np.sqrt(phi / most)]
    small = rng.integers(0, 6, (2, 2)) + [[1, 0], [0, 1]]
    yield (
        "Fisher 2 × 2",
        [associating.independence(small, seed=1)[0]],
        [ss.fisher_exact(small).pvalue if ss.contingency.expected_freq(small).min() < 5 else ss.contingency.chi2_contingency(small, correction=False).pvalue],
    )


def _ordinal(rng: np.random.Generator) -> Iterator[Pair]:
    x = rng.integers(0, 6, 150)
    y = np.clip(x + rng.integers(-3, 4, 150), 0, 5)
    pairs, weights = np.unique(x * 6 + y, return_counts=True)
    found = ordering.spearman(pairs // 6, pairs % 6, weights, seed=1)
    theirs = ss.spearmanr(x, y)
    yield "Spearman", [found[0], found[2]], [theirs.statistic, theirs.pvalue]


def _trend(rng: np.random.Generator) -> Iterator[Pair]:
    series = rng.poisson(np.linspace(80, rng.uniform(40, 200), int(rng.integers(5, 14)))).astype(float)
    sen, theirs = slopes.theil_sen(series), ss.theilslopes(series, np.arange(len(series)))
    yield "Theil-Sen", [sen.size, *sen.interval], [theirs.slope, theirs.low_slope, theirs.high_slope]
    tau = ss.kendalltau(np.arange(len(series)), series, method="asymptotic")
    s, variance = slopes.mann_kendall(series)
    # scipy tells no continuity correction; without it the p is that of S over its root.
    yield "Mann-Kendall", [2 * ss.norm.sf(abs(s) / np.sqrt(variance))], [tau.pvalue]
    exposure = rng.uniform(500, 2000, len(series))
    fitted, dispersion = slopes.poisson_trend(series, exposure)
    time = np.arange(len(series)) - (len(series) - 1) / 2
    model = sm.GLM(series, sm.add_constant(time), family=sm.families.Poisson(), offset=np.log(exposure))
    plain = model.fit(tol=1e-12)
    wide = model.fit(tol=1e-12, scale="X2", use_t=True) if dispersion > 1 else plain
    yield (
        "Poisson regression",
        [fitted.size, *fitted.interval, fitted.p or 0, dispersion],
        [
            np.exp(wide.params[1]),
            *np.exp(wide.conf_int()[1]),
            wide.pvalues[1],
            plain.pearson_chi2 / plain.df_resid,
        ],
    )


def _durations(rng: np.random.Generator) -> Iterator[Pair]:
    n = 120
    times, ended = rng.integers(1, 40, n).astype(float), rng.random(n) < 0.6
    group = rng.random(n) < 0.5
    values = np.unique(times)
    done = np.array([[np.count_nonzero((times == v) & ended & (group == g)) for v in values] for g in (True, False)])
    still = np.array([[np.count_nonzero((times == v) & ~ended & (group == g)) for v in values] for g in (True, False)])
    curve = surviving.curve(values, done[0], still[0])
    theirs = ss.ecdf(ss.CensoredData.right_censored(times[group], ~ended[group]))
    at = np.searchsorted(theirs.sf.quantiles, curve.times)
    yield "Kaplan-Meier", curve.left, theirs.sf.probabilities[at]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ends = theirs.sf.confidence_interval(method="log-log")
    inside = curve.left > 0
    yield "Kaplan-Meier interval", [*curve.low[inside], *curve.high[inside]], [*ends.low.probabilities[at][inside], *ends.high.probabilities[at][inside]]
    pooled = [ss.CensoredData.right_censored(times[group == g], ~ended[group == g]) for g in (True, False)]
    yield "log-rank p", [surviving.log_rank(done, still).p or 0], [ss.logrank(*pooled).pvalue]
    known = sm.duration.survdiff(times, ended.astype(int), group.astype(int))
    yield "log-rank p (statsmodels)", [surviving.log_rank(done, still).p or 0], [known[1]]


def _numbers(rng: np.random.Generator) -> Iterator[Pair]:
    x = _sample(rng)
    found = summarise(Column.from_cells(Heading("x", type=ElementType.DECIMAL), x.tolist()))
    yield (
        "median, quartiles, mean, SD",
        [found.median or 0, found.q1 or 0, found.q3 or 0, found.mean or 0, found.sd or 0],
        [
            np.median(x),
            *np.percentile(x, [25, 75]),
            ss.tmean(x),
            ss.tstd(x),
        ],
    )
    values, (counts,) = _counted(x)
    ends = outlying.mad(values, counts)
    spread = ss.median_abs_deviation(x, scale="normal")
    if ends:
        yield "MAD fences", ends, [np.median(x) - 3.5 * spread, np.median(x) + 3.5 * spread]
    n, at = int(rng.integers(0, 40)), float(rng.uniform(5, 30))
    yield "Poisson tails", [outlying.poisson_p(n, at)], [min(1, 2 * min(ss.poisson.cdf(n, at), ss.poisson.sf(n - 1, at)))]
    yield "binomial tails", [outlying.binomial_p(n, 60, at / 60)], [min(1, 2 * min(ss.binom.cdf(n, 60, at / 60), ss.binom.sf(n - 1, 60, at / 60)))]


def _adjusted(rng: np.random.Generator) -> Iterator[Pair]:
    ps = rng.random(int(rng.integers(2, 9))) ** 3
    yield "Holm", effects.holm(ps.tolist()), multipletests(ps, method="holm")[1]


ORACLES: tuple[Callable[[np.random.Generator], Iterator[Pair]], ...] = (
    _proportions,
    _rates,
    _two_groups,
    _groups,
    _tables,
    _ordinal,
    _trend,
    _durations,
    _numbers,
    _adjusted,
)


def off(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The largest difference, relative where the figure is above 1."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    assert a.shape == b.shape
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore"):
        apart = np.abs(a - b) / np.maximum(np.abs(b), 1)
    return float(np.where(same, 0.0, apart).max(initial=0.0))


def bootstrap_medians(seed: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The BCa interval of a median, ours and scipy's: two random draws, so they agree only about as far as two of scipy's do."""
    rng = np.random.default_rng(seed)
    x = np.round(rng.lognormal(3, 0.5, 150), 1)
    values, (counts,) = _counted(x)
    ours = cells.median_interval(values, counts, seed=seed)
    assert ours is not None
    theirs = ss.bootstrap((x,), np.median, n_resamples=9999, rng=rng).confidence_interval
    return ours, (float(theirs.low), float(theirs.high))
