"""One search among a million people on the shared generator's file: milliseconds, who is found again, false alarms, memory."""

import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Figure
from benchmarks.bench_linkage import GENERATOR, _environment
from benchmarks.learn_linkage import FULL, load
from titip.quality.linkage import OnlineIndex, Spec, rank
from titip.quality.linkage.tokens import rows as by_kind

#: Never used for learning, nor by the other benchmarks.
SEED, ROWS, QUERIES = 60_606, 1_000_000, 600


def measure() -> Iterator[Figure]:
    """The first record of 600 people who stand there again, and of 600 who do not, asked one by one, the best of them opened and ranked."""
    python = _environment()
    if python is None or not GENERATOR.exists():
        print("the shared generator or its environment is not here", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "people.parquet"
        subprocess.run([python, GENERATOR, str(ROWS), str(SEED), out], check=True, capture_output=True)
        yield from searched(out)


def searched(file: Path) -> Iterator[Figure]:
    """The figures over one file of the shared generator."""
    columns = load(file)
    entity = np.array(columns["entity_id"].cells())
    rows = list(by_kind(Spec(FULL), columns))
    order = np.argsort(entity, kind="stable")
    groups = np.split(order, np.flatnonzero(entity[order][1:] != entity[order][:-1]) + 1)
    draw = np.random.default_rng(SEED)
    again, new = [g for g in groups if len(g) > 1], [g for g in groups if len(g) == 1]
    asked = [kind[at] for kind in (again, new) for at in draw.choice(len(kind), QUERIES, replace=False)]
    out = {int(group[0]) for group in asked}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    index: OnlineIndex[int] = OnlineIndex(secrets.token_bytes(32), room=len(rows))
    index.fill((at, row) for at, row in enumerate(rows) if at not in out)
    yield Figure("online 1,000,000: matrix built", time.process_time() - begun, "CPU s")
    yield Figure("online 1,000,000: memory beside the rows", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, "MB")
    took, spent, hits, alarms = [], [], 0, 0
    for group in asked:
        clock, begun = time.perf_counter(), time.process_time()
        found = index.search(rows[group[0]])
        best = rank(rows[group[0]], [rows[one] for one in found], people=len(index), seen=index.seen)
        took.append(time.perf_counter() - clock)
        spent.append(time.process_time() - begun)
        hits += bool({found[one.place] for one in best} & set(group[1:].tolist()))
        alarms += len(group) == 1 and bool(best) and best[0].probable
    for name, seconds in (("", took), (" of processor time", spent)):
        yield Figure(f"online 1,000,000: median{name}", float(np.median(seconds)) * 1000, "ms")
        yield Figure(f"online 1,000,000: 99 of 100 within{name}", float(np.percentile(seconds, 99)) * 1000, "ms", 80)
    yield Figure("online 1,000,000: not among the ten shown", (QUERIES - hits) / QUERIES, "", 0.08)
    yield Figure("online 1,000,000: new people with a probable candidate", alarms / QUERIES, "", 0.05)
