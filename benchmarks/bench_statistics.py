"""Describing, comparing and cross-tabulating a million rows with our own reader, DuckDB and Spark; and how far off our statistics are."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks import Figure

ROWS = 1_000_000


def measure() -> Iterator[Figure]:
    """Each command once, in a process of its own, from the start of Python to its end; then the published values and the oracles."""
    with tempfile.TemporaryDirectory(prefix="titip-statistics-") as folder:
        path = _table(Path(folder) / "million.parquet")
        for engine in ("", "duckdb", *(("spark",) if _has_spark() else ())):
            named, words = engine or "our reader", ["--engine", engine] if engine else []
            for name, asked in (
                ("describe", ["describe", str(path), "--by", "sector", "--column", "age"]),
                ("compare", ["compare", str(path), "--by", "sex", "--of", "age"]),
                ("cross-tab", ["associate", str(path), "--first", "sex", "--with", "sector"]),
            ):
                wall, processor = _seconds([*asked, *words, "--json"])
                yield Figure(f"{name}, {ROWS:,} rows, {named}", wall, "s")
                if engine != "spark":  # Java's own seconds are not told to us
                    yield Figure(f"{name}, {ROWS:,} rows, {named}, processor", processor, "s", limit=10)  # holds on a busy machine too
    yield from _how_far_off()


def _table(path: Path) -> Path:
    duckdb.sql(f"""COPY (SELECT CASE WHEN h % 97 = 0 THEN NULL ELSE ['f', 'm', 'o'][1 + (h % 3)::INT] END AS sex,
        ['Fishing', 'Farm', 'Home', 'Factory'][1 + ((h // 11) % 4)::INT] AS sector, CASE WHEN h % 31 = 0 THEN NULL ELSE 10 + (h // 17) % 50 END AS age
        FROM (SELECT hash(i) % 1000003 AS h FROM range({ROWS}) t(i))) TO '{path}' (FORMAT parquet)""")
    return path


def _has_spark() -> bool:
    try:
        import pyspark  # noqa: F401 - is it there?
    except ImportError:
        print("PySpark is not installed (scripts/spark.sh): Spark is not measured", file=sys.stderr)
        return False
    if shutil.which("java") is None:
        print("Java is not installed: Spark is not measured", file=sys.stderr)
        return False
    return True


def _seconds(words: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "titip", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"titip {words[0]} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime


def _how_far_off() -> Iterator[Figure]:
    """Against values printed in books and papers, and against scipy and statsmodels on drawn data."""
    from tests.analyse.statistics.oracles import drawn, off
    from tests.analyse.statistics.reference import published

    found = list(published())
    yield Figure("published values", len(found), "values")
    yield Figure("published values off by more than half of their last decimal", float(sum(one.off > one.allowed for one in found)), "values", limit=0)
    yield Figure("furthest off, in units of the last decimal printed", float(max(one.off * 10**one.decimals for one in found)), "units", limit=0.51)
    seen: dict[str, float] = {}
    numbers = 0
    for seed in range(12):
        for what, ours, theirs in drawn(seed):
            numbers += len(list(ours))
            seen[what] = max(seen.get(what, 0.0), off(ours, theirs))
    yield Figure("methods beside scipy and statsmodels", len(seen), "methods")
    yield Figure("numbers compared with them", numbers, "numbers")
    yield Figure("furthest off, in millionths", 1e6 * float(max(seen.values())), "millionths", limit=1.0)
