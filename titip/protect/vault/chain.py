"""The arithmetic of the audit chain: what exactly is proven, in one spelling."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from titip.protect.vault.crypto import frame

CHECKPOINT_EVERY: Final = 1000


def genesis(organisation: str) -> str:
    """Return the hash that stands before the first event: 64 hexadecimal characters."""
    return hashlib.sha256(frame("titip audit chain 1", organisation)).hexdigest()


def moment(at: datetime) -> str:
    """Return a moment in UTC, to the microsecond, in one spelling."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(fields: dict[str, Any], subjects: Iterable[tuple[str, str]]) -> bytes:
    """Return an event's content as canonical JSON: keys sorted, no spaces, subjects sorted."""
    content = {**fields, "at": moment(fields["at"]), "subjects": sorted([kind, subject] for kind, subject in subjects)}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def composed(*, at: str, kind: str, actor_code: str, detail: str, subjects: str) -> bytes:
    """Return what ``canonical`` returns for an event that was done, from parts that are canonical JSON already, for many events at once.

    ``at`` is a ``moment``; ``detail`` and ``subjects`` are JSON with sorted keys, subjects in order and no spaces.
    """
    before = f'{{"actor_code":"{actor_code}","at":"{at}","detail":{detail},"kind":"{kind}","outcome":"ok","purpose":"","session":"","subjects":'
    return f"{before}{subjects}}}".encode("ascii")


def link(seq: int, prev_hash: str, content: bytes) -> bytes:
    """Return what an event's code proves: its number, the code before it, its content."""
    return frame("titip audit event 1", str(seq), prev_hash, content)


def checkpoint(organisation: str, seq: int, mac: str, at: datetime) -> bytes:
    """Return what a checkpoint's signature proves."""
    return frame("titip audit checkpoint 1", organisation, str(seq), mac, moment(at))
