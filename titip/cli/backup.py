"""Takes a sealed backup while the server runs; with --drill proves that it can be restored."""

import argparse
import time
from pathlib import Path

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import take_passphrase, unlocked
from titip.cli.output import Exit, Meter, complain, emit_json, fail, say
from titip.kit.home import Home, find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("folder", nargs="?", help="where the backup goes: another disk, not this one")
    parser.add_argument("--drill", action="store_true", help="prove it: back up, restore into a folder of its own, open, count, throw away")
    parser.add_argument("--keyring-to", metavar="FOLDER", help="put the keyring's copy there (default: beside the backup)")
    parser.add_argument("--no-keyring", action="store_true", help="no copy of the keyring: it is kept elsewhere")
    parser.add_argument("--also-to", action="append", default=[], metavar="RECIPIENT", help="a further age recipient (age1…); may be given again")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(parser)


def run(args: argparse.Namespace) -> int:
    """Back up, or drill."""
    home = find_home(args.home)
    if not home.keyring.exists() or not home.app_db.exists():
        fail(f"There is no organisation in {home.root}. Name its folder with --home.")
    start_django()
    refuse_other_version()
    return _drill(home, args) if args.drill else _back_up(home, args)


def _back_up(home: Home, args: argparse.Namespace) -> int:
    from titip.protect.actions.backing_up import back_up

    if not args.folder:
        fail("Name the folder where the backup goes, on another disk: titip backup /media/usb")
    folder = Path(args.folder).expanduser().resolve()
    if folder == home.root or home.root in folder.parents:
        fail(f"{folder} lies inside the house itself: what takes the house takes the backup too. Name a folder on another disk.")
    begun = time.monotonic()
    with Meter("Backing up") as meter:
        made = back_up(folder=folder, keyring_folder=_keyring_folder(folder, args), also_to=args.also_to, actor_code="command", progress=meter.show)
    seconds = round(time.monotonic() - begun, 1)
    if args.json:
        emit_json({"file": made.file, "bytes": made.size, "sha256": made.sha256, "rows": sum(made.rows.values()), "keyring": made.keyring, "seconds": seconds})
        return Exit.OK
    say(f"Backup: {made.file}\n{made.size / 1e6:.1f} MB in {seconds} s, SHA-256 {made.sha256}")
    if made.keyring:
        say(f"Keyring copy: {made.keyring}\nWhoever has both still needs a passphrase. Apart is better: see --keyring-to.")
    else:
        complain("The keyring is not in it. Without a copy of keyring/keyring.json this backup opens nothing.")
    return Exit.OK


def _keyring_folder(folder: Path, args: argparse.Namespace) -> Path | None:
    if args.no_keyring:
        return None
    return Path(args.keyring_to).expanduser().resolve() if args.keyring_to else folder


def _drill(home: Home, args: argparse.Namespace) -> int:
    from titip.protect.actions.drilling import drill

    with unlocked(home, args, asked="A passphrase, or better the code on the recovery sheet: ") as passphrase, Meter("Drill") as meter:
        came = drill(passphrase=passphrase, actor_code="command", progress=meter.show)
    if args.json:
        emit_json(came)
    elif came.passed:
        counts = came.counts
        say(f"Passed in {came.seconds} s: {counts['rows']} rows came back.")
        say(f"Opened as a sample: {counts['keys']} keys, {counts['values']} sealed answers, {counts['files']} files.")
    else:
        complain(f"Failed: {came.why}")
    return Exit.OK if came.passed else Exit.PROBLEMS


