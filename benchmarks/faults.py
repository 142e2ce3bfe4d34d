"""What is lost when a server is killed, cut off its disk, locked or doubted while people type: `python -m benchmarks.faults`.

Injects 120 faults of 22 kinds into a real server and prints a table; ends with 1 where anything was lost. `--share 0.2` does fewer
of each kind, `--seed N` others. Takes about three minutes on two cores.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.harness import Row, run, table


def main(words: list[str] | None = None) -> int:
    """Run a round and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1)
    chosen = parser.parse_args(words)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for row in run(Path(folder) / "home", seed=chosen.seed, share=chosen.share):
            rows.append(row)
            print(f"{row.kind}: {row.injected} injected, {len(row.lost)} lost", file=sys.stderr, flush=True)
    print(table(rows))
    return 1 if any(row.lost for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
