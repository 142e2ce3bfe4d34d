"""Chao's lower bound: its formula, that it is a bound, and that it says where it may fail."""

import numpy as np
import pytest

from tests.analyse.estimation.tables import cells, histories, people
from titip.analyse.estimation import Asked, estimate
from titip.analyse.estimation.chao import avoiding, chao_interval, chao_unseen
from titip.analyse.estimation.design import Design


def test_it_is_the_formula_by_hand() -> None:
    counts = cells(3, A=40, B=30, C=20, AB=10, AC=5, ABC=2)

    # f1 = 90, f2 = 15, three lists: (2/3) 90² / (2 x 15)
    assert float(chao_unseen(3, counts[None])[0]) == pytest.approx(2 / 3 * 90**2 / 30)


def test_the_interval_holds_the_bound_and_never_falls_under_the_observed() -> None:
    counts = cells(3, A=40, B=30, C=20, AB=10, AC=5, ABC=2)

    low, high = chao_interval(3, counts, 1.96)

    assert counts.sum() < low < counts.sum() + float(chao_unseen(3, counts[None])[0]) < high
    # Log-normal: both ends are as far from the unseen in ratio.
    assert (low - 107) * (high - 107) == pytest.approx(float(chao_unseen(3, counts[None])[0]) ** 2)


def test_on_average_it_lies_under_the_truth_however_differently_people_are_found() -> None:
    bounds = [c.sum() + chao_unseen(4, c[None])[0] for c in (people(3000, [0.5, 0.5], [[0.6] * 4, [0.1] * 4], seed) for seed in range(30))]

    assert float(np.mean(bounds)) < 3000


def test_with_everybody_found_alike_it_is_right_on_average() -> None:
    bounds = [c.sum() + chao_unseen(4, c[None])[0] for c in (people(3000, [1.0], [[0.2] * 4], seed) for seed in range(30))]

    assert float(np.mean(bounds)) == pytest.approx(3000, rel=0.02)


def test_lists_that_avoid_each_other_are_named_and_the_bound_then_misses() -> None:
    # Whoever is on A is never on B: two lists of different towns.
    kinds = [[0.5, 0.0, 0.2], [0.0, 0.5, 0.2]]
    made = histories(3)
    counts = people(3000, [0.5, 0.5], kinds, seed=4)
    report = estimate(type(made)(made.lists, counts), Asked(models=("chao",), bootstrap=0))

    (chao,) = report.estimates

    assert chao.checks == {"avoiding": ["A:B"], "bound_may_fail": True}
    assert "A:B" in chao.notes[0].say()
    assert chao.estimate is not None
    assert chao.estimate > 3000


def test_independent_lists_are_seldom_said_to_avoid_each_other() -> None:
    design = Design(4)

    said = sum(bool(avoiding(design, people(2000, [1.0], [[0.2] * 4], seed))) for seed in range(60))

    assert said <= 6


def test_nobody_on_two_lists_gives_no_bound() -> None:
    report = estimate(histories(3, A=40, B=30, C=20, ABC=9), Asked(models=("chao",), bootstrap=0))

    assert report.estimates[0].estimate is None
    assert "exactly two" in report.estimates[0].notes[0].say()
