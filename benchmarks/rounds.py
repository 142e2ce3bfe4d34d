"""Alternating rounds kept as they are measured, one JSON line each, so that many can be gathered in pieces and a broken run loses one round.

TITIP_BENCH_KEEP names the folder (else one in the system's temporary folder); TITIP_BENCH_MORE says how many rounds this run may add at most.
A line holds what the engine's source was: rounds of another source, or of another machine's Python, are not counted with these.
"""

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = 5


def folder() -> Path:
    """Where rounds are kept, and the peers' environments beside them."""
    kept = Path(os.environ.get("TITIP_BENCH_KEEP") or Path(tempfile.gettempdir()) / "titip-bench-rounds")
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def engine(source: Path) -> str:
    """Ten letters that stand for an engine's source and data as they are now, and for the Python that runs them."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.json")]):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def gathered(name: str, of: dict[str, Any], one: Callable[[], dict[str, Any]], runs: int = RUNS) -> list[dict[str, Any]]:
    """All rounds of ``name`` that stand under ``of`` (file, engine, …), after measuring those that lack up to ``runs``."""
    path = folder() / f"{name}.jsonl"
    found = [line for line in _read(path) if all(line.get(key) == value for key, value in of.items())]
    more = min(max(runs - len(found), 0), int(os.environ.get("TITIP_BENCH_MORE", runs)))
    for _ in range(more):
        line = {**of, **one()}
        with path.open("a", encoding="utf-8") as opened:
            opened.write(json.dumps(line) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        found.append(line)
        print(f"{name}: round {len(found)} of {runs} kept in {path}", file=sys.stderr, flush=True)
    return found


def _read(path: Path) -> list[dict[str, Any]]:
    """The lines kept so far; a last line cut short by a broken run is passed over."""
    if not path.exists():
        return []
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(text))
        except json.JSONDecodeError:
            continue
    return lines
