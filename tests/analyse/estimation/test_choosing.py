"""Stepwise and best subsets: by hand, by brute force, and whatever the order of the lists."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from tests.analyse.estimation.tables import cells, people, sparse
from titip.analyse.estimation.bounding import criterion, search
from titip.analyse.estimation.design import Design, Floats
from titip.analyse.estimation.fitting import fit
from titip.analyse.estimation.stepwise import stepwise, surprise
from titip.analyse.estimation.surveying import can_survey, every_model, survey

FOUR = people(1500, [0.4, 0.6], [[0.5, 0.4, 0.4, 0.3], [0.1, 0.15, 0.1, 0.1]], seed=8)


def test_p_is_the_smaller_poisson_tail() -> None:
    design, counts = Design(3), cells(3, A=46, B=36, C=20, AB=12, AC=1)
    fits = fit(design, counts[None], design.main[None])

    p = surprise(design, counts[None], fits)[0]

    for place, (i, j) in enumerate([(0, 1), (0, 2), (1, 2)]):
        overlap = design.matrix[:, design.pairs[place]]
        observed, expected = counts @ overlap, float(fits.expected[0] @ overlap)
        assert p[place] == pytest.approx(min(poisson.cdf(observed, expected), poisson.sf(observed - 1, expected))), (i, j)


def test_a_strict_threshold_leaves_main_effects() -> None:
    design = Design(4)

    chosen = stepwise(design, FOUR[None], 1e-300)

    assert chosen.added == [[]]
    assert chosen.fits.columns.tolist() == [design.main.tolist()]


def test_each_step_takes_the_smallest_p_under_the_threshold() -> None:
    design = Design(4)

    (added,) = stepwise(design, FOUR[None], 0.05).added

    columns = design.main.copy()
    for column, p in added:
        every = surprise(design, FOUR[None], fit(design, FOUR[None], columns[None]))[0]
        assert p == pytest.approx(every.min(), rel=1e-6)
        assert design.pairs[every.argmin()] == column
        columns[column] = True
    last = surprise(design, FOUR[None], fit(design, FOUR[None], columns[None]))[0]
    assert added
    assert last.min() >= 0.05


@settings(max_examples=25, deadline=None)
@given(st.lists(sparse(sizes=(4,)), min_size=2, max_size=5))
def test_tables_together_choose_as_each_alone(tables: list[tuple[int, Floats]]) -> None:
    design, counts = Design(4), np.array([table for _, table in tables])

    together = stepwise(design, counts, 0.02)

    for row in range(len(counts)):
        alone = stepwise(design, counts[row : row + 1], 0.02)
        assert [column for column, _ in together.added[row]] == [column for column, _ in alone.added[0]]
        assert float(together.fits.unseen[row]) == pytest.approx(float(alone.fits.unseen[0]), rel=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_lists_does_not_matter(order: list[int]) -> None:
    design = Design(4)
    turned = np.zeros_like(FOUR)
    for cell in range(1, 16):
        turned[sum(1 << order[i] for i in range(4) if cell >> i & 1) - 1] = FOUR[cell - 1]

    first, second = (stepwise(design, counts[None], 0.02).fits.unseen[0] for counts in (FOUR, turned))

    assert float(second) == pytest.approx(float(first), rel=1e-9)


@pytest.mark.parametrize(("size", "order", "models"), [(3, 2, 8), (4, 2, 64), (5, 2, 1024), (3, 3, 9), (4, 3, 113), (5, 4, 6893)])
def test_all_models_are_counted(size: int, order: int, models: int) -> None:
    design = Design(size, order)

    every = every_model(design)

    assert len(every) == len({row.tobytes() for row in every}) == models
    assert can_survey(design)


def test_a_term_comes_only_with_the_terms_it_contains() -> None:
    design = Design(4, 3)

    for model in every_model(design):
        chosen = set(design.terms[model].tolist())
        assert all(part in chosen for term in chosen for part in range(term) if part & term == part)


@settings(max_examples=25, deadline=None)
@given(sparse(), st.sampled_from([2, 3]), st.booleans())
def test_branch_and_bound_finds_what_fitting_every_model_finds(table: tuple[int, Floats], order: int, bic: bool) -> None:
    size, counts = table
    design = Design(size, min(order, size - 1))
    cost = np.log(counts.sum()) if bic else 2.0
    every = survey(design, counts, cores=1)
    best = every.best(cost)

    found = search(design, counts[None], np.array([cost]))

    if not fit(design, counts[None], design.main[None]).possible[0]:
        return  # nothing to compare with: no estimate is given at all
    assert best is not None
    assert float(criterion(found, np.array([cost]))[0]) == pytest.approx(float(criterion(every.fits, np.full(len(every.fits.columns), cost)).min()), rel=1e-9)


def test_models_nearly_as_good_lie_around_the_best() -> None:
    every = survey(Design(4), FOUR, cores=1)
    best = every.best(2.0)

    near = every.near(2.0)

    assert best is not None
    assert near[0] <= every.n + every.fits.unseen[best] <= near[-1]
