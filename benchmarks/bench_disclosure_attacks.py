"""Releases of Adult attacked: anonymeter's singling out, linkability and inference, and a reader of ours who takes `*` for anything."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import Figure
from benchmarks.bench_disclosure import ADULT, ADULT_QUASI
from benchmarks.bench_disclosure_oracle import NoOracle, environment
from titip.share.disclosure import Asked, Hierarchy, Method, filing, protect
from titip.share.rules import Table
from titip.share.rules.files import read_texts

PACKAGES = ("anonymeter==1.1.0",)
SECRET, K = "salary-class", 11
#: People in the table, as many beside it, and attacks of each kind.
PEOPLE, ATTACKS, SEED = 4_000, 400, 20_262
QUASI = ADULT_QUASI[:6]


def measure() -> Iterator[Figure]:
    """Risk from 0 to 1 above what succeeds against people who are not in the table."""
    if not ADULT.is_dir():
        print("Adult does not stand beside this checkout", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="titip-attacks-") as folder:
        try:
            python = environment(Path(folder), *PACKAGES)
        except NoOracle as why:
            print(f"not attacked by anonymeter: {why}", file=sys.stderr)
            python = ""
        yield from attacked(python, Path(folder))


def attacked(python: str, folder: Path) -> Iterator[Figure]:
    """The table as it was, and each way of protecting it at k = 11."""
    table = read_texts(ADULT / "adult.csv.gz", columns=[*QUASI, SECRET]).table
    order = np.random.Generator(np.random.PCG64(SEED)).permutation(table.n)
    inside, outside = (Table(tuple(column.take(part) for column in table.columns)) for part in (order[:PEOPLE], order[PEOPLE : 2 * PEOPLE]))
    hierarchies = {name: Hierarchy.from_file(ADULT / f"adult_hierarchy_{name}.csv") for name in QUASI}
    filing.write(inside, folder / "true.csv")
    filing.write(outside, folder / "control.csv")
    for name, method in (("nothing done", None), *((one.value, one) for one in Method)):
        released = inside
        if method is not None:
            released = protect(inside, Asked(QUASI, K, method, [SECRET], hierarchies=hierarchies)).table.shuffled()
        yield Figure(f"{name}: fewest rows that may be one person's, * read as anything", _fewest(inside, released, hierarchies), "rows")
        filing.write(released, folder / "released.csv")
        if python:
            command = [python, str(Path(__file__).with_name("anonymeter_peer.py")), *(str(folder / f"{one}.csv") for one in ("true", "released", "control"))]
            done = subprocess.run([*command, SECRET, str(ATTACKS)], capture_output=True, text=True, check=True)
            for attack, (risk, *interval) in json.loads(done.stdout.splitlines()[-1]).items():
                if risk is None:
                    print(f"{name}, {attack}: {interval[0]}", file=sys.stderr)
                    continue
                yield Figure(f"{name}: {attack} ({interval[0]:.3f} to {interval[1]:.3f})", risk, "risk above control")


def _fewest(inside: Table, released: Table, hierarchies: dict[str, Hierarchy]) -> int:
    """For each person the rows that fit her, for each row the people who fit it; the fewest of either. She knows all answers but the secret."""
    people, shown = (_distinct(one) for one in (inside, released))
    fits = np.ones((len(people[0]), len(shown[0])), dtype=bool)
    for place, name in enumerate(QUASI):
        was, now = sorted({row[place] for row in people[0]}), sorted({row[place] for row in shown[0]})
        may = np.array([[label in (value, "*", *hierarchies[name].paths[value]) for label in now] for value in was])
        at = [np.array([values.index(row[place]) for row in rows]) for values, rows in ((was, people[0]), (now, shown[0]))]
        fits &= may[at[0]][:, at[1]]
    return int(min((fits @ shown[1]).min(), (people[1] @ fits).min()))


def _distinct(table: Table) -> tuple[list[tuple[str, ...]], np.ndarray]:
    counted: dict[tuple[str, ...], int] = {}
    for row in zip(*([str(cell) for cell in table.column(name).cells()] for name in QUASI), strict=True):
        counted[row] = counted.get(row, 0) + 1
    return list(counted), np.array(list(counted.values()))
