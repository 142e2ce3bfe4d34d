"""Fits against closed forms, a general optimiser and the linear program."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import minimize

from tests.analyse.estimation.tables import cells, people, sparse
from titip.analyse.estimation.design import Bools, Design, Floats
from titip.analyse.estimation.existence import exists, identifiable
from titip.analyse.estimation.fitting import fit, independent_total, spread_of_intercept

FULL = cells(3, A=46, B=36, C=20, AB=12, AC=7, BC=9, ABC=3)


def fitted(design: Design, counts: Floats, columns: Bools) -> float:
    return float(fit(design, counts[None], columns[None]).unseen[0])


def test_three_lists_with_all_pairs_have_a_closed_form() -> None:
    design = Design(3)

    unseen = fitted(design, FULL, design.columns_of([(0, 1), (0, 2), (1, 2)]))

    assert unseen == pytest.approx(46 * 36 * 20 * 3 / (12 * 7 * 9), rel=1e-12)


def test_two_lists_that_depend_only_through_the_third() -> None:
    design = Design(3)

    # Given A, lists B and C are independent: among those not on A it is Lincoln and Petersen.
    assert fitted(design, FULL, design.columns_of([(0, 1), (0, 2)])) == pytest.approx(36 * 20 / 9, rel=1e-12)


def test_main_effects_are_the_estimate_of_darroch() -> None:
    design, counts = Design(4), people(800, [1.0], [[0.3, 0.2, 0.25, 0.15]], seed=2)
    n, singles = counts.sum(), counts @ design.matrix[:, 1:5]

    total = n + fitted(design, counts, design.main)

    assert 1 - n / total == pytest.approx(float(np.prod(1 - singles / total)), rel=1e-10)
    assert float(independent_total(np.array([n]), singles[None])[0]) == pytest.approx(total, rel=1e-3)


def test_a_general_optimiser_finds_the_same() -> None:
    design, counts = Design(4, 3), people(900, [0.5, 0.5], [[0.5, 0.4, 0.3, 0.4], [0.1, 0.2, 0.1, 0.1]], seed=3)
    columns = design.columns_of([(0, 1), (0, 2), (1, 2), (0, 1, 2), (2, 3)])
    matrix = design.matrix[:, columns]

    def loss(beta: Floats) -> tuple[float, Floats]:
        expected = np.exp(matrix @ beta)
        return float(expected.sum() - counts @ matrix @ beta), matrix.T @ (expected - counts)

    found = minimize(loss, np.full(matrix.shape[1], 0.1), jac=True, method="L-BFGS-B", options={"maxiter": 20_000, "ftol": 1e-15, "gtol": 1e-9})
    ours = fit(design, counts[None], columns[None])

    assert float(ours.loglik[0]) == pytest.approx(-found.fun, rel=1e-9)
    assert float(ours.unseen[0]) == pytest.approx(float(np.exp(found.x[0])), rel=1e-3)


def test_the_standard_error_is_that_of_the_inverse_information() -> None:
    design = Design(3)
    fits = fit(design, FULL[None], design.main[None])
    matrix = design.matrix[:, design.main]

    information = matrix.T @ (fits.expected[0][:, None] * matrix)

    assert float(spread_of_intercept(design, fits)[0]) == pytest.approx(float(np.sqrt(np.linalg.inv(information)[0, 0])), rel=1e-8)


def test_a_pair_that_never_meets_drops_its_cells_and_stays_a_parameter() -> None:
    design, counts = Design(3), cells(3, A=40, B=30, C=20, AB=6, AC=5)

    fits = fit(design, counts[None], design.columns_of([(1, 2)])[None])

    # Without B and C together, cells A B C AB AC remain, with one parameter each for the intercept and the lists.
    assert fits.kept[0].tolist() == [True, True, True, True, True, False, False]
    assert np.isneginf(fits.coefficients[0, design.columns_of([(1, 2)])][-1])
    assert int(fits.columns[0].sum()) == 5
    assert bool(fits.possible[0])


def test_an_estimate_that_runs_away_is_found_out() -> None:
    # C meets nobody, and A with B is fitted exactly: nothing is left to say how many are unseen.
    design, counts = Design(3), cells(3, A=40, B=30, C=20, AB=6)

    fits = fit(design, counts[None], design.columns_of([(0, 1)])[None])

    assert not bool(fits.finite[0])
    assert np.isinf(fits.unseen[0])


def test_more_parameters_than_cells_are_not_identifiable() -> None:
    design, counts = Design(3), cells(3, A=40, B=30, C=20, AB=6)

    fits = fit(design, counts[None], design.columns_of([(0, 1), (0, 2), (1, 2)])[None])

    assert not bool(fits.unique[0])


def test_the_saturated_model_is_not_identifiable() -> None:
    design = Design(3, 3)

    assert not bool(fit(design, FULL[None], np.ones((1, 8), dtype=np.bool_)).unique[0])


@settings(max_examples=60, deadline=None)
@given(sparse())
def test_newton_and_the_linear_program_agree_on_existence(table: tuple[int, Floats]) -> None:
    size, counts = table
    design = Design(size)
    rows = np.random.default_rng(int(counts.sum())).random((6, len(design.pairs))) < 0.5
    columns = np.repeat(design.main[None], 6, axis=0)
    columns[:, design.pairs] = rows

    fits = fit(design, np.repeat(counts[None], 6, axis=0), columns)

    for row in np.flatnonzero(fits.unique).tolist():
        assert bool(fits.finite[row]) == exists(design, counts, fits.fitted[row], fits.kept[row])
        matrix = design.matrix[fits.kept[row]][:, fits.fitted[row]]
        assert np.linalg.matrix_rank(matrix) == matrix.shape[1]
        if fits.finite[row]:
            assert matrix.T @ fits.expected[row][fits.kept[row]] == pytest.approx(matrix.T @ counts[fits.kept[row]], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(sparse())
def test_a_batch_is_checked_as_each_alone(table: tuple[int, Floats]) -> None:
    size, counts = table
    design = Design(size)
    columns = np.repeat(design.main[None], 8, axis=0)
    columns[:, design.pairs[:3]] = (np.arange(8)[:, None] >> np.arange(3)) & 1 == 1
    fits = fit(design, np.repeat(counts[None], 8, axis=0), columns)

    alone = [bool(identifiable(design, fits.fitted[i : i + 1], fits.kept[i : i + 1])[0]) for i in range(8)]

    assert fits.unique.tolist() == alone
