"""Takes a backup while the server runs: the three databases as they were at one moment, sealed files, spool; sealed with age.

The moment is one for all three: for a few milliseconds nobody writes, while a reading transaction is begun in each; then all go on,
and each database is copied as that transaction sees it. The keyring is never inside: once a key-encryption key has been replaced
and destroyed, a backup that held the old one would bring the erased back. Its copy lies beside, one for each house, always the newest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyrage
from django.conf import settings
from django.db import transaction

from titip import __version__
from titip.kit import clock
from titip.kit.home import Home
from titip.protect.actions.audit import NewEvent, record_even_locked
from titip.protect.actions.crossing import take_out
from titip.protect.actions.streams import Reader, Writer
from titip.protect.models import ReadinessMark
from titip.protect.reads.database import on_postgres
from titip.protect.reads.weekly import kept_anchors, unfit
from titip.protect.rules import backups
from titip.protect.rules.backups import ABOUT, FORMAT, MANIFEST, BackupError, Manifest, NoRoom, Part
from titip.protect.rules.readiness import Proof
from titip.protect.stores import APP
from titip.protect.vault import age, keyring
from titip.protect.vault.durable import flush_folder, write_durably

Progress = Callable[[int, int], None]
_PAGES: Final = 2_000  # of a database copied between two calls of ``progress``
_CHUNK: Final = 1_048_576
#: Blocks that a tar must end with.
_END: Final = bytes(2 * tarfile.BLOCKSIZE)


@dataclass(frozen=True)
class Backup:
    """A backup that was made. ``keyring``: where the keyring's copy was put, if anywhere."""

    file: Path
    size: int
    sha256: str
    rows: Mapping[str, int]
    keyring: Path | None


def back_up(
    *, folder: Path, actor_code: str, keyring_folder: Path | None = None, also_to: Sequence[str] = (), why: str = "backup",
    canary: Mapping[str, str] | None = None, progress: Progress = lambda done, total: None,
) -> Backup:
    """Write a backup into ``folder`` and, where one is named, the keyring's copy into ``keyring_folder``. Keeps a mark and an event.

    ``also_to``: further age recipients, such as a custodian's own. Works while the server runs, locked or not.

    Raises:
        NoRoom: a disk is full or cannot be written to. What is half written is removed.
        BackupError: this house was never unlocked, so that there is no key yet to seal to.
    """
    home, at = settings.HOME, clock.now()
    ring = keyring.load(home.keyring)
    recipients = [_recipient(home), *also_to]
    file = folder / backups.file_name(ring.organisation, at, why)
    with _told_in_words(folder), tempfile.TemporaryDirectory(prefix="backup-", dir=home.run) as scratch:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shots = snapshot(home, Path(scratch), progress)
        about = {"format": FORMAT, "organisation": ring.organisation, "practice": ring.practice, "made": at.isoformat(), "version": __version__}
        parts = _Parts(home, shots, about, canary or {}, progress)
        sha256 = _write(parts, file, recipients)
        copied = _copy_keyring(home, keyring_folder, ring.organisation)
    made = Backup(file, file.stat().st_size, sha256, parts.manifest().rows, copied)
    if why == "backup":  # a drill keeps its own mark; around an upgrade the tables may be of another version
        note(made, actor_code)
    return made


def note(made: Backup, actor_code: str) -> None:
    """Keep the mark and the event of a backup."""
    anchors = kept_anchors().anchors
    detail = {
        "sha256": made.sha256[:16], "bytes": made.size, "rows": sum(made.rows.values()), "file": made.file.name, "keyring": made.keyring is not None,
        "anchors": len(anchors), "unfit": list(unfit(anchors))[:20],
    }
    with transaction.atomic(using=APP):
        ReadinessMark.objects.create(kind=Proof.BACKUP, by_code=actor_code, detail=detail)
    record_even_locked(NewEvent("protect.backup", actor_code, detail=detail))


def _recipient(home: Home) -> str:
    try:
        return home.backup_recipient.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        raise BackupError("This house has not been unlocked since backups came. Unlock it once, then take the backup.") from None


def _copy_keyring(home: Home, folder: Path | None, organisation: str) -> Path | None:
    if folder is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / backups.keyring_name(organisation)
    write_durably(place, home.keyring.read_bytes(), mode=0o600)
    if home.erasures.exists():
        write_durably(folder / backups.erasures_name(organisation), home.erasures.read_bytes(), mode=0o600)
    return place


# --- one moment


def snapshot(home: Home, target: Path, progress: Progress = lambda done, total: None) -> list[Path]:
    """Copy the three databases into ``target`` as they are at one moment, and return the copies. Nobody waits longer than that moment."""
    if on_postgres():
        return take_out(target, progress)
    paths = [home.app_db, home.vault_db, home.keys_db]
    needed = sum(path.stat().st_size for path in paths)
    if shutil.disk_usage(target).free < needed + 50_000_000:
        raise NoRoom(f"The disk is nearly full: {needed / 1e6:.0f} MB and some to spare are needed in {target.parent}. Free some space; nothing was changed.")
    with ExitStack() as stack:
        readers = _at_one_moment(stack, paths)
        return [_copy(reader, target / path.name, progress) for reader, path in zip(readers, paths, strict=True)]


def _at_one_moment(stack: ExitStack, paths: list[Path]) -> list[sqlite3.Connection]:
    """A reading transaction in each, begun while nobody writes. App first: whoever holds it is let finish, for it names the others' rows."""
    readers = []
    with ExitStack() as pause:
        for path in paths:
            writer = pause.enter_context(closing(sqlite3.connect(path, timeout=60, isolation_level=None)))
            writer.execute("BEGIN IMMEDIATE")
        for path in paths:
            reader = stack.enter_context(closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60, isolation_level=None)))
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            readers.append(reader)
    return readers


def _copy(reader: sqlite3.Connection, place: Path, progress: Progress) -> Path:
    os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(place)) as target:
        reader.backup(target, pages=_PAGES, progress=lambda _status, remaining, total: progress(total - remaining, total))
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    return place


def rows_in(path: Path) -> dict[str, int]:
    """How many rows each table of a database file has, by ``store.table``."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {f"{path.stem}.{name}": int(opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - its own names


def _anchor_in(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        head = opened.execute("SELECT seq, mac FROM protect_audithead WHERE id = 1").fetchone()
    return f"{head[0]}-{head[1][:16]}" if head and head[0] else "0-" + "0" * 16


# --- one file


class _Parts:
    """The parts of a backup as one tar that is read from start to end; what was read is known for the manifest, which comes last."""

    def __init__(self, home: Home, shots: list[Path], about: dict[str, Any], canary: Mapping[str, str], progress: Progress) -> None:
        self._shots, self._about, self._canary, self._progress = shots, about, canary, progress
        sealed = [(f"files/{path.name}", path) for path in sorted(home.files.glob("*.sealed"))]
        spooled = [(f"spool/{path.name}", path) for path in sorted(home.spool.glob("*.jsonl"))]
        self._files = [*((path.name, path) for path in shots), *(one for one in (*sealed, *spooled) if backups.is_part(one[0]))]
        if home.erasures.exists():
            self._files.append(("keyring/erasures", home.erasures))
        self._total = sum(path.stat().st_size for _name, path in self._files if path.exists())
        self._found: dict[str, Part] = {}
        self._rows = {table: count for path in shots for table, count in rows_in(path).items()}
        self._done = 0

    def manifest(self) -> Manifest:
        """What was read so far."""
        return Manifest(self._found, self._rows, _anchor_in(self._shots[0]) if self._shots[0].exists() else "", self._canary)

    def chunks(self) -> Iterator[bytes]:
        """The tar, piece by piece."""
        yield from _member(ABOUT, json.dumps(self._about).encode())
        for name, path in self._files:
            yield from self._file(name, path)
        yield from _member(MANIFEST, json.dumps(self.manifest().to_plain()).encode())
        yield _END

    def _file(self, name: str, path: Path) -> Iterator[bytes]:
        try:
            source = path.open("rb")
        except FileNotFoundError:  # destroyed meanwhile: then nothing names it any more
            return
        with source:
            size, left, digest = os.fstat(source.fileno()).st_size, os.fstat(source.fileno()).st_size, hashlib.sha256()
            yield _header(name, size)
            while left and (chunk := source.read(min(_CHUNK, left))):
                left -= len(chunk)
                digest.update(chunk)
                self._done += len(chunk)
                self._progress(self._done, max(self._total, self._done))
                yield chunk
            if left:
                raise BackupError(f"{name} became shorter while it was read. Take the backup again.")
            yield bytes(-size % tarfile.BLOCKSIZE)
        self._found[name] = Part(digest.hexdigest(), size)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _member(name: str, content: bytes) -> Iterator[bytes]:
    yield _header(name, len(content)) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def _write(parts: _Parts, file: Path, recipients: list[str]) -> str:
    """Write the sealed file whole or not at all; return its SHA-256."""
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".titip-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            reader, writer = Reader(parts.chunks()), Writer(target)
            try:
                age.encrypt(reader, writer, recipients)  # type: ignore[arg-type]
            except pyrage.EncryptError:
                raise reader.error or writer.error or BackupError("Sealing the backup failed. Nothing was kept of it.") from None
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, file)
        flush_folder(file.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return writer.hexdigest()


@contextmanager
def _told_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except age.BadRecipient:
        raise BackupError("One of the further recipients is not an age recipient. It looks like age1… and has 62 characters.") from None
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise NoRoom("The disk ran full while the databases were copied. Nothing was kept of it, and the data are as they were.") from None
        raise BackupError(f"The databases could not be read for the backup: {error}. Look with 'titip doctor'.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NoRoom(f"The backup could not be written to {folder}: {reason}. Nothing was kept of it, and the data are as they were.") from None
