"""One cross-tab on two engines: both count what our own reader counts."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from titip.analyse.statistics import compare, describe
from titip.analyse.statistics.crosstabs import EngineMissing, count, read
from titip.share.rules import Released, TableProblem, UnknownColumn

Titip = Callable[..., subprocess.CompletedProcess[str]]


def parquet(path: Path, rows: int) -> Path:
    """A made-up table with nulls, NaN, numbers, yes and no, and Thai."""
    duckdb.sql(f"""COPY (SELECT
        CASE WHEN h % 97 = 0 THEN NULL ELSE ['หญิง', 'ชาย', 'o'][1 + (h % 3)::INT] END AS sex, 2010 + (h // 7) % 12 AS year,
        ['Fishing', 'Farm', 'Home', 'Factory'][1 + ((h // 11) % 4)::INT] AS sector, (h // 13) % 2 = 0 AS debt,
        CASE WHEN h % 31 = 0 THEN 'nan'::DOUBLE WHEN h % 37 = 0 THEN NULL ELSE 10.5 + (h // 17) % 50 END AS age
        FROM (SELECT hash(i) % 1000003 AS h FROM range({rows}) t(i))) TO '{path}' (FORMAT parquet)""")
    return path


def columns(released: Released) -> dict[str, tuple[object, ...]]:
    """What a table holds, whatever the order of its rows."""
    return {c.heading.code: (c.heading.type, c.values, c.counts().tolist(), c.missing()) for c in released.table.columns}


def test_the_engine_reads_what_our_own_reader_reads(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet", 5000)
    names = ["sex", "year", "sector", "debt", "age"]

    ours, theirs = Released.from_public_file(path, columns=names), read(path, names, engine="duckdb")

    assert columns(ours) == columns(theirs)
    assert ours.column("age").heading.numeric, "what is not a number is not there"
    assert describe(ours, by="sex", columns=["age"]).as_dict() == describe(theirs, by="sex", columns=["age"]).as_dict()
    assert compare(ours, by="sex", of="age").as_dict() == compare(theirs, by="sex", of="age").as_dict()


CELLS = st.sampled_from(["", "a", "b", "ก", "0", "1.0", "-99", "(declined)", "*", " a ", "two, or\nthree", 'a "quoted" one', "# no"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30))
def test_text_is_counted_as_our_own_reader_counts_it(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    import csv

    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("x", "y"), *rows])

    assert columns(read(path, ["x", "y"], engine="duckdb")) == columns(Released.from_public_file(path))


def test_the_order_is_forced_and_nulls_stand_first(tmp_path: Path) -> None:
    counted = count(parquet(tmp_path / "t.parquet", 500), ["sex", "age"], engine="duckdb")

    key = [tuple((cell is not None, cell or "") for cell in row) for row in counted.rows]
    assert key == sorted(key) and int(counted.counts.sum()) == 500
    assert not any(isinstance(cell, float) and np.isnan(cell) for row in counted.rows for cell in row)


def test_what_an_engine_cannot_do_is_said_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "t.parquet", 100)
    with pytest.raises(UnknownColumn, match="Nearest names: sector"):
        count(path, ["sectr"], engine="duckdb")
    with pytest.raises(TableProblem, match="none is named"):
        count(path, [], engine="duckdb")
    (tmp_path / "t.csv").write_bytes("เพศ\nหญิง\n".encode("cp874"))
    with pytest.raises(TableProblem, match="not UTF-8"):
        count(tmp_path / "t.csv", ["เพศ"], engine="duckdb")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n1,2,3\n")
    with pytest.raises(TableProblem, match="Leave --engine out"):
        count(tmp_path / "bad.csv", ["a"], engine="duckdb")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(EngineMissing, match="titip\\[spark\\]"):
        count(path, ["sex"], engine="spark")


def test_the_engine_costs_nothing_at_the_start() -> None:
    """ibis, scipy.stats and pyspark are imported when they are used."""
    code = "import sys, titip.analyse.statistics, titip.cli; print([m for m in ('ibis', 'scipy', 'pyspark', 'pandas', 'statsmodels') if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


needs_spark = pytest.mark.skipif(shutil.which("java") is None, reason="Java is not here: scripts/spark.sh says how to have it")


@pytest.mark.slow
@needs_spark
def test_spark_counts_a_million_rows_as_duckdb_does(tmp_path: Path, titip: Titip) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not here: scripts/spark.sh installs it")
    path = parquet(tmp_path / "million.parquet", 1_000_000)

    ours, theirs = (
        json.loads(titip("compare", str(path), "--by", "sex", "--of", "age", "--engine", engine, "--json", timeout=400, **os.environ).stdout)
        for engine in ("duckdb", "spark")
    )

    assert ours["n"] == theirs["n"] == 1_000_000 and ours["tables"] == theirs["tables"] and ours["effects"] == theirs["effects"]
    assert theirs["engine"] == "spark" and "spark" in theirs["provenance"][-1]
