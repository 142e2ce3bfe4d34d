"""A notebook's table goes in, is protected, and comes out."""

import json
import subprocess
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from benchmarks.bench_disclosure_oracle import NoOracle, environment
from titip.share.disclosure import Asked, Hierarchy, from_frame, protect, to_lists
from titip.share.rules import TableProblem


def test_a_duckdb_relation_goes_in_and_lists_come_out() -> None:
    relation = duckdb.sql("SELECT 20 + i % 3 AS age, CASE WHEN i < 40 THEN 'bay' WHEN i = 40 THEN NULL ELSE 'reef' END AS place FROM range(42) t(i)")

    table = from_frame(relation)
    outcome = protect(table, Asked(["place"], 11, hierarchies={"place": Hierarchy.from_lines(["bay;south", "reef;south"])}))

    lists = to_lists(outcome.table)
    assert table.column("age").heading.ordered and not table.column("place").heading.ordered
    assert lists["place"].count("*") == 11 and lists["place"].count("bay") == 31
    assert len(lists["age"]) == 42 and set(lists["age"]) == {20, 21, 22}


def test_lists_with_every_kind_of_cell() -> None:
    table = from_frame({"a": [1, 2.5, float("nan"), None], "b": [datetime(2024, 1, 31, 5), date(2024, 2, 1), None, None], "c": [["y", "x"], [], None, ("x",)]})

    assert to_lists(table) == {
        "a": ["1", "2.5", None, None],
        "b": [date(2024, 1, 31), date(2024, 2, 1), None, None],
        "c": [("x", "y"), (), None, ("x",)],
    }


@pytest.mark.parametrize("wrong", [7, "text"])
def test_what_is_no_table_is_refused(wrong: object) -> None:
    with pytest.raises(TableProblem, match="is not a table that Titip knows"):
        from_frame(wrong)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(TableProblem, match="different lengths"):
        from_frame({"a": [1], "b": [1, 2]})


def test_the_example_in_the_manual_runs() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "disclosure.md").read_text(encoding="utf-8")
    lines = page.split("## In a notebook")[1].split("`protect` keeps")[0].splitlines()
    known: dict[str, object] = {"frame": {"year": [2023] * 30, "place": ["KH-1"] * 20 + ["KH-2"] * 10}}

    exec("\n".join(line.removeprefix("    ") for line in lines), known)

    released = known["released"]
    assert isinstance(released, dict)
    assert Counter(released["place"]) == {"KH-1": 19, "KH": 11}, "ten of one place, hidden with one of the other"


@pytest.mark.slow
def test_pandas_opens_the_door_too(tmp_path: Path) -> None:
    """In the oracle's environment, where pandas is: the engine's own files are enough, without the rest of Titip installed."""
    try:
        python = environment(tmp_path)
    except NoOracle as why:
        pytest.skip(f"an environment with pandas cannot be had here: {why}")
    code = (
        "import json, pandas as pd\nfrom titip.share.disclosure import from_frame, to_lists\n"
        "made = from_frame(pd.DataFrame({'n': [1, 2, None], 's': ['x', pd.NA, None], 'd': [pd.Timestamp('2024-01-31'), pd.NaT, None]}))\n"
        "print(json.dumps(to_lists(made), default=str))"
    )

    done = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=Path(__file__).resolve().parents[3], check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"n": [1.0, 2.0, None], "s": ["x", None, None], "d": ["2024-01-31", None, None]}
