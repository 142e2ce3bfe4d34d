"""10,000 people of two generators: Titip, Splink and recordlinkage in turn, five times, in processor seconds, and what each misses."""

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Figure
from benchmarks.bench_linkage import AS_PEER, GENERATOR, OWN, SEED, _doubles, _environment, _f1, _shared
from benchmarks.learn_linkage import FULL
from tests.quality.linkage import people
from titip.quality.linkage import Spec, Texts, dedupe
from titip.quality.linkage.words import name_words

RUNS, ROWS = 5, 10_000
PEERS = ("splink", "recordlinkage")


def measure() -> Iterator[Figure]:
    """Both peers at the threshold that suits them best on the very file; Titip at 0.5, frozen beforehand."""
    python = _environment()
    if python is None:
        print("the peers' environment cannot be made here", file=sys.stderr)
        return
    made = people.table(ROWS, SEED)
    yield from against(python, "own generator", {name: Texts.of(cells) for name, cells in made.items()}, made["entity"], OWN)
    if GENERATOR.exists():
        columns = _shared(python, ROWS)
        yield from against(python, "shared generator", columns, columns["entity_id"].cells(), Spec(FULL))


def against(python: Path, label: str, columns: dict[str, Texts], entity: list[str], spec: Spec, runs: int = RUNS) -> Iterator[Figure]:
    """One file, so many alternating runs."""
    spent: dict[str, list[float]] = {name: [] for name in ("titip", *PEERS)}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        _write(table, columns, entity, spec)
        for _ in range(runs):
            begun = time.process_time()
            linked = dedupe(spec, columns)
            spent["titip"].append(time.process_time() - begun)
            for peer in PEERS:
                before = _children()
                script = Path(__file__).with_name(f"{peer}_peer.py")
                subprocess.run([python, script, table, Path(folder) / f"{peer}.csv"], check=True, capture_output=True)
                spent[peer].append(_children() - before)
        yield Figure(f"{label} {ROWS:,}: 1 - F1", 1 - _f1(linked, np.array(entity)), "")
        for peer in PEERS:
            yield Figure(f"{label} {ROWS:,}: 1 - F1 of {peer}", 1 - _best(Path(folder) / f"{peer}.csv", entity), "")
    for name, seconds in spent.items():
        yield Figure(f"{label} {ROWS:,}: {name}, median of {runs}", statistics.median(seconds), "CPU s")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write(table: Path, columns: dict[str, Texts], entity: list[str], spec: Spec) -> None:
    """Names come cleaned, as a careful user of either would clean them."""
    cells = {AS_PEER.get(name, name): columns[name].cells() for name in spec.compare}
    cells |= {name: [" ".join(name_words(text)) for text in cells[name]] for name in ("name", "parent")}
    cells["birth_year"] = ["" if year == "0" else year for year in cells["birth_year"]]
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", *cells])
        writer.writerows(zip(range(len(entity)), *cells.values(), strict=True))


def _best(pairs: Path, entity: list[str]) -> float:
    """F1 at the best threshold on this very file."""
    found = np.loadtxt(pairs, delimiter=",", skiprows=1, ndmin=2)
    found = found[np.argsort(-found[:, 2])]
    who = np.array(entity)
    right = np.cumsum(who[found[:, 0].astype(int)] == who[found[:, 1].astype(int)])
    return float((2 * right / (np.arange(1, len(right) + 1) + _doubles(who))).max())
