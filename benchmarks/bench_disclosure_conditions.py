"""What l and t cost on Adult, as multiples of k alone in the same alternating runs (k = 5, the whole of ``protect``), and what is lost."""

import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import Figure
from benchmarks.bench_disclosure import ADULT, ADULT_QUASI, RUNS
from titip.share.disclosure import Asked, Hierarchy, Method, protect
from titip.share.rules.files import read_texts

CONDITIONS: dict[str, dict[str, Any]] = {"k alone": {}, "l = 2": {"l": 2}, "t = 0.3": {"t": 0.3}, "t = 0.5": {"t": 0.5}}
LIMIT = 3.0


def measure() -> Iterator[Figure]:
    """Seven columns with occupation as the sensitive one (14 values), eight with the salary class (two values); local and optimal."""
    if not ADULT.is_dir():
        print("Adult does not stand beside this checkout", file=sys.stderr)
        return
    table = read_texts(ADULT / "adult.csv.gz").table
    hierarchies = {name: Hierarchy.from_file(ADULT / f"adult_hierarchy_{name}.csv") for name in ADULT_QUASI}
    for sensitive in ("occupation", "salary-class"):
        quasi = [name for name in ADULT_QUASI if name != sensitive]
        for method in (Method.RECODE, Method.OPTIMAL):
            asked = {
                name: Asked(quasi, 5, method, sensitive=[sensitive], hierarchies={code: hierarchies[code] for code in quasi}, **more)
                for name, more in CONDITIONS.items()
            }
            spent: dict[str, list[float]] = {name: [] for name in asked}
            lost = {}
            for _ in range(RUNS):
                for name, one in asked.items():
                    begun = time.process_time()
                    lost[name] = protect(table, one).utility.ncp
                    spent[name].append(time.process_time() - begun)
            label = f"{len(quasi)} columns, {sensitive}, {method.value}"
            alone = statistics.median(spent["k alone"])
            yield Figure(f"{label}: k alone", alone, "CPU s")
            for name, times in spent.items():
                if name != "k alone":
                    yield Figure(f"{label}: {name}", statistics.median(times) / alone, "times k alone", limit=LIMIT)
                    yield Figure(f"{label}: {name}, information lost", lost[name], "NCP")
