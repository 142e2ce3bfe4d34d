"""ANJANA's full-domain k-anonymity over one CSV, in an environment of its own: `python anjana_peer.py TABLE.csv K OUT.csv NAME=HIERARCHY.csv …`.

Prints the processor seconds of the call alone, and what pycanon says of its k. OUT.csv has the row's number in front, since ANJANA drops what it withholds.
"""

import json
import sys
import time
import warnings

import pandas as pd
from anjana.anonymity import k_anonymity
from pycanon.anonymity import k_anonymity as counted

#: The most rows in percent that may be withheld: as much as our own optimum may.
SUPPRESSED = 100


def run(table: str, k: int, out: str, named: list[str]) -> None:
    """Protect, write, and tell."""
    warnings.simplefilter("ignore")
    rows = pd.read_csv(table, dtype=str, keep_default_na=False)
    rows.insert(0, "row", [str(number) for number in range(len(rows))])  # the frame's own numbers do not come through
    hierarchies = {}
    for pair in named:
        name, file = pair.split("=", 1)
        levels = pd.read_csv(file, sep=";", header=None, dtype=str, keep_default_na=False)
        hierarchies[name] = {place: levels[place].values for place in levels.columns}
    best = None
    for share in (0, 2, 5, 10, 20):
        begun = time.process_time()
        made = k_anonymity(rows.copy(), [], list(hierarchies), k, share, hierarchies)
        spent = time.process_time() - begun
        best = best or []
        best.append({"withheld_at_most": share, "seconds": spent, "k": int(counted(made, list(hierarchies))) if len(made) else 0, "rows": len(made)})
        made.to_csv(out.replace(".csv", f".{share}.csv"), index=False)
    print(json.dumps(best))


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:])
