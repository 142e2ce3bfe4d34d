"""Pages as people open them: milliseconds, bytes and queries at 10,000 made-up registrations (TITIP_BENCH_PERSONS=10000,100000 for more)."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure


def measure() -> Iterator[Figure]:
    """For each size a house is made and its pages opened, each in a process of its own."""
    for persons in (int(size) for size in os.environ.get("TITIP_BENCH_PERSONS", "10000").split(",")):
        home = Path(os.environ["TITIP_HOME"]) / str(persons)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "titip", "practice", "make", "--persons", str(persons), "--home", str(home)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in home.glob("*.sqlite3"))
        yield Figure(f"{persons:,}: made", persons / took, "persons a second")
        yield Figure(f"{persons:,}: three stores", size / 1e6, "MB")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", str(home), "--json"], check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
        )
        for line in json.loads(done.stdout.splitlines()[-1]):
            name = f"{persons:,}: {line['page']}, {line['who']}"
            yield Figure(f"{name}, p50", line["p50"], "ms")
            yield Figure(f"{name}, p95", line["p95"], "ms", limit=line["limit"])
            yield Figure(f"{name}, processor", line["cpu"], "ms")
            yield Figure(f"{name}, queries", line["queries"], "queries")
            yield Figure(f"{name}, compressed", line["packed"] / 1000, "kB", limit=30)
