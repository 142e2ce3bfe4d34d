"""Brings an organisation's data to this version, after a backup; with --back, to where they were."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from titip.cli.framework import collect_static, migrate, pending, refuse_unreachable, start_django, unknown
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import CommandError, Exit, Meter, emit_json, fail, say
from titip.cli.serve import only_server
from titip.kit.home import Home, find_home

#: What the last upgrade did, for the way back.
_NOTE = "upgraded.json"
_NAMES = ("app.sqlite3", "vault.sqlite3", "keys.sqlite3")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--to", metavar="FOLDER", help="where the backup goes (default: a folder beside the organisation's)")
    parser.add_argument("--back", action="store_true", help="restore the backup that the last upgrade took; what was entered since is backed up first")
    parser.add_argument("--yes", action="store_true", help="with --back: do not ask whether what was entered since may go")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(parser)


def run(args: argparse.Namespace) -> int:
    """Upgrade, or go back. No server may run meanwhile."""
    home = find_home(args.home)
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Name its folder with --home.")
    home.make()
    with only_server(home):
        start_django()
        refuse_unreachable()
        return _back(home, args) if args.back else _upgrade(home, args)


# --- forwards


def _upgrade(home: Home, args: argparse.Namespace) -> int:
    if later := unknown():
        fail(f"A later version of Titip made these data ({later[0]}). Install that version, or go back with 'titip upgrade --back'.", Exit.PROBLEMS)
    steps = list(pending())
    if not steps:
        _tell(args, {"migrations": 0}, "These data are of this version already. Nothing was changed.")
        return Exit.OK
    begun = time.monotonic()
    made = _back_up(home, args, why="before-upgrade")
    if home.database.exists():
        _migrate_elsewhere(made)
    else:
        with tempfile.TemporaryDirectory(prefix="upgrade-", dir=home.run) as scratch:
            _migrate_or_put_back(home, Path(scratch))
    collect_static()
    note = {"file": str(made.file), "sha256": made.sha256, "events": _events(home), "migrations": [f"{store}:{name}" for store, name in steps]}
    (home.root / _NOTE).write_text(json.dumps(note, indent=1), encoding="utf-8")
    (home.root / _NOTE).chmod(0o600)
    _enter(made, len(steps))
    seconds = round(time.monotonic() - begun, 1)
    told = {"migrations": len(steps), "backup": made.file, "keyring": made.keyring, "seconds": seconds}
    way_back = "Restore that file into three empty databases." if home.database.exists() else "'titip upgrade --back'."
    _tell(args, told, f"Upgraded: {len(steps)} steps in {seconds} s. The data as they were: {made.file}\nNot as you wanted it? {way_back}")
    return Exit.OK


def _back_up(home: Home, args: argparse.Namespace, *, why: str) -> Any:
    from titip.protect import vault
    from titip.protect.actions import keys
    from titip.protect.actions.backing_up import back_up

    if not home.backup_recipient.exists():  # a house from before there were backups: its key is derived from the keyring, once
        vault.unlock(read_passphrase(args.passphrase_file, asked="A passphrase of the keyring, so that the backup can be sealed: "))
        try:
            keys.note_recipient()
        finally:
            vault.lock()
    folder = Path(args.to).expanduser().resolve() if args.to else home.root.parent / f"{home.root.name}-backups"
    with Meter("Backup first") as meter:
        return back_up(folder=folder, keyring_folder=folder, actor_code="command", why=why, progress=meter.show)


def _migrate_or_put_back(home: Home, scratch: Path) -> None:
    """Migrate; where anything fails or rows are lost, the databases are as they were before."""
    from titip.protect.actions.backing_up import rows_in, snapshot
    from titip.protect.rules.backups import lost_rows

    shots = snapshot(home, scratch)
    before = {table: count for shot in shots for table, count in rows_in(shot).items()}
    try:
        migrate()
        _close()
        after = {table: count for name in _NAMES for table, count in rows_in(home.root / name).items()}
        trouble = f"rows were lost in {lost[0]}" if (lost := lost_rows(before, after)) else "steps are still missing" if any(pending()) else ""
    except Exception as error:
        trouble = f"{type(error).__name__}: {str(error)[:200]}"
    if trouble:
        _put(home, shots)
        fail(f"The upgrade failed ({trouble}). The data are as they were before it; go on with the version you had, and report this.", Exit.PROBLEMS)


def _migrate_elsewhere(made: Any) -> None:
    """Migrate PostgreSQL; each step whole or not at all, and the backup is the way back."""
    from titip.protect.actions.crossing import row_counts
    from titip.protect.rules.backups import lost_rows

    before = row_counts()
    try:
        migrate()
        trouble = f"rows were lost in {lost[0]}" if (lost := lost_rows(before, row_counts())) else "steps are still missing" if any(pending()) else ""
    except Exception as error:
        trouble = f"{type(error).__name__}: {str(error)[:200]}"
    if trouble:
        fail(f"The upgrade failed ({trouble}). Restore {made.file} into three empty databases with the version you had, and report this.", Exit.PROBLEMS)


def _put(home: Home, shots: list[Path]) -> None:
    """Set the copies in the place of the databases. Nobody else has them open: the server's lock is held."""
    _close()
    for shot in shots:
        target = home.root / shot.name
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        os.replace(shot, target)
        target.chmod(0o600)


def _close() -> None:
    from django.db import connections

    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _enter(made: Any, steps: int) -> None:
    """What was done, in the log; while locked it waits in the spool."""
    from titip.protect.actions.audit import NewEvent, record_even_locked
    from titip.protect.actions.backing_up import note

    note(made, "command")
    record_even_locked(NewEvent("protect.upgrade", "command", detail={"steps": steps, "sha256": made.sha256[:16]}))


def _events(home: Home) -> int:
    from titip.protect.actions.backing_up import rows_in
    from titip.protect.actions.crossing import row_counts

    if home.database.exists():
        return row_counts().get("app.protect_auditevent", 0)
    return rows_in(home.app_db).get("app.protect_auditevent", 0)


# --- back


def _back(home: Home, args: argparse.Namespace) -> int:
    """The databases as they were before the last upgrade. What was entered since is in a backup of its own, taken first."""
    from titip.protect import vault
    from titip.protect.actions import restoring
    from titip.protect.vault import age

    note = _noted(home)
    if home.database.exists():
        fail(f"In PostgreSQL there is no way back in one step. Make three empty databases and restore {note['file']} into a new folder with 'titip restore'.")
    since = _events(home) - int(note["events"])
    _ask(args, since)
    passphrase = read_passphrase(args.passphrase_file, asked="A passphrase of the keyring, or the code on the recovery sheet: ")
    kept = _back_up(home, args, why="before-back")
    vault.unlock(passphrase)
    beside = Home(home.run / "going-back")
    shutil.rmtree(beside.root, ignore_errors=True)
    beside.make()
    try:
        with Meter("Going back") as meter:
            unpacked = restoring.unpack(Path(note["file"]), beside, age.identities(), meter.show)
        restoring.check_databases(beside, unpacked.manifest)
        _put(home, [beside.root / name for name in _NAMES])
        _fetch_files(beside, home)
    finally:
        vault.lock()
        shutil.rmtree(beside.root, ignore_errors=True)
    (home.root / _NOTE).unlink()
    version = unpacked.about["version"]
    told = {"version": version, "rows": sum(unpacked.manifest.rows.values()), "kept": kept.file, "since": since}
    _tell(args, told, f"Gone back: the data are those of version {version}. Install that version now; this one would ask for an upgrade again.\n"
                      f"What was entered since the upgrade ({since} entries of the log) is in {kept.file}.")
    return Exit.OK


def _noted(home: Home) -> dict[str, Any]:
    try:
        note = json.loads((home.root / _NOTE).read_text(encoding="utf-8"))
        if Path(note["file"]).is_file():
            return dict(note)
    except FileNotFoundError:
        fail("There is no upgrade to go back from. An older state is put into an empty folder with 'titip restore'.")
    except (ValueError, KeyError, TypeError):
        pass
    fail("The backup that the upgrade took is not where it was. Put it back there, or restore it into an empty folder with 'titip restore'.", Exit.PROBLEMS)


def _ask(args: argparse.Namespace, since: int) -> None:
    if args.yes:
        return
    question = f"Since the upgrade the log has {since} more entries. What they entered leaves the house (a backup keeps it). Type 'back' to do it: "
    if not sys.stdin.isatty() or input(question).strip().lower() != "back":
        raise CommandError("Nothing was changed. Give --yes, or type 'back' when asked.", Exit.WRONG_USE)


def _fetch_files(beside: Home, home: Home) -> None:
    """Sealed files that were destroyed since come back; those that came since stay, and nothing names them."""
    for path in beside.files.glob("*.sealed"):
        if not (home.files / path.name).exists():
            os.replace(path, home.files / path.name)


def _tell(args: argparse.Namespace, told: dict[str, Any], sentence: str) -> None:
    if args.json:
        emit_json(told)
    else:
        say(sentence)
