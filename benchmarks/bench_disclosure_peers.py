"""Adult at k = 5 and 11 against ANJANA in the same run, alternating: processor seconds and information lost, each result counted by pycanon.

Rounds are kept as they are measured (see ``benchmarks.rounds``). ARX (Maven) and sdcMicro (R) are in none of the registries that this uses, so
they are not run: their figures in the documentation were measured elsewhere, earlier.
"""

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Figure, rounds
from benchmarks.bench_disclosure import ADULT, ADULT_QUASI, KNOWN
from benchmarks.bench_disclosure_oracle import NoOracle, environment
from titip.share import disclosure
from titip.share.disclosure import Asked, Hierarchy, Method, filing, protect
from titip.share.rules import Table
from titip.share.rules.files import read_texts

PACKAGES = ("anjana==1.2.3", "pycanon>=1.3.5")
METHODS = (Method.OPTIMAL, Method.RECODE)
COUNT = (
    "import sys, pandas as pd; from pycanon.anonymity import k_anonymity; "
    "rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False); print(int(k_anonymity(rows, list(rows.columns))))"
)


def measure() -> Iterator[Figure]:
    """ANJANA may withhold 0 to 20 % of rows; the best of these five is compared, with the seconds of that one call."""
    if not ADULT.is_dir():
        print("Adult does not stand beside this checkout", file=sys.stderr)
        return
    try:
        python = environment(rounds.folder(), *PACKAGES)
    except NoOracle as why:
        print(f"not compared with ANJANA: {why}", file=sys.stderr)
        return
    source = rounds.engine(Path(str(disclosure.__file__)).parent)
    for k in KNOWN:
        made = rounds.gathered("disclosure_peers", {"k": k, "engine": source, "peers": list(PACKAGES)}, lambda k=k: one_round(python, k))
        yield from _figures(k, made)


def one_round(python: str, k: int) -> dict[str, Any]:
    """The peer once, then each of our methods once."""
    table = read_texts(ADULT / "adult.csv.gz", columns=ADULT_QUASI).table
    hierarchies = {name: Hierarchy.from_file(ADULT / f"adult_hierarchy_{name}.csv") for name in ADULT_QUASI}
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="titip-peers-") as name:
        folder = Path(name)
        filing.write(table, folder / "adult.csv")
        files = [f"{name}={ADULT / f'adult_hierarchy_{name}.csv'}" for name in ADULT_QUASI]
        done = subprocess.run(
            [python, str(Path(__file__).with_name("anjana_peer.py")), str(folder / "adult.csv"), str(k), str(folder / "peer.csv"), *files],
            capture_output=True, text=True, check=True,
        )
        told["anjana"] = json.loads(done.stdout.splitlines()[-1])
        for one in told["anjana"]:
            one["lost"] = _lost(table, hierarchies, folder / f"peer.{one['withheld_at_most']}.csv", numbered=True)
        for method in METHODS:
            begun = time.process_time()
            outcome = protect(table, Asked(ADULT_QUASI, k, method, hierarchies=hierarchies))
            seconds = time.process_time() - begun
            written = folder / f"{method.value}.csv"
            filing.write(outcome.table, written)
            counted = subprocess.run([python, "-c", COUNT, str(written)], capture_output=True, text=True, check=True)
            told[method.value] = {"seconds": seconds, "lost": _lost(table, hierarchies, written), "k": int(counted.stdout)}
    return told


def _figures(k: int, made: list[dict[str, Any]]) -> Iterator[Figure]:
    if not made:
        return
    yield Figure(f"Adult k = {k}, rounds", len(made), "rounds")
    for method in METHODS:
        own = [one[method.value] for one in made]
        yield Figure(f"Adult k = {k}, {method.value}, whole of protect, median", statistics.median(one["seconds"] for one in own), "CPU s")
        yield Figure(f"Adult k = {k}, {method.value}, information lost", own[-1]["lost"], "NCP")
        yield Figure(f"Adult k = {k}, {method.value}, short of k by pycanon's count", max(0, k - min(one["k"] for one in own)), "rows", limit=0)
    theirs = [min(one["anjana"], key=lambda each: float(each["lost"])) for one in made]
    seconds = statistics.median(one["seconds"] for one in theirs)
    yield Figure(f"Adult k = {k}, ANJANA (up to {theirs[0]['withheld_at_most']} % withheld), median", seconds, "CPU s")
    yield Figure(f"Adult k = {k}, ANJANA, information lost", theirs[0]["lost"], "NCP")


def _lost(table: Table, hierarchies: dict[str, Hierarchy], file: Path, *, numbered: bool = False) -> float:
    """The mean loss of a cell, from what was written: the share of the other values that a label may stand for. A row that is not there lost all."""
    worth = {name: _worth([str(value) for value in table.column(name).values], hierarchies[name]) for name in ADULT_QUASI}
    cells = {name: [str(cell) for cell in table.column(name).cells()] for name in ADULT_QUASI}
    total, seen = 0.0, 0
    with file.open(encoding="utf-8", newline="") as opened:
        for place, row in enumerate(csv.DictReader(opened)):
            at = int(row["row"]) if numbered else place
            total += sum(worth[name][cells[name][at], row[name]] for name in ADULT_QUASI)
            seen += 1
    return (total + (table.n - seen) * len(ADULT_QUASI)) / (table.n * len(ADULT_QUASI))


def _worth(values: list[str], hierarchy: Hierarchy) -> dict[tuple[str, str], float]:
    """(value, released as) → its loss from 0 to 1."""
    worth: dict[tuple[str, str], float] = {}
    for value in values:
        worth[value, "*"], worth[value, value] = 1.0, 0.0
        for level, label in enumerate(hierarchy.paths[value]):
            alike = sum(1 for other in values if hierarchy.paths[other][level] == label)
            worth.setdefault((value, label), (alike - 1) / (len(values) - 1))
    return worth
