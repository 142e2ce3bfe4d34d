"""The bootstrap: BCa against scipy, resamples of the observed histories only, the same answer on any number of cores."""

from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from tests.analyse.estimation.tables import histories, people, uk_five
from titip.analyse.estimation import Histories
from titip.analyse.estimation.resampling import bca, bootstrap, resample
from titip.analyse.estimation.selecting import Method, totals


def test_the_interval_is_scipys_for_the_same_resamples() -> None:
    sample = np.random.default_rng(3).lognormal(size=40)
    theirs = scipy.stats.bootstrap((sample,), np.mean, method="BCa", n_resamples=9999, rng=np.random.default_rng(4))
    one_less = np.array([np.delete(sample, i).mean() for i in range(40)])

    ours = bca(float(sample.mean()), np.sort(theirs.bootstrap_distribution), one_less, np.ones(40))

    assert ours.interval == pytest.approx((theirs.confidence_interval.low, theirs.confidence_interval.high), rel=5e-3)


def test_a_history_that_many_have_weighs_as_many_in_the_acceleration() -> None:
    values, weights = np.array([90.0, 101.0, 103.0]), np.array([2.0, 5.0, 3.0])
    replicates = np.random.default_rng(1).normal(100, 5, 2000)

    together = bca(100.0, replicates, values, weights)
    spelt_out = bca(100.0, replicates, np.repeat(values, [2, 5, 3]), np.ones(10))

    assert together.acceleration == pytest.approx(spelt_out.acceleration)
    assert together.interval == spelt_out.interval


def test_without_bias_or_acceleration_it_is_the_percentile_interval() -> None:
    replicates = np.arange(1, 1001, dtype=np.float64)

    drawn = bca(500.5, replicates, np.array([1.0, 3.0]), np.array([1.0, 1.0]))

    assert drawn.bias == pytest.approx(0)
    assert drawn.acceleration == pytest.approx(0)
    assert drawn.interval == (25, 975)


@pytest.mark.parametrize(("estimate", "replicates"), [(1.0, [2.0] * 300), (1e9, [2.0] * 300)])
def test_resamples_all_on_one_side_give_no_interval(estimate: float, replicates: list[float]) -> None:
    drawn = bca(estimate, np.array(replicates), np.array([1.0, 2.0]), np.array([1.0, 1.0]))

    assert drawn.interval is None
    assert drawn.why is not None


def test_too_many_resamples_without_an_estimate_give_no_interval() -> None:
    replicates = np.concatenate([np.linspace(90, 110, 900), np.full(100, np.inf)])

    drawn = bca(100.0, replicates, np.array([99.0, 101.0]), np.array([1.0, 1.0]))

    assert drawn.interval is None
    assert drawn.failed == 100
    assert drawn.why is not None
    assert "10.0 %" in drawn.why.say()


def test_resamples_are_as_many_people_with_observed_histories() -> None:
    made = histories(3, A=46, B=36, C=20, AB=12, AC=7)

    drawn = resample(made, 300, seed=1)

    assert (drawn.sum(axis=1) == made.n).all()
    assert not drawn[:, made.counts == 0].any()
    assert drawn.mean(axis=0) == pytest.approx(made.counts, rel=0.1)


def test_the_whole_choice_is_repeated(shared: Path) -> None:
    made = uk_five(shared)
    tables = resample(made, 200, seed=1)
    fixed, chosen = (totals((Method(name), made.size, tables)) for name in ("main", "stepwise"))

    # With the model fixed the resamples lie close; with the choice repeated they do not.
    assert np.std(np.log(chosen)) > 2 * np.std(np.log(fixed))


def test_the_interval_covers_a_known_number_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(40):
        made = Histories(tuple("ABCD"), people(1000, [1.0], [[0.3, 0.2, 0.25, 0.15]], seed))
        interval = bootstrap(made, Method("main"), times=200, seed=seed, cores=1).interval
        covered += interval is not None and interval[0] < 1000 < interval[1]

    # 95 % of 40 is 38; 32 or fewer would happen once in ten thousand times.
    assert covered > 32


@pytest.mark.slow
def test_two_cores_answer_as_one(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = uk_five(shared)
    alone = bootstrap(made, Method("bic"), times=200, seed=3, cores=1)
    monkeypatch.setattr("titip.analyse.estimation.watching.WORTH_IT", 0.0)

    together = bootstrap(made, Method("bic"), times=200, seed=3, cores=2)

    assert together == alone
