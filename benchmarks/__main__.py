"""Runs the benchmarks and prints their figures: `python -m benchmarks [NAME …] [--json]`."""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from titip.cli.output import table

HERE = Path(__file__).parent


def main() -> int:
    """1 when a promised figure was missed or a benchmark failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="which ones (default: all)")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if unknown := sorted(set(args.names) - set(known)):
        parser.error(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(known)}")
    if args.inside:
        print(json.dumps(inside(args.names[0])))
        return 0
    results = {name: outside(name) for name in args.names or known}
    if args.json:
        print(json.dumps({"machine": machine(), "benchmarks": results}, indent=2))
    else:
        show(results)
    figures = [figure for result in results.values() for figure in result.get("figures", [])]
    missed = any(figure["limit"] is not None and figure["value"] > figure["limit"] for figure in figures)
    return int(missed or any("failed" in result for result in results.values()))


def inside(name: str) -> dict[str, Any]:
    """Measure in this process."""
    module = importlib.import_module(f"benchmarks.bench_{name}")
    begun = time.perf_counter()
    figures = [asdict(figure) for figure in module.measure()]
    return {"what": str(module.__doc__).splitlines()[0], "figures": figures, "seconds": time.perf_counter() - begun, "peak_mb": peak_mb()}


def outside(name: str) -> dict[str, Any]:
    """Measure in a process of its own, over an empty folder."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as home:
        command = [sys.executable, "-m", "benchmarks", name, "--inside"]
        done = subprocess.run(command, cwd=HERE.parent, env={**os.environ, "TITIP_HOME": home}, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return {"failed": done.returncode}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def peak_mb() -> float | None:
    """Peak resident memory of this process, where the system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1_000_000


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}


def show(results: dict[str, dict[str, Any]]) -> None:
    """The figures as a table, for reading."""
    print(", ".join(f"{name}: {value}" for name, value in machine().items()), end="\n\n")
    rows = []
    for name, result in results.items():
        if "failed" in result:
            rows.append((name, "FAILED", "", "", ""))
        for figure in result.get("figures", []):
            limit = figure["limit"]
            verdict = "" if limit is None else f"{'kept' if figure['value'] <= limit else 'MISSED'} (≤ {limit:g})"
            rows.append((name, figure["name"], f"{figure['value']:,.3f}", figure["unit"], verdict))
        if result.get("peak_mb"):
            rows.append((name, "peak memory of the run", f"{result['peak_mb']:,.0f}", "MB", ""))
    print(table(rows, ("benchmark", "figure", "value", "unit", "promise")))


if __name__ == "__main__":
    sys.exit(main())
