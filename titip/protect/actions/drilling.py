"""The restore drill: seals a canary, takes a backup, restores it with the real command into a folder of its own, and keeps what came of it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from titip.kit import postgres
from titip.protect import vault
from titip.protect.actions.backing_up import Progress, back_up
from titip.protect.actions.readiness import mark
from titip.protect.reads.weekly import kept_anchors
from titip.protect.rules.backups import BackupError
from titip.protect.rules.readiness import Proof

#: Longer than any restore of a house that one machine holds.
_MOST_SECONDS: Final = 4 * 60 * 60


@dataclass(frozen=True)
class Drill:
    """What came of a drill. ``why``: in a sentence, where it failed."""

    passed: bool
    seconds: int
    why: str = ""
    counts: dict[str, Any] = field(default_factory=dict)


def drill(*, passphrase: str, second: str = "", actor_code: str, session: str = "", progress: Progress = lambda done, total: None) -> Drill:
    """Prove that a backup of this house, its keyring's copy and this passphrase or sheet bring everything back; where two people are
    needed, ``second`` is the other's. Keeps a mark and an event.

    Nothing of it stays. Raises Locked, BackupError where no backup could be made; a restore that failed is told, not raised.
    """
    begun = time.monotonic()
    owner = vault.Owner("draft", uuid.uuid4())
    song = secrets.token_bytes(64)
    canary = {"draft": str(owner.id), "value": str(vault.put_draft(owner, song)), "sha256": hashlib.sha256(song).hexdigest()}
    try:
        with tempfile.TemporaryDirectory(prefix="drill-", dir=settings.HOME.run) as scratch:
            folder = Path(scratch)
            made = back_up(folder=folder, keyring_folder=folder, actor_code=actor_code, why="drill", canary=canary, progress=progress)
            told = _restore(made.file, made.keyring, folder / "house", [passphrase, second])
            if "failed" not in told:
                told["unfit"] = _unfit(folder / "house" / settings.HOME.app_db.name)
    finally:
        vault.destroy(owner)
    came = _judge(told, sum(made.rows.values()), int(time.monotonic() - begun))
    mark(proof=Proof.DRILL, passed=came.passed, actor_code=actor_code, session=session, detail={**came.counts, "seconds": came.seconds})
    return came


def _restore(file: Path, keyring: Path | None, folder: Path, passphrases: list[str]) -> dict[str, Any]:
    """What an emergency would run, in a process of its own that knows nothing but the file, the keyring's copy and the passphrase."""
    words = [sys.executable, "-m", "titip", "restore", str(file), "--keyring", str(keyring), "--home", str(folder), "--passphrase-file", "-", "--json"]
    typed = "".join(f"{one}\n" for one in passphrases if one)
    environment = {**os.environ, "TITIP_HOME": str(folder), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    environment.pop(postgres.SETTING, None)  # what is proven is the file: it is restored into SQLite files, wherever this house keeps its data
    try:
        done = subprocess.run(  # noqa: S603 - our own command, given as a list
            words, input=typed, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=_MOST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BackupError(f"The restore could not be run: {type(error).__name__}. Try again with 'titip backup --drill'.") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return {"failed": said[-1].removeprefix("titip: ") if said else f"exit code {done.returncode}"}
    return dict(json.loads(done.stdout))


def _unfit(app_db: Path) -> str:
    """The first kept anchor that does not fit the restored log, or nothing. Later ones than the backup's end are left to the log that runs on."""
    with closing(sqlite3.connect(f"{app_db.as_uri()}?mode=ro", uri=True)) as restored:
        last = restored.execute("SELECT coalesce(max(seq), 0) FROM protect_auditevent").fetchone()[0]
        for anchor in kept_anchors().anchors:
            number, start = anchor.split("-")
            if 0 < int(number) <= last:
                found = restored.execute("SELECT mac FROM protect_auditevent WHERE seq = ?", [int(number)]).fetchone()
                if found is None or found[0][:16] != start:
                    return anchor
    return ""


def _judge(told: dict[str, Any], rows: int, seconds: int) -> Drill:
    if "failed" in told:
        return Drill(False, seconds, str(told["failed"]), {"rows": rows})
    counts = {name: int(told[name]) for name in ("rows", "keys", "values", "files", "events")}
    if not told["canary"]:
        return Drill(False, seconds, "The value sealed for this drill did not come back.", counts)
    if not told["log_holds"]:
        return Drill(False, seconds, "The log in the restored copy does not hold. Run 'titip audit verify'.", counts)
    if told.get("unfit"):
        why = f"The kept anchor {told['unfit']} does not fit the log in the restored copy: it was cut off or rewritten. Run 'titip audit verify'."
        return Drill(False, seconds, why, counts)
    return Drill(True, seconds, "", counts)
