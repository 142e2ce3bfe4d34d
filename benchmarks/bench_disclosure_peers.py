"""Adult at k = 5 and 11 against ANJANA in the same run, alternating: processor seconds and information lost, each result counted by pycanon."""

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure
from benchmarks.bench_disclosure import ADULT, ADULT_QUASI, KNOWN, RUNS
from benchmarks.bench_disclosure_oracle import NoOracle, environment
from titip.share.disclosure import Asked, Hierarchy, Method, filing, protect
from titip.share.rules import Table
from titip.share.rules.files import read_texts

PACKAGES = ("anjana==1.2.3", "pycanon>=1.3.5")
COUNT = (
    "import sys, pandas as pd; from pycanon.anonymity import k_anonymity; "
    "rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False); print(int(k_anonymity(rows, list(rows.columns))))"
)


def measure() -> Iterator[Figure]:
    """ANJANA may withhold 0 to 20 % of rows; the best of these five is compared, with the seconds of that one call."""
    if not ADULT.is_dir():
        print("Adult does not stand beside this checkout", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="titip-peers-") as folder:
        try:
            python = environment(Path(folder), *PACKAGES)
        except NoOracle as why:
            print(f"not compared with ANJANA: {why}", file=sys.stderr)
            return
        yield from against(python, Path(folder))


def against(python: str, folder: Path, runs: int = RUNS) -> Iterator[Figure]:
    """The figures for each k."""
    table = read_texts(ADULT / "adult.csv.gz", columns=ADULT_QUASI).table
    hierarchies = {name: Hierarchy.from_file(ADULT / f"adult_hierarchy_{name}.csv") for name in ADULT_QUASI}
    filing.write(table, folder / "adult.csv")
    files = [f"{name}={ADULT / f'adult_hierarchy_{name}.csv'}" for name in ADULT_QUASI]
    for k in KNOWN:
        spent: dict[str, list[float]] = {"optimal": [], "recode": []}
        theirs: list[list[dict[str, float]]] = []
        for _ in range(runs):
            done = subprocess.run(
                [python, str(Path(__file__).with_name("anjana_peer.py")), str(folder / "adult.csv"), str(k), str(folder / "peer.csv"), *files],
                capture_output=True, text=True, check=True,
            )
            theirs.append(json.loads(done.stdout.splitlines()[-1]))
            for method in (Method.OPTIMAL, Method.RECODE):
                begun = time.process_time()
                outcome = protect(table, Asked(ADULT_QUASI, k, method, hierarchies=hierarchies))
                spent[method.value].append(time.process_time() - begun)
                filing.write(outcome.table, folder / f"{method.value}.csv")
        for method in (Method.OPTIMAL, Method.RECODE):
            yield Figure(f"Adult k = {k}, {method.value}, whole of protect", statistics.median(spent[method.value]), "CPU s")
            yield Figure(f"Adult k = {k}, {method.value}, information lost", _lost(table, hierarchies, folder / f"{method.value}.csv"), "NCP")
            counted = subprocess.run([python, "-c", COUNT, str(folder / f"{method.value}.csv")], capture_output=True, text=True, check=True)
            yield Figure(f"Adult k = {k}, {method.value}: short of k by pycanon's count", max(0, k - int(counted.stdout)), "rows", limit=0)
        lost = [_lost(table, hierarchies, folder / f"peer.{one['withheld_at_most']}.csv", numbered=True) for one in theirs[0]]
        best = min(range(len(lost)), key=lambda place: lost[place])
        seconds = statistics.median(run[best]["seconds"] for run in theirs)
        yield Figure(f"Adult k = {k}, ANJANA (up to {theirs[0][best]['withheld_at_most']} % withheld)", seconds, "CPU s")
        yield Figure(f"Adult k = {k}, ANJANA, information lost", lost[best], "NCP")


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
