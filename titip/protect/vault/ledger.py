"""The list of destroyed data keys: ids only, added to and never changed, so that an older backup does not bring anybody back.

One line for each: the moment, the kind of owner, its id, and a short sum that tells a damaged line. It needs no keys: what is erased
while the server is locked stands in it too. It lies beside the keyring, outside the databases, and goes along with every backup.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from titip.kit import clock
from titip.protect.vault.durable import POSIX, flush_folder, write_durably

if POSIX:
    import fcntl

_SUM: Final = 8  # hexadecimal characters


@dataclass(frozen=True)
class Erased:
    """One destroyed data key: whose, and when."""

    kind: str
    id: UUID
    at: datetime


@dataclass(frozen=True)
class Ledger:
    """What the list says, oldest first. ``damaged``: lines that cannot be read."""

    erased: tuple[Erased, ...]
    damaged: int = 0


def note(path: Path, kind: str, owner_id: UUID) -> None:
    """Add a line and flush it to the disk."""
    new = not path.exists()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(path) as target:
        torn = target.tell() > 0 and not _ends_whole(path)
        target.write((b"\n" if torn else b"") + _line(Erased(kind, owner_id, clock.now())))
        target.flush()
        os.fsync(target.fileno())
    if new:
        flush_folder(path.parent)


def read(path: Path) -> Ledger:
    """Return the list; an absent file is an empty one."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return Ledger(())
    parsed = [_parse(line) for line in lines if line.strip()]
    return Ledger(tuple(one for one in parsed if one), sum(one is None for one in parsed))


def merged(ledgers: Iterable[Ledger]) -> Ledger:
    """Return several lists as one: each owner with its latest moment."""
    found: dict[tuple[str, UUID], Erased] = {}
    damaged = 0
    for ledger in ledgers:
        damaged += ledger.damaged
        for one in ledger.erased:
            known = found.get((one.kind, one.id))
            found[one.kind, one.id] = one if known is None or one.at > known.at else known
    return Ledger(tuple(sorted(found.values(), key=lambda one: (one.at, one.id))), damaged)


def write(path: Path, erased: Iterable[Erased]) -> None:
    """Replace the list: only to bring lists together, and to leave out drafts that no backup holds any more."""
    write_durably(path, b"".join(_line(one) for one in erased), mode=0o600)


def _line(one: Erased) -> bytes:
    said = f"{one.at.isoformat()} {one.kind} {one.id.hex}"
    return f"{said} {_sum(said)}\n".encode("ascii")


def _parse(line: bytes) -> Erased | None:
    try:
        said, _space, told = line.decode("ascii").rpartition(" ")
        at, kind, owner = said.split(" ")
        one = Erased(kind, UUID(hex=owner), datetime.fromisoformat(at))
    except (ValueError, UnicodeError):
        return None
    return one if told == _sum(said) and one.at.tzinfo is not None else None


def _sum(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:_SUM]


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as source:
        source.seek(-1, os.SEEK_END)
        return source.read(1) == b"\n"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as target:
        if POSIX:
            fcntl.flock(target, fcntl.LOCK_EX)
        target.seek(0, os.SEEK_END)
        yield target
