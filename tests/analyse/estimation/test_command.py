"""The command, as its users type it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]

ROWS = {"A": 120, "B": 90, "C": 70, "AB": 25, "AC": 14, "BC": 9, "ABC": 4}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three made-up lists."""
    place = tmp_path / "lists.csv"
    lines = [",".join([*("1" if name in cell else "0" for name in "ABC"), str(n)]) for cell, n in ROWS.items()]
    place.write_text("\n".join(["A,B,C,people", *lines]) + "\n")
    return place


def test_json_keeps_its_contract(titip: Run, table: Path) -> None:
    words = ("--models", "stepwise,bic,aic,chao", "--threshold", "0.05", "--bootstrap", "200", "--seed", "7", "--json")

    done = titip("estimate", str(table), "--lists", "A,B,C", "--count", "people", *words)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["observed"] == sum(ROWS.values())
    assert [one["model"] for one in told["models"]] == ["stepwise", "bic", "aic", "chao"]
    for one in told["models"]:
        low, high = one["interval"]
        assert low <= one["estimate"] <= high
        assert set(one) >= {"model", "threshold", "terms", "estimate", "interval", "bca", "checks"}
        assert one["bca"] is None or len(one["bca"]) == 2
    assert told["models"][0]["threshold"] == 0.05
    assert told["seed"] == 7
    assert told["method"] and told["version"] and told["seconds"] > 0
    assert [one["left_out"] for one in told["leave_one_out"]] == ["A", "B", "C"]
    assert "SHA-256" in told["provenance"][0]
    assert done.stderr == ""


def test_the_same_seed_gives_the_same_answer(titip: Run, table: Path) -> None:
    words = ("estimate", str(table), "--lists", "A,B,C", "--count", "people", "--models", "stepwise", "--bootstrap", "200", "--json")

    first, second, other = (json.loads(titip(*words, "--seed", seed).stdout)["models"] for seed in ("3", "3", "4"))

    assert first == second
    assert first[0]["bca"] != other[0]["bca"]


def test_people_read_a_table_of_models_and_what_speaks_against_it(titip: Run, table: Path) -> None:
    done = titip("estimate", str(table), "--lists", "A,B,C", "--count", "people", "--models", "stepwise", "--bootstrap", "0")

    assert done.returncode == 0, done.stderr
    for words in ("stepwise, p < 0.02", "independent lists", "Chao's lower bound", "One list left out", "It holds only if", "What speaks against it"):
        assert words in done.stdout
    assert "This spread is the finding" in done.stdout


def test_lists_too_thin_end_with_the_reason(titip: Run, shared: Path) -> None:
    place = shared / "standards/mse/Artificial_3.csv"

    done = titip("estimate", str(place), "--lists", "A,B,C", "--count", "n", "--json")

    assert done.returncode == 1
    assert done.stdout == ""
    assert "Fewer than two pairs of lists share anybody" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lists", "A,B,D"), "There is no column “D”"),
        (("--lists", "A,B"), "three or more"),
        (("--lists", "A,B,C", "--models", "magic"), "no model magic"),
        (("--lists", "A,B,C", "--bootstrap", "7"), "too few"),
        (("--lists", "A,B,C", "--threshold", "2"), "no probability"),
    ],
)
def test_wrong_use_is_said_with_its_cure(titip: Run, table: Path, words: tuple[str, ...], said: str) -> None:
    done = titip("estimate", str(table), "--count", "people", *words)

    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_choice_and_loads_no_engine(titip: Run) -> None:
    done = titip("estimate", "--help")

    for word in ("--lists", "--count", "--models", "--threshold", "--bootstrap", "--seed", "--order", "--json"):
        assert word in done.stdout


@pytest.mark.slow
def test_all_models_on_published_data(titip: Run, shared: Path) -> None:
    place = shared / "standards/mse/UKdat_5.csv"

    done = titip("estimate", str(place), "--lists", "LA,NG,PFNCA,GO,GP", "--count", "count", "--bootstrap", "200", "--json", timeout=600)

    told = json.loads(done.stdout)
    assert [one["model"] for one in told["models"]] == ["stepwise", "bic", "aic", "chao", "lcmcr"]
    stepwise = told["models"][0]
    assert stepwise["estimate"] == pytest.approx(11312.9903, rel=1e-6)
    # Repeating the choice shows how little sure it is.
    assert stepwise["bca"][1] - stepwise["bca"][0] > 1.3 * (stepwise["interval"][1] - stepwise["interval"][0])
    assert told["spread"]["highest"] > 1.8 * told["spread"]["lowest"]
    assert 2744 < told["models"][4]["interval"][0] < told["models"][4]["interval"][1]
