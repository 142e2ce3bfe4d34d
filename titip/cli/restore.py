"""Restores a backup into an empty folder, and proves that it opens."""

import argparse
import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from titip.cli.framework import migrate, pending, start_django, unknown
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import Exit, Meter, emit_json, fail, say
from titip.kit import postgres
from titip.kit.home import Home, find_home

#: Where a restore is made before anything is moved; removed when it fails, and when an earlier one was broken off.
_BESIDE = ".restoring"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("file", help="the backup: titip-backup-….age")
    parser.add_argument("--keyring", metavar="FILE", help="the keyring's copy (default: the one beside the backup)")
    parser.add_argument("--erasures", metavar="FILE", action="append", default=[], help="a further list of erasures to replay, beside those at hand")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(parser)


def run(args: argparse.Namespace) -> int:
    """Restore into ``--home``; nothing is moved there before everything is proven."""
    begun = time.monotonic()
    home, file = find_home(args.home), Path(args.file).expanduser().resolve()
    if not file.is_file():
        fail(f"There is no file {file}. Name the backup: titip restore /media/usb/titip-backup-….age")
    copy = keyring_copy(file, args.keyring)
    passphrase = read_passphrase(args.passphrase_file, asked="A passphrase of the keyring, or the code on the recovery sheet: ")
    address = os.environ.pop(postgres.SETTING, "")  # proven as SQLite files beside, wherever it goes then
    beside = begin(home)
    try:
        if address:
            _refuse_filled(address)
        lists = [*map(Path, args.erasures), *_lists_beside(file, copy)]
        told = restore_beside(file, copy, beside, passphrase, home=home, erasures=lists, address=address)
    except BaseException:
        with suppress(Exception):
            _let_go()
        shutil.rmtree(beside.root, ignore_errors=True)
        raise
    told["seconds"] = round(time.monotonic() - begun, 1)
    _tell(home, told, args)
    return Exit.OK


def keyring_copy(file: Path, given: str | None) -> Path:
    """The keyring's copy: as named, or the only one beside the backup."""
    if given:
        return Path(given).expanduser().resolve()
    beside = sorted(file.parent.glob("titip-keyring-*.json"))
    house = file.name.split("-")[2] if file.name.count("-") >= 2 else ""
    fitting = [path for path in beside if path.stem.endswith(house)] if house else beside
    if len(fitting) != 1:
        fail(f"Beside {file.name} lies no keyring copy that fits. Name it with --keyring: without it nothing opens.", Exit.LOCKED)
    return fitting[0]


def _lists_beside(file: Path, copy: Path) -> list[Path]:
    """The lists of erasures that lie beside the backup and beside the keyring's copy: those of the same house, whatever backup was taken last."""
    name = copy.name.replace("titip-keyring-", "titip-erasures-").replace(".json", ".txt")
    return [path for path in {file.parent / name, copy.parent / name} if path.is_file() and name.startswith("titip-erasures-")]


def begin(home: Home) -> Home:
    """A folder beside the data to restore into; the web application's settings look there from now on. Refuses a folder with data."""
    beside = Home(home.root / _BESIDE)
    os.environ["TITIP_HOME"] = str(beside.root)
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("app.sqlite3", "vault.sqlite3", "keys.sqlite3", "database"):
        if (home.root / name).exists():
            fail(f"{home.root} holds data already ({name}). A backup is only put into an empty folder: choose another with --home.")
    shutil.rmtree(beside.root, ignore_errors=True)  # of a restore that was broken off
    beside.make()
    start_django()
    return beside


def _refuse_filled(address: str) -> None:
    from titip.protect.actions import crossing

    try:
        crossing.refuse_filled(postgres.parse(address))
    except postgres.BadAddress as error:
        fail(str(error), Exit.WRONG_USE)


def restore_beside(
    file: Path, copy: Path, beside: Home, passphrase: str, *, home: Home, erasures: Sequence[Path] = (), address: str = "",
) -> dict[str, Any]:
    """Unpack and prove beside, then move in; into PostgreSQL where ``address`` says where it is. Returns what was found."""
    from titip.protect import vault
    from titip.protect.actions import restoring
    from titip.protect.vault import age

    restoring.refuse_over_data(home)
    if not copy.is_file():
        fail(f"There is no keyring copy {copy}. Name it with --keyring: without it nothing opens.", Exit.LOCKED)
    shutil.copyfile(copy, beside.keyring)
    beside.keyring.chmod(0o600)
    _unlock(passphrase)
    with Meter("Restoring") as meter:
        unpacked = restoring.unpack(file, beside, age.identities(), meter.show)
    restoring.check_databases(beside, unpacked.manifest)
    _bring_forward()
    again, unread = restoring.replay(beside, [*erasures, home.erasures])
    vault.lock()
    _unlock(passphrase, logged=True)
    proof = restoring.prove(unpacked.manifest, open_answers)
    sha256 = _sha256(file)
    restoring.settle(actor_code="command", sha256=sha256, proof=proof, erased_again=again)
    _let_go()
    restoring.move_in(beside, home, _carry_in(beside, address) if address else _TO_MOVE)
    return {
        "home": home.root, "made": unpacked.about["made"], "rows": sum(unpacked.manifest.rows.values()), "keys": proof.keys, "values": proof.values,
        "files": proof.files, "events": proof.events, "log_holds": proof.log_holds, "canary": proof.canary, "sha256": sha256,
        "erased_again": again, "erasures_unread": unread,
    }


def _carry_in(beside: Home, address: str) -> Sequence[str]:
    """The three stores go into PostgreSQL; what is left to move is the rest. The files that were proven are removed."""
    from titip.protect.actions import crossing

    with Meter("Into PostgreSQL") as meter:
        crossing.bring_in(beside, address, meter.show)
    for path in (beside.app_db, beside.vault_db, beside.keys_db):
        path.unlink()
    postgres.note(beside, address)
    return ("database", *_TO_MOVE[3:])


_second: list[str] = []


def _unlock(passphrase: str, *, logged: bool = False) -> None:
    """With the passphrase, or where two people are needed with a second one, asked for once."""
    from titip.protect import vault
    from titip.protect.actions import keys

    try:
        vault.unlock(passphrase, *_second)
    except vault.SecondNeeded:
        _second.append(read_passphrase(None, asked="The passphrase of the second person: "))
        vault.unlock(passphrase, *_second)
    if logged:
        vault.lock()
        for one in (passphrase, *_second):
            with suppress(vault.SecondNeeded):
                keys.unlock(passphrase=one, where="restore")


_TO_MOVE = ("app.sqlite3", "vault.sqlite3", "keys.sqlite3", "files", "spool", "keyring")


def _bring_forward() -> None:
    """A backup of an earlier version is brought to this one; of a later one it is refused."""
    from django.core.management import call_command

    if later := unknown():
        fail(f"This backup was made by a later version of Titip ({later[0]}). Install that version, then restore.", Exit.PROBLEMS)
    if any(pending()):
        migrate()
    call_command("createcachetable", verbosity=0)  # which a backup out of PostgreSQL does not hold


def open_answers(most: int) -> int:
    """Open a sample of sealed answers through the room that has them."""
    from titip.register.reads.opening import open_sample

    return open_sample(most)


def _let_go() -> None:
    """Wipe the keys and close the databases, with nothing left in their logs."""
    from django.db import connections

    from titip.protect import vault

    vault.lock()
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _tell(home: Home, told: dict[str, Any], args: argparse.Namespace) -> None:
    if args.json:
        emit_json(told)
        return
    say(f"Restored into {home.root}: the house as it was on {told['made'][:16].replace('T', ' at ')} (UTC), {told['rows']} rows, in {told['seconds']} s.")
    say(f"Opened as a sample: {told['keys']} keys, {told['values']} sealed answers, {told['files']} files.")
    say("The log holds." if told["log_holds"] else "The log DOES NOT HOLD: run 'titip audit verify' and look into it.")
    say(f"Erased again, as it was after the backup was taken: {told['erased_again']} keys, by the list of erasures.")
    if told["erasures_unread"]:
        say(f"{told['erasures_unread']} lines of that list cannot be read: whom they name is not erased again. Name a better copy with --erasures.")
    say("Everybody signs in anew. A list that lies elsewhere is newer than this? Restore again, with --erasures.")


