"""Latent classes: exact answers where there are some, simulated people where there are none."""

import numpy as np
import pytest
from scipy.special import betaln, gammaln
from scipy.stats import kstest, loggamma

from tests.analyse.estimation.tables import cells, people
from titip.analyse.estimation.chains import log_gamma
from titip.analyse.estimation.design import Floats, Ints
from titip.analyse.estimation.latent import Posterior, Sampling, sample


def draws(size: int, counts: Floats, seed: int, sampling: Sampling) -> Posterior:
    observed: Ints = np.flatnonzero(counts) + 1
    return sample(size, observed, counts[observed - 1].astype(np.int64), seed=seed, sampling=sampling)


def test_with_one_class_the_posterior_is_known() -> None:
    counts = cells(3, A=46, B=36, C=20, AB=12, AC=7, BC=9, ABC=3)
    n, listed = counts.sum(), [68, 60, 39]
    every = np.arange(n, 4000)
    # p(N | data) with prior 1/N and each probability of being listed uniform.
    logs = gammaln(every) - gammaln(every - n + 1) + sum(betaln(1 + m, 1 + every - m) for m in listed)
    weights = np.exp(logs - logs.max())
    share = weights.cumsum() / weights.sum()

    drawn = draws(3, counts, 4, Sampling(classes=1, least=8_000, most=8_000))

    for quantile in (0.05, 0.5, 0.95):
        assert drawn.quantiles(quantile)[0] == pytest.approx(every[np.searchsorted(share, quantile)], rel=0.03)


def test_independent_lists_of_a_known_number() -> None:
    drawn = draws(4, people(2000, [1.0], [[0.3, 0.2, 0.25, 0.15]], seed=1), 1, Sampling(least=4_000, most=8_000))

    low, middle, high = drawn.quantiles(0.025, 0.5, 0.975)

    assert low < 2000 < high
    assert middle == pytest.approx(2000, rel=0.1)
    assert drawn.disagreement < 1.2


def test_two_kinds_of_people_of_a_known_number() -> None:
    counts = people(4000, [0.5, 0.5], [[0.7, 0.6, 0.5, 0.6, 0.5], [0.2, 0.15, 0.2, 0.2, 0.15]], seed=2)
    drawn = draws(5, counts, 1, Sampling(least=4_000, most=8_000))
    independent = draws(5, counts, 1, Sampling(classes=1, least=2_000, most=2_000))

    low, middle, high = drawn.quantiles(0.025, 0.5, 0.975)

    # One class is far too low; several find the truth.
    assert independent.quantiles(0.975)[0] < 3700
    assert low < 4000 < high
    assert middle == pytest.approx(4000, rel=0.1)


def test_the_same_seed_draws_the_same() -> None:
    counts = people(500, [1.0], [[0.3] * 3], seed=3)
    short = Sampling(least=200, most=200)

    first, second, other = (draws(3, counts, seed, short).sizes for seed in (5, 5, 6))

    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("shape", [1e-3, 0.05, 1.0, 40.0])
def test_gamma_draws_on_the_log_scale_are_right_also_for_tiny_shapes(shape: float) -> None:
    drawn = log_gamma(np.random.default_rng(1), np.full(4000, shape))

    assert np.isfinite(drawn).all()
    assert kstest(drawn, loggamma(shape).cdf).pvalue > 0.001


def test_chains_that_disagree_are_found_out() -> None:
    rng = np.random.default_rng(1)
    apart = 1000 + 20 * rng.standard_normal((4, 500)) + np.array([[0], [0], [300], [300]])
    together = 1000 + 20 * rng.standard_normal((4, 500))

    bad, good = (Posterior(sizes, np.ones_like(sizes), 10) for sizes in (apart, together))

    assert bad.disagreement > 2
    assert not bad.settled
    assert good.disagreement < 1.02
    assert good.effective == pytest.approx(2000, rel=0.25)
    assert good.settled


def test_draws_that_hang_together_are_worth_fewer() -> None:
    rng = np.random.default_rng(2)
    steps = rng.standard_normal((4, 20_000))
    walk = np.zeros_like(steps)
    for i in range(1, steps.shape[1]):
        walk[:, i] = 0.9 * walk[:, i - 1] + steps[:, i]

    drawn = Posterior(np.exp(7 + 0.01 * walk), np.ones_like(walk), 10)

    # An autoregression with 0.9 is worth (1 - 0.9) / (1 + 0.9) of its length.
    assert drawn.effective == pytest.approx(80_000 / 19, rel=0.2)


@pytest.mark.slow
def test_the_sampler_is_right_on_average_over_its_own_prior() -> None:
    """Simulation-based calibration (Talts and others 2018): the rank of the true N among its draws is uniform."""
    rng, ranks = np.random.default_rng(11), []
    for seed in range(40):
        size, total = 4, int(np.exp(rng.uniform(np.log(200), np.log(2000))))
        shares, listed = from_prior(rng, 5, size)
        counts = people(total, shares, listed, seed)
        if counts.sum() < 20:
            continue
        sizes = draws(size, counts, seed, Sampling(classes=5, least=2_500, most=2_500)).sizes.ravel()
        sizes = sizes[(sizes >= 200) & (sizes <= 2000)]
        ranks.append(((sizes < total).mean() + (sizes <= total).mean()) / 2)

    assert len(ranks) > 30
    assert kstest(ranks, "uniform").pvalue > 0.005


def from_prior(rng: np.random.Generator, classes: int, size: int) -> tuple[list[float], Floats]:
    """Shares and probabilities of being listed, drawn from the prior by its definition."""
    concentration = rng.gamma(0.25) / 0.25
    left, shares = 1.0, []
    for _ in range(classes - 1):
        stick = rng.beta(1, concentration) if concentration > 1e-8 else 1.0
        shares.append(left * stick)
        left *= 1 - stick
    return [*shares, left], rng.random((classes, size))
