"""The bootstrap that repeats the whole selection, and its BCa interval.

Efron (1987), "Better bootstrap confidence intervals", JASA 82. Resamples are multinomial over the observed histories; the
acceleration is the jackknife's, each history weighted by how many people have it (Chan, Silverman and Vincent 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titip.analyse.estimation import messages
from titip.analyse.estimation.design import Floats
from titip.analyse.estimation.histories import Histories
from titip.analyse.estimation.selecting import Method, totals
from titip.analyse.estimation.watching import Watch, spread, unwatched
from titip.analyse.rules.sentences import Sentence, percent


@dataclass(frozen=True)
class Bca:
    """``interval`` or, where there is none, ``why``. ``replicates`` were drawn, ``failed`` of them have no finite estimate."""

    interval: tuple[float, float] | None
    why: Sentence | None
    replicates: int
    failed: int
    bias: float | None = None
    acceleration: float | None = None


def resample(histories: Histories, times: int, seed: int) -> Floats:
    """As many people again, drawn from the observed histories; (times, cells)."""
    rng = np.random.default_rng(seed)  # noqa: TID251 - resamples, from a seed that the report records
    return rng.multinomial(histories.n, histories.counts / histories.counts.sum(), size=times).astype(np.float64)


def bootstrap(histories: Histories, method: Method, *, times: int, seed: int, cores: int = 0, watch: Watch = unwatched) -> Bca:
    """The BCa interval of 95 % for the method's estimate of N. The answer does not depend on the number of cores."""
    observed = histories.cells - 1
    one_less = np.repeat(histories.counts[None], len(observed), axis=0)
    one_less[np.arange(len(observed)), observed] -= 1
    tables = np.concatenate([histories.counts[None], one_less, resample(histories, times, seed)])
    parts = [(method, histories.size, tables[i : i + method.batch]) for i in range(0, len(tables), method.batch)]
    answers = np.concatenate(spread(totals, parts, label=f"bootstrap {method.name}", cores=cores, watch=watch))
    jackknife = answers[1 : 1 + len(observed)]
    return bca(float(answers[0]), answers[1 + len(observed) :], jackknife, histories.counts[observed])


def bca(estimate: float, replicates: Floats, jackknife: Floats, weights: Floats, *, confidence: float = 0.95) -> Bca:
    """From the estimate, its ``replicates``, and the estimates with one person less of each history (``weights`` people have it)."""
    from scipy.special import ndtr, ndtri  # 0.2 s: not at start-up

    failed = int(np.count_nonzero(~np.isfinite(replicates)))
    below = (np.count_nonzero(replicates < estimate) + np.count_nonzero(replicates == estimate) / 2) / len(replicates)
    if not 0 < below < 1:
        return Bca(None, Sentence(messages.BCA_ONE_SIDE), len(replicates), failed)
    bias, acceleration = float(ndtri(below)), _acceleration(jackknife, weights)
    ends = bias + ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    shares = ndtr(bias + ends / (1 - acceleration * ends))
    if np.any(acceleration * ends >= 1) or not np.isfinite(shares).all():
        return Bca(None, Sentence(messages.BCA_ONE_SIDE), len(replicates), failed, bias, acceleration)
    low, high = (float(q) for q in np.quantile(replicates, shares, method="inverted_cdf"))
    if not np.isfinite(high):
        return Bca(None, Sentence(messages.BCA_UNBOUNDED, {"share": percent(failed / len(replicates))}), len(replicates), failed, bias, acceleration)
    return Bca((low, high), None, len(replicates), failed, bias, acceleration)


def _acceleration(jackknife: Floats, weights: Floats) -> float:
    usable = np.isfinite(jackknife)
    values, weights = jackknife[usable], weights[usable]
    if not len(values):
        return 0.0
    apart = np.average(values, weights=weights) - values
    scale = float(weights @ apart**2)
    return float(weights @ apart**3) / (6 * scale**1.5) if scale > 0 else 0.0
