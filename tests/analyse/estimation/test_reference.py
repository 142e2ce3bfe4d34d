"""The values that evidence.md gives: those with decimals to one in a million, the others to their rounding."""

from pathlib import Path

import pytest

from tests.analyse.estimation.tables import uk, uk_five
from titip.analyse.estimation import Asked, Histories, Report, estimate


def told(histories: Histories, *models: str) -> Report:
    return estimate(histories, Asked(models=models, bootstrap=0, cores=1))


def exactly(value: float) -> object:
    """Decimals as printed: within one in a million, or half of the last printed digit where that is more."""
    return pytest.approx(value, rel=1e-6)


def test_stepwise_with_six_lists(shared: Path) -> None:
    (made,) = told(uk(shared), "stepwise").estimates

    assert made.estimate == exactly(11417.9911)
    assert made.interval == (exactly(9977.283), exactly(13145.657))
    assert made.terms == ("PF:NCA", "LA:NG", "NG:GP", "LA:PF", "PF:GP", "GO:GP", "NG:GO")
    assert made.checks["exists"] and made.checks["identifiable"]


def test_main_effects_with_six_lists(shared: Path) -> None:
    (made,) = told(uk(shared), "main").estimates

    assert made.estimate == exactly(12213.9951)
    assert made.interval == (exactly(10988.800), exactly(13621.257))


def test_stepwise_with_five_lists(shared: Path) -> None:
    (made,) = told(uk_five(shared), "stepwise").estimates

    assert made.estimate == exactly(11312.9903)
    assert made.interval == (exactly(9884.403), exactly(13027.397))


def test_best_bic_with_five_lists_is_about_22991(shared: Path) -> None:
    (made,) = told(uk_five(shared), "bic").estimates

    assert made.estimate is not None
    assert round(made.estimate) == 22_991
    assert made.checks["models"] == 1024


def test_the_published_range_is_where_stepwise_lies_and_not_where_all_models_lie(shared: Path) -> None:
    report = told(uk_five(shared), "stepwise", "bic")

    spread = report.spread()

    assert report.estimates[0].estimate is not None
    assert 10_000 < report.estimates[0].estimate < 13_000
    assert spread is not None
    assert spread["highest"] / spread["lowest"] > 2
