"""The keyless spool: what happens while the server is locked is written here, line by line, and chained at unlock.

The lines are not authentic (there is no key to prove them with): once chained, each says that it came from the spool.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from titip.kit import clock
from titip.protect.vault.durable import POSIX, flush_folder

if POSIX:
    import fcntl

#: Beyond this the spool takes no more: whoever knocks at a locked door must not fill the disk.
MOST_BYTES: Final = 4_000_000
_guard = threading.Lock()


@dataclass(frozen=True)
class Taken:
    """Lines taken from the spool to be chained: what they say, how many could not be read, the files they stand in."""

    lines: tuple[dict[str, Any], ...]
    damaged: int
    files: tuple[Path, ...]


def note(folder: Path, *, kind: str, outcome: str, actor: str, subjects: Sequence[tuple[str, str]] = (), detail: dict[str, Any] | None = None) -> bool:
    """Add a line and flush it to the disk. Returns False where the spool is full."""
    line = {
        "id": uuid.uuid4().hex, "at": clock.now().isoformat(), "kind": kind, "outcome": outcome, "actor": actor,
        "subjects": [list(subject) for subject in subjects], "detail": detail or {},
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _guard, _open_current(folder) as target:
        if target.tell() > MOST_BYTES:
            return False
        target.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")
        target.flush()
        os.fsync(target.fileno())
    return True


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return the readable lines that wait, oldest first, without taking them."""
    return [line for path in sorted(folder.glob("*.jsonl")) for line in _read(path)[0]]


def take(folder: Path) -> Taken:
    """Set the waiting files aside and return their lines; new lines start a new file. Files set aside earlier are taken again."""
    if _current(folder).exists():
        with _guard, _open_current(folder) if POSIX else nullcontext():  # Windows renames no open file
            _current(folder).replace(folder / f"taken-{clock.now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}.jsonl")
        flush_folder(folder)
    files = tuple(sorted(folder.glob("taken-*.jsonl")))
    read = [_read(path) for path in files]
    return Taken(tuple(line for found, _ in read for line in found), sum(bad for _, bad in read), files)


def done(taken: Taken) -> None:
    """Remove the files whose lines are chained and committed."""
    for path in taken.files:
        path.unlink(missing_ok=True)


def _current(folder: Path) -> Path:
    return folder / "current.jsonl"


@contextmanager
def _open_current(folder: Path) -> Iterator[IO[bytes]]:
    """Open the current file at its end, alone: another process that takes it away meanwhile is noticed."""
    path = _current(folder)
    while True:
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "ab") as target:
            if not POSIX:
                yield target
                return
            fcntl.flock(target, fcntl.LOCK_EX)
            try:
                here = os.stat(path).st_ino == os.fstat(handle).st_ino
            except FileNotFoundError:
                here = False
            if not here:
                continue
            yield target
            return


def _read(path: Path) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    damaged = 0
    for raw in path.read_bytes().splitlines():
        try:
            line = json.loads(raw)
            found.append({**line, "id": str(line["id"]), "at": str(line["at"]), "kind": str(line["kind"])})
        except (ValueError, KeyError, TypeError, RecursionError):
            damaged += 1
    return found, damaged
