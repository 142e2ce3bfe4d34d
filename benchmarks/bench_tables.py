"""Describing and charting a public table of 193,025 rows with the command: seconds and peak memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure

TABLE = Path(__file__).resolve().parents[2] / "shared" / "standards" / "ctdc" / "ctdc-global-synthetic-2021.csv.gz"
WORDS = ["--title", "Victims by gender", "--period", "2002 to 2021", "--place", "the world", "--source", "CTDC Global Synthetic Dataset"]


def measure() -> Iterator[Figure]:
    """Each command once, in a process of its own, from the start of Python to its end. Nothing where the table is not at hand."""
    if not TABLE.exists():
        print("the public table does not stand beside this checkout; nothing measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            ("overview", ["describe", str(TABLE), "--json"]),
            ("describe", ["describe", str(TABLE), "--by", "gender", "--json"]),
            *((f"chart as {kind}", ["chart", str(TABLE), "--by", "gender", "--out", f"{folder}/chart.{kind}", *WORDS]) for kind in ("svg", "png", "pdf")),
        ]
        for name, words in commands:
            seconds, megabytes = _run(words)
            yield Figure(name, seconds, "s", limit=10)
            yield Figure(f"{name}, peak memory", megabytes, "MB")


def _run(words: list[str]) -> tuple[float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "titip", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"titip {words[0]} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1_000_000
