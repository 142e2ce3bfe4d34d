"""How long the command takes to answer `titip --help`, in a fresh process."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks import Figure


def measure() -> Iterator[Figure]:
    """The first run (files may not be in the system's cache) and the median of ten."""
    runs = [_once() for _ in range(11)]
    yield Figure("titip --help, first", runs[0], "s")
    yield Figure("titip --help, median of ten", statistics.median(runs[1:]), "s", limit=0.5)


def _once() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "titip", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
