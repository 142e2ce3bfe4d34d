"""The report: many figures beside each other, what they assume, what speaks against them; no cell of the table."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.analyse.estimation.tables import histories, uk_five
from titip.analyse.estimation import MODELS, Asked, Histories, Report, Sampling, TooThin, estimate
from titip.analyse.estimation.results import about
from titip.analyse.rules.words import causal_words

QUICK = Sampling(least=400, most=400)
SMALL = histories(4, A=120, B=90, C=70, D=40, AB=25, AC=14, BC=9, AD=6, BD=3, CD=2, ABC=4, ABCD=1)


def told(*models: str, **asked: Any) -> Report:
    return estimate(SMALL, Asked(models=models, sampling=QUICK, **{"bootstrap": 0, **asked}))


@pytest.mark.parametrize("model", MODELS)
def test_no_figure_ever_stands_alone(model: str) -> None:
    report = told(model)

    figures = [one.estimate for one in report.shown if one.estimate is not None]

    assert len(figures) >= 2
    assert len(report.left_out) == 4
    assert {one.model for one in report.shown} >= {"main", "chao", model}
    assert report.spread() is not None


def test_what_is_asked_for_is_answered_in_its_order() -> None:
    report = told("chao", "aic", "stepwise")

    assert [one["model"] for one in report.as_dict()["models"]] == ["chao", "aic", "stepwise"]
    assert [one["threshold"] for one in report.as_dict()["models"]] == [None, None, 0.02]


def test_it_holds_assumptions_and_criticism_and_claims_no_cause() -> None:
    report = told("stepwise")

    said = [one.say() for one in (*report.findings(), *report.assumptions(), *report.criticism())]

    assert len(report.assumptions()) == 4
    assert len(report.criticism()) >= 4
    assert not [word for text in said for word in causal_words(text)]
    assert "observed people" in said[0]


def test_it_is_json_without_infinities_and_without_the_cells(shared: Path) -> None:
    report = estimate(uk_five(shared), Asked(models=("stepwise", "bic", "chao"), bootstrap=200))

    text = json.dumps(report.as_dict(), allow_nan=False)

    assert "counts" not in text
    assert not {"54", "463", "995", "695", "316"} & set(text.replace(",", " ").replace("}", " ").split())


def test_chains_that_do_not_agree_are_not_in_the_spread() -> None:
    report = told("stepwise", "lcmcr")
    latent = report.estimates[1]

    assert latent.usable is latent.checks["chains_agree"]
    if not latent.usable:
        assert any("do not agree" in note.say() for note in latent.notes)


def test_higher_interactions_are_searched_when_asked_for() -> None:
    low, high = told("aic"), told("aic", order=3)

    assert low.estimates[0].checks["models"] == 64
    assert high.estimates[0].checks["models"] == 113


def test_resampling_is_told_with_its_failures() -> None:
    (made,) = told("stepwise", bootstrap=200).estimates

    assert made.checks["resamples"] == 200
    assert made.checks["resamples_without_estimate"] >= 0
    assert made.bca is not None or made.notes


def test_few_resamples_are_said_to_be_rough() -> None:
    (made,) = told("main", bootstrap=60).estimates

    assert made.bca is not None
    assert any("60 resamples" in note.say() for note in made.notes)


def test_higher_interactions_of_many_lists_are_refused() -> None:
    made = Histories(tuple("ABCDEF"), np.full(63, 3.0))

    with pytest.raises(ValueError, match="up to 5 lists"):
        estimate(made, Asked(models=("aic",), order=3, bootstrap=0))


def test_a_list_that_holds_everybody_leaves_nothing_to_estimate() -> None:
    with pytest.raises(TooThin, match="Not even independent lists"):
        estimate(histories(3, A=60, AB=20, AC=10, ABC=5), Asked(models=("stepwise",), bootstrap=0))


def test_people_on_none_of_the_lists_are_told() -> None:
    made = Histories(SMALL.lists, SMALL.counts, unlisted=12)

    report = estimate(made, Asked(models=("stepwise",), bootstrap=0))

    assert report.observed == SMALL.n
    assert any("12 people in the table are on none" in one.say() for one in report.findings())


def test_thin_lists_are_told_where_one_is_left_out() -> None:
    report = estimate(histories(3, A=60, B=40, C=30, AB=9, AC=5, BC=4), Asked(models=("stepwise",), bootstrap=0))

    assert [one.estimates["stepwise"] for one in report.left_out] == [None, None, None]
    assert all(one.why is not None and "2 lists" in one.why.say() for one in report.left_out)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"models": ("stepwise", "magic")}, "no model magic"),
        ({"models": ()}, "no model"),
        ({"models": ("bic", "bic")}, "twice"),
        ({"threshold": 1.5}, "no probability"),
        ({"bootstrap": 30}, "too few"),
        ({"order": 1}, "two lists at least"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_cure(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Asked(**asked)


@pytest.mark.parametrize(("value", "shown"), [(11417.99, "11,400"), (999.6, "1,000"), (52.4, "52"), (0, "0"), (1234567, "1,230,000")])
def test_figures_are_rounded_to_what_anybody_can_know(value: float, shown: str) -> None:
    assert about(value) == shown
