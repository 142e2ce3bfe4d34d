"""Takes a sealed backup while the server runs; with --drill proves that it can be restored."""

import argparse
import time
from pathlib import Path

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import SECOND, read_passphrase, take_passphrase, unlocked
from titip.cli.output import Exit, Meter, complain, emit_json, fail, say
from titip.kit.home import Home, find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("folder", nargs="?", help="where the backup goes: another disk, not this one")
    parser.add_argument("--drill", action="store_true", help="prove it: back up, restore into a folder of its own, open, count, throw away")
    parser.add_argument("--keyring-to", metavar="FOLDER", help="put the keyring's copy there (default: beside the backup)")
    parser.add_argument("--no-keyring", action="store_true", help="no copy of the keyring: it is kept elsewhere")
    parser.add_argument("--also-to", action="append", default=[], metavar="RECIPIENT", help="a further age recipient (age1…); may be given again")
    parser.add_argument("--scheduled", action="store_true", help="by the machine's clock: asks nobody, also where two people are needed; no --also-to then")
    parser.add_argument("--second-passphrase-file", metavar="FILE", help="where two people are needed: read the second's from the first line of FILE")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(parser)


def run(args: argparse.Namespace) -> int:
    """Back up, or drill."""
    home = find_home(args.home)
    if not home.keyring.exists() or not home.has_data:
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
    _ask_two(home, args)
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


def _ask_two(home: Home, args: argparse.Namespace) -> None:
    """Where two people are needed, both type their passphrases before anything leaves the machine by hand."""
    from titip.protect.actions.slots import prove_two
    from titip.protect.vault import keyring

    if not keyring.load(home.keyring).two:
        return
    if args.scheduled:
        if args.also_to:
            fail("A further recipient opens the backup alone, and this house needs two people. Take it by hand, with both passphrases.", Exit.WRONG_USE)
        return
    complain("This house needs two people. Let each type her own passphrase; a backup by the clock takes --scheduled and asks nobody.")
    first = read_passphrase(args.passphrase_file, asked="The passphrase of the first person: ")
    prove_two(first=first, second=read_passphrase(args.second_passphrase_file, asked=SECOND), what="backup", actor_code="command")


def _keyring_folder(folder: Path, args: argparse.Namespace) -> Path | None:
    if args.no_keyring:
        return None
    return Path(args.keyring_to).expanduser().resolve() if args.keyring_to else folder


def _drill(home: Home, args: argparse.Namespace) -> int:
    from titip.protect.actions.drilling import drill

    with unlocked(home, args, asked="A passphrase, or better the code on the recovery sheet: ") as passphrase, Meter("Drill") as meter:
        came = drill(passphrase=passphrase, second=args.second, actor_code="command", progress=meter.show)
    if args.json:
        emit_json(came)
    elif came.passed:
        counts = came.counts
        say(f"Passed in {came.seconds} s: {counts['rows']} rows came back.")
        say(f"Opened as a sample: {counts['keys']} keys, {counts['values']} sealed answers, {counts['files']} files.")
    else:
        complain(f"Failed: {came.why}")
    return Exit.OK if came.passed else Exit.PROBLEMS


