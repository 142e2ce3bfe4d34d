"""Another's measure of our releases, and the best known figures on Adult."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bench_disclosure_attacks import QUASI as ATTACKED
from benchmarks.bench_disclosure_attacks import _fewest
from benchmarks.bench_disclosure_oracle import NoOracle, compare
from tests.share.disclosure.made_up import column, shared_disclosure
from titip.share.disclosure import Hierarchy, Recoding, climb, recode
from titip.share.rules import Table
from titip.share.rules.files import read_texts

QUASI = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"]


@pytest.mark.slow
def test_pycanon_measures_random_releases_as_we_do_and_sees_planted_defects(tmp_path: Path) -> None:
    try:
        disagreements, missed, defects = compare(tmp_path, 42)
    except NoOracle as why:
        pytest.skip(f"pycanon cannot be had here: {why}")

    assert disagreements == []
    assert missed == 0 and defects > 0


@pytest.mark.slow
@pytest.mark.parametrize(("k", "optimum", "best_local"), [(5, 0.2339, 0.0545), (11, 0.2816, 0.0830)])
def test_adult_at_the_known_optimum_and_at_most_1_percent_over_the_best_local(k: int, optimum: float, best_local: float) -> None:
    folder = shared_disclosure()
    if not folder.is_dir():
        pytest.skip("the Adult table with its hierarchies does not stand beside this checkout")
    table = read_texts(folder / "adult.csv.gz", columns=QUASI).table
    ladders = [Recoding.of(table.column(name), Hierarchy.from_file(folder / f"adult_hierarchy_{name}.csv")).steps for name in QUASI]

    best = recode(ladders, k)
    levels = climb(ladders, k)

    local = sum(float(ladder.loss(levels[:, place]).mean()) for place, ladder in enumerate(ladders)) / len(ladders)
    assert best.loss == pytest.approx(optimum, abs=5e-5)
    assert local <= 1.01 * best_local


def test_the_engine_is_imported_without_scipy_yaml_duckdb_or_django() -> None:
    """A page that counts must not wait for a solver that it does not use."""
    code = "import sys, json, titip.share.disclosure; print(json.dumps([n for n in ('scipy', 'yaml', 'duckdb', 'django', 'xlsxwriter') if n in sys.modules]))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == []


def test_the_reader_who_takes_a_star_for_anything_sees_planted_defects() -> None:
    """Six people alike by threes: each fits three rows. One value let through as it was, and one person fits a single row, or a row one person."""
    names = {name: tuple(f"{name}{i}" for i in range(2)) for name in ATTACKED}
    inside = Table(tuple(column(name, names[name], [0, 0, 0, 1, 1, 1]) for name in ATTACKED))
    hierarchies = {name: Hierarchy({value: ("any",) for value in values}, name) for name, values in names.items()}
    assert _fewest(inside, inside, hierarchies) == 3

    mixed = Table((column(ATTACKED[0], names[ATTACKED[0]], [0, 1, 0, 1, 0, 1]), *inside.columns[1:]))
    kept = Table(tuple(column(name, (*names[name], "any"), [2] * 6) for name in ATTACKED))
    assert _fewest(mixed, kept, hierarchies) == 6
    let_through = [column(name, (*names[name], "any"), [2, own, 2, 2, 2, 2]) for name, own in zip(ATTACKED[:2], (1, 0), strict=True)]
    assert _fewest(mixed, Table((*let_through, *kept.columns[2:])), hierarchies) == 1, "the row that kept two of its values is one person's"
