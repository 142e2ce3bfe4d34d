"""Unpacks a backup into an empty folder, and proves that it is whole and opens: part by part, database by database, value by value."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions.audit import record, verify
from titip.protect.actions.backing_up import rows_in
from titip.protect.models import DataKey
from titip.protect.rules import backups
from titip.protect.rules.backups import ABOUT, DATABASES, FORMAT, MANIFEST, DamagedBackup, Manifest, NoRoom, OverData, Part, WrongKey
from titip.protect.stores import APP
from titip.protect.vault import age, files, ledger
from titip.protect.vault.holder import HOLDER

Progress = Callable[[int, int], None]
#: How many keys, values and files of each kind are opened as a sample; fewer where there are fewer.
SAMPLE: Final = 50
#: Beside the keyring, and made anew by whoever starts Titip over an empty folder: nothing is lost where they are covered.
REMADE: Final = frozenset({"web-secret", "backup-recipient", "erasures"})
_NOT_OURS: Final = (
    "This backup was sealed by another house, or with keys that were destroyed since: its keyring does not open it. "
    "Use the keyring copy that lay beside it, or a newer backup."
)
_CHUNK: Final = 1_048_576
_MOST_JSON: Final = 64_000_000


@dataclass(frozen=True)
class Unpacked:
    """What a backup says of itself, and its manifest, which was found to hold."""

    about: dict[str, Any]
    manifest: Manifest


@dataclass(frozen=True)
class Proof:
    """What opened: data keys, sealed values, sealed files; the drill's own canary; whether the log holds up to the backup's anchor."""

    keys: int
    values: int
    files: int
    canary: bool
    log_holds: bool
    events: int


def refuse_over_data(home: Home) -> None:
    """Raise OverData where a folder holds anything that a restore would cover."""
    for path in (home.app_db, home.vault_db, home.keys_db, home.database, home.keyring):
        if path.exists():
            raise OverData(f"{home.root} holds data already ({path.name}). A backup is only put into an empty folder: choose another with --home.")
    if home.files.is_dir() and any(home.files.iterdir()):
        raise OverData(f"{home.root} holds sealed files already. A backup is only put into an empty folder: choose another with --home.")


def unpack(file: Path, home: Home, openers: list[str], progress: Progress = lambda done, total: None) -> Unpacked:
    """Open ``file`` with the age identities and write its parts into ``home``; every part is then compared with the manifest.

    Raises:
        WrongKey: sealed by another house.
        DamagedBackup: cut, changed, or none of ours.
        NoRoom: a disk is full.
    """
    total = file.stat().st_size
    receiver, sender = os.pipe()
    flow = _Flow(file, sender, openers, lambda done: progress(done, total))
    flow.start()
    try:
        with os.fdopen(receiver, "rb") as stream:
            about, manifest, found = _take_parts(stream, home)
    except (tarfile.TarError, EOFError) as error:
        flow.join()
        raise flow.in_words() or DamagedBackup(f"The backup cannot be read: {error}. Use another one.") from None
    except OSError as error:
        flow.join()
        raise flow.in_words() or NoRoom(f"The backup could not be written to {home.root}: {error.strerror or error}.") from None
    flow.join()
    if (failure := flow.in_words()) is not None:
        raise failure
    if about is None or about.get("format") != FORMAT or manifest is None:
        raise DamagedBackup("The backup has no end, or is none of Titip's: it was cut off. Use another one.")
    if wrong := backups.differences(manifest, found):
        raise DamagedBackup(f"The backup is not whole: {wrong[0]} differs from what was backed up ({len(wrong)} in all). Use another one.")
    return Unpacked(about, manifest)


class _Flow(threading.Thread):
    """Opens the sealed file into a pipe, while its reader takes the parts apart: nothing unsealed is written twice."""

    def __init__(self, file: Path, sender: int, openers: list[str], progress: Callable[[int], None]) -> None:
        super().__init__(name="backup", daemon=True)
        self._file, self._sender, self._openers, self._progress = file, sender, openers, progress
        self._error: BaseException | None = None

    def run(self) -> None:
        """Open until the end, or until somebody stops reading."""
        with os.fdopen(self._sender, "wb") as target, self._file.open("rb") as source:
            try:
                age.decrypt(cast("IO[bytes]", _Watched(source, self._progress)), target, self._openers)
            except BaseException as error:
                self._error = error

    def in_words(self) -> Exception | None:
        """What went wrong, as a person may read it; None where nothing did or the reader stopped first."""
        match self._error:
            case None | BrokenPipeError():
                return None
            case age.NotForUs():
                return WrongKey(_NOT_OURS)
            case _:
                return DamagedBackup("The backup was cut or changed: its seal does not hold. Use another one.")


class _Watched(io.RawIOBase):
    """A file that says how far it was read."""

    def __init__(self, source: IO[bytes], progress: Callable[[int], None]) -> None:
        self._source, self._progress = source, progress

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        taken = self._source.read(size)
        self._progress(self._source.tell())
        return taken


def _take_parts(stream: IO[bytes], home: Home) -> tuple[dict[str, Any] | None, Manifest | None, dict[str, Part]]:
    about: dict[str, Any] | None = None
    manifest: Manifest | None = None
    found: dict[str, Part] = {}
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or not member.isreg():
                raise DamagedBackup("The backup holds something that is no file. It is none of Titip's.")
            if member.name in (ABOUT, MANIFEST):
                told = _json(content, member.size)
                about, manifest = (told, manifest) if member.name == ABOUT else (about, Manifest.from_plain(told))
            elif backups.is_part(member.name) and member.name not in found:
                found[member.name] = _write(content, home.root / member.name)
            else:
                raise DamagedBackup("The backup holds a file that does not belong there. It is none of Titip's.")
    return about, manifest, found


def _json(content: Any, size: int) -> dict[str, Any]:
    try:
        told = json.loads(content.read()) if size <= _MOST_JSON else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise DamagedBackup("The backup's description of itself cannot be read. Use another one.")
    return told


def _write(content: IO[bytes], place: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while chunk := content.read(_CHUNK):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        target.flush()
        os.fsync(target.fileno())
    return Part(digest.hexdigest(), size)


# --- proving


def check_databases(home: Home, manifest: Manifest) -> None:
    """Raise DamagedBackup where a database is not whole, or has other numbers of rows than when it was backed up."""
    rows: dict[str, int] = {}
    for name in DATABASES:
        path = home.root / name
        try:
            with closing(sqlite3.connect(path)) as opened:
                verdict = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
                opened.execute("PRAGMA journal_mode=WAL")
            rows.update(rows_in(path))
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise DamagedBackup(f"{name} in the backup is not whole: {verdict}. Use another one.")
    if rows != dict(manifest.rows):
        raise DamagedBackup("The databases in the backup have other numbers of rows than were backed up. Use another one.")


def prove(manifest: Manifest, open_values: Callable[[int], int]) -> Proof:
    """Open a sample of everything with the unlocked keys, and prove the log up to the backup's anchor. ``open_values(most)`` opens
    sealed answers of the rooms that have them and returns how many. Raises vault.Refused where one does not open, Locked.
    """
    opened = _open_keys()
    values, sealed = open_values(SAMPLE), _open_files()
    report = verify(manifest.anchor if manifest.anchor.partition("-")[0] != "0" else None)
    return Proof(opened, values, sealed, _canary_sings(manifest), report.ok, report.events)


def _open_keys() -> int:
    ids = list(DataKey.objects.values_list("pk", flat=True))
    chosen = _some(ids)
    for row in DataKey.objects.filter(pk__in=chosen):
        HOLDER.unwrap(row.kek_id, bytes(row.wrapped), (row.owner_kind, str(row.owner_id)))
    return len(chosen)


def _open_files() -> int:
    names = [path.stem for path in Path(settings.HOME.files).glob("*.sealed")]
    count = 0
    for name in _some(names):
        with suppress(vault.Gone):  # its key was destroyed before the file could be removed
            files.open_file(UUID(hex=name))
            count += 1
    return count


def _some(things: list[Any]) -> list[Any]:
    """A few of them, drawn anew each time."""
    left = list(things)
    return [left.pop(secrets.randbelow(len(left))) for _ in range(min(SAMPLE, len(left)))]


def _canary_sings(manifest: Manifest) -> bool:
    """Whether the value that the drill sealed before its backup opens and is what it was."""
    told = manifest.canary
    if not told:
        return False
    opened = vault.open_draft(vault.Owner("draft", UUID(told["draft"])), UUID(told["value"]))
    return hashlib.sha256(opened).hexdigest() == told["sha256"]


def replay(beside: Home, others: Sequence[Path]) -> tuple[int, int]:
    """Destroy again what was destroyed after the backup was taken, by every list of erasures that is at hand: the backup's own and ``others``.

    The lists become one, in the restored house. Returns how many keys stood there again, and how many lines could not be read.
    """
    found = ledger.merged([ledger.read(beside.erasures), *(ledger.read(path) for path in others)])
    if found.erased:
        ledger.write(beside.erasures, found.erased)
    again = vault.destroy_again(found.erased)
    for one in found.erased:
        if one.kind == "file":
            (beside.files / f"{one.id.hex}.sealed").unlink(missing_ok=True)
    return again, found.damaged


def settle(*, actor_code: str, sha256: str, proof: Proof, erased_again: int = 0) -> None:
    """Say in the log that this house stands on a backup, and end every sign-in that was going on when it was taken."""
    with transaction.atomic(using=APP):
        Session.objects.all().delete()
        record(
            kind="protect.restore", actor_code=actor_code,
            detail={"sha256": sha256[:16], "keys": proof.keys, "values": proof.values, "files": proof.files, "log": proof.log_holds, "erased": erased_again},
        )


def move_in(made: Home, home: Home, names: Sequence[str]) -> None:
    """Move what was made beside into the folder itself; the keyring last, so that a broken-off move leaves no house that looks whole."""
    home.make()
    for name in names:
        source = made.root / name
        for path in sorted(source.iterdir()) if source.is_dir() else [source]:
            target = home.root / path.relative_to(made.root)
            if target.exists() and path.name not in REMADE:
                raise OverData(f"{target} appeared meanwhile. Nothing was covered; what was restored lies in {made.root}.")
            os.replace(path, target)
    shutil.rmtree(made.root, ignore_errors=True)
