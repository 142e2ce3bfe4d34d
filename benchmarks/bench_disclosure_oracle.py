"""Random releases of every kind, measured by pycanon in an environment of its own: disagreements, and planted defects that it misses."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import Figure
from titip.dictionary.rules.types import ElementType
from titip.share.disclosure import Asked, Hierarchy, Method, Outcome, diversity, filing, protect
from titip.share.rules import Column, Heading, Table

RELEASES = 240
PYCANON = "pycanon>=1.3.5"
QUASI = ["place", "age", "sex"]
PLACES = Hierarchy.from_lines([f"p{i};d{i // 3};{'north' if i < 6 else 'south'};*" for i in range(12)])
HIERARCHIES = {"place": PLACES, "age": Hierarchy.bands(range(40), [5, 10, 20])}
CONDITIONS: list[dict[str, Any]] = [
    {}, {"sensitive": ["illness"], "l": 2}, {"sensitive": ["illness"], "l": 3}, {"sensitive": ["illness"], "l": 2, "entropy": True},
    {"sensitive": ["illness"], "t": 0.3}, {"sensitive": ["income"], "t": 0.2}, {"sensitive": ["illness", "income"], "l": 2, "t": 0.4},
]  # fmt: skip
#: Run by the other environment: measures each file of the list and prints what it found.
MEASURE = """
import json, sys
import pandas as pd
from pycanon.anonymity import entropy_l_diversity, k_anonymity, l_diversity, t_closeness
found = []
for one in json.load(open(sys.argv[1])):
    rows = pd.read_csv(one["file"], dtype=str, keep_default_na=False).replace("", "(missing)")
    rows["income"] = rows["income"].astype(int)
    quasi = one["quasi"]
    told = {"k": int(k_anonymity(rows, quasi))}
    for name in ("illness", "income"):
        told[name] = [int(l_diversity(rows, quasi, [name])), int(entropy_l_diversity(rows, quasi, [name])), float(t_closeness(rows, quasi, [name]))]
    found.append(told)
print(json.dumps(found))
"""


class NoOracle(Exception):
    """The environment for pycanon cannot be made here; the message says why."""


def measure() -> Iterator[Figure]:
    """All releases must be measured alike; all planted defects must be seen."""
    with tempfile.TemporaryDirectory(prefix="titip-oracle-") as folder:
        try:
            disagreements, missed, defects = compare(Path(folder), RELEASES)
        except NoOracle as why:
            print(f"not compared with pycanon: {why}", file=sys.stderr)
            return
    yield Figure("random releases measured by pycanon", RELEASES, "releases")
    yield Figure("disagreements", len(disagreements), "releases", limit=0)
    yield Figure("planted defects", defects, "releases")
    yield Figure("planted defects that pycanon did not see", missed, "releases", limit=0)


def compare(folder: Path, releases: int) -> tuple[list[str], int, int]:
    """Disagreements in words, planted defects missed, planted defects made."""
    python = environment(folder)
    made = [_release(folder, number) for number in range(releases)]
    broken = [one for one in (_broken(folder, number, outcome) for number, outcome in enumerate(made)) if one]
    listed = [{"file": str(folder / f"{i}.csv"), "quasi": list(one.asked.quasi_identifiers)} for i, one in enumerate(made)]
    (folder / "list.json").write_text(json.dumps([*listed, *({"file": file, "quasi": QUASI} for file, _ in broken)]))
    done = subprocess.run([python, "-c", MEASURE, str(folder / "list.json")], capture_output=True, text=True)
    if done.returncode:
        raise NoOracle(done.stderr[-300:])
    found = json.loads(done.stdout.splitlines()[-1])
    disagreements = [said for outcome, told in zip(made, found, strict=False) for said in _disagreements(outcome, told)]
    missed = sum(told["k"] >= k for (_, k), told in zip(broken, found[len(made) :], strict=True))
    return disagreements, missed, len(broken)


def environment(folder: Path, *packages: str) -> str:
    """The Python of an environment with pycanon, or with the packages named, made unless it stands there. Raises NoOracle."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not uv:
        raise NoOracle("uv is not installed")
    python = folder / "oracle" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready, wanted = folder / "oracle" / "ready", " ".join(packages or (PYCANON,))
    if ready.exists() and ready.read_text(encoding="utf-8") == wanted:
        return str(python)
    for command in ([uv, "venv", "-q", "--clear", str(folder / "oracle")], [uv, "pip", "install", "-q", "--python", str(python), *(packages or (PYCANON,))]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NoOracle(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "uv failed")
    ready.write_text(wanted, encoding="utf-8")
    return str(python)


def _release(folder: Path, number: int) -> Outcome:
    """One random table, protected in one of all ways, written as the command writes it."""
    draw = np.random.Generator(np.random.PCG64(70_000 + number))
    rows = int(draw.integers(60, 400))
    conditions = CONDITIONS[number % len(CONDITIONS)]
    quasi = QUASI[: 1 + number // 3 % 3]
    table = Table(
        (
            _column("place", [f"p{i}" for i in range(12)], draw, rows, 0.1),
            _column("age", [str(i) for i in range(40)], draw, rows, 0.1),
            _column("sex", ["female", "male", "other"], draw, rows, 0.05),
            _column("illness", ["none", "cold", "flu", "burn"], draw, rows, 0.05),
            _column("income", [str(i) for i in range(8)], draw, rows, 0.0, ordered=True),
        )
    )
    method = list(Method)[number % 3]
    outcome = protect(table, Asked(quasi, int(draw.integers(2, 12)), method, hierarchies=HIERARCHIES, **conditions))
    filing.write(outcome.table, folder / f"{number}.csv")
    return outcome


def _column(name: str, values: list[str], draw: np.random.Generator, rows: int, missing: float, ordered: bool = False) -> Column:
    weights = 1 / np.arange(1, len(values) + 1)
    codes = np.where(draw.random(rows) < missing, -1, draw.choice(len(values), rows, p=weights / weights.sum())).astype(np.int32)
    names = {value: value for value in values} if ordered else {}
    return Column(Heading(name, type=ElementType.SELECT_ONE, ordered=ordered, names=names), tuple(values), codes)


def _disagreements(outcome: Outcome, told: dict[str, Any]) -> list[str]:
    asked = outcome.asked
    said = [f"k {told['k']}"] if told["k"] != outcome.after.smallest or told["k"] < asked.k else []
    for ours in diversity(outcome.table, asked.quasi_identifiers, ["illness", "income"]):
        distinct, entropy, t = told[ours.column]
        # pycanon cuts e to the power of the entropy down to a whole number: 1.999… and 2 are one entropy
        alike = distinct == ours.distinct and entropy in (int(ours.entropy + 1e-6), int(ours.entropy - 1e-6)) and abs(t - ours.t) < 1e-6
        kept = ours.column not in asked.sensitive or (
            (asked.entropy or distinct >= asked.l) and (not asked.entropy or ours.entropy >= asked.l - 1e-6) and (asked.t is None or t <= asked.t + 1e-6)
        )
        if not alike or not kept:
            said.append(f"{ours.column}: pycanon {told[ours.column]}, we {ours.as_dict()}")
    return said


def _broken(folder: Path, number: int, outcome: Outcome) -> tuple[str, int] | None:
    """The same release with one cell shown as no other row has it; None where it is not over all three columns."""
    if list(outcome.asked.quasi_identifiers) != QUASI:
        return None
    place = outcome.table.column("place")
    codes = place.codes.copy()
    codes[0] = len(place.values)
    spoilt = Column(place.heading, (*place.values, "the only one"), codes)
    file = folder / f"broken {number}.csv"
    filing.write(Table((spoilt, *outcome.table.columns[1:])), file)
    return str(file), outcome.asked.k
