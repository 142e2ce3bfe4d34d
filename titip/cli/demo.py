"""Makes a practice organisation of made-up people and serves it."""

import argparse
import json
import os
import threading
import time
from pathlib import Path

from titip.cli.framework import migrate, pending, prepare, start_django, unknown
from titip.cli.output import Exit, complain, fail, progress, say
from titip.cli.serve import add_arguments as add_serve_arguments
from titip.cli.serve import running_file, serve
from titip.kit.home import Home, find_home

#: It opens practice folders only: whether a keyring is for practice is sealed into it and cannot be edited in or out.
PASSPHRASE = "practice lantern ferry orchid"  # noqa: S105 - printed for everybody
#: Stands while the practice organisation is being made, so that a broken-off making is begun anew.
MAKING = "practice-is-being-made"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--no-serve", action="store_true", help="make the practice organisation and stop")
    parser.add_argument("--people", type=int, default=120, help="how many made-up people (default 120)")
    add_serve_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Make what is not there yet, then serve it, unlocked."""
    if args.people < 1:
        fail("--people: one made-up person at least.", Exit.WRONG_USE)
    home = practice_home(args.home)
    os.environ["TITIP_HOME"] = str(home.root)  # the server's own process looks here
    refuse_real(home)
    make(home, people=args.people)
    if args.no_serve:
        say(f"The practice organisation stands in {home.root}. Serve it with: titip demo")
        return Exit.OK
    threading.Thread(target=_unlock_when_ready, args=(home,), daemon=True).start()
    return serve(home, host=args.host, port=args.port)


def practice_home(given: str | None) -> Home:
    """The folder: as everywhere in a checkout or where a folder is named; else beside the user's data, never in the folder meant for real ones."""
    home = find_home(given)
    if given or os.environ.get("TITIP_HOME") or (home.root.parent / "Makefile").exists():
        return home
    return Home(home.root.with_name("titip-practice"))


def refuse_real(home: Home) -> None:
    """A folder with a real organisation's keyring, or with data and no keyring, is left alone."""
    if not home.keyring.exists():
        if home.has_data and not (home.root / MAKING).exists():
            fail(f"{home.root} holds data but no keyring. Practice people are not put there; choose another folder with --home.", Exit.WRONG_USE)
        return
    start_django()
    from titip.protect.vault import keyring

    if not keyring.load(home.keyring).practice:
        fail(f"{home.root} holds a real organisation. Practice people are never put among real ones; choose another folder with --home.", Exit.WRONG_USE)


def make(home: Home, *, people: int) -> None:
    """Make the practice organisation where it is not there; what a broken-off making left is removed first."""
    home.make()
    marker = home.root / MAKING
    if marker.exists():
        remove_half_made(home)
    elif home.keyring.exists():
        _bring_forward()
        return
    marker.touch()
    begun = time.monotonic()
    start_django()
    prepare()
    from titip.govern import practice
    from titip.govern.practice.preparing import make_ready
    from titip.protect.actions import keys

    code = keys.init(passphrase=PASSPHRASE, practice=True, label="practice")
    keys.unlock(passphrase=PASSPHRASE, where="command")
    make_ready(code=code)
    for _ in progress(practice.make(people=people), label="Making a practice organisation", total=people):
        pass
    marker.unlink()
    say(f"A practice organisation with {people} made-up people stands in {home.root} (made in {time.monotonic() - begun:.0f} s).")


def _bring_forward() -> None:
    """Made-up people of an earlier version need no backup first."""
    start_django()
    if any(pending()) and not unknown():
        migrate()


def remove_half_made(home: Home) -> None:
    """Only what a making writes, and only where one was broken off."""
    if home.database.exists():
        fail("Making the practice organisation was broken off. Drop its three databases and make them anew, remove its folder, then begin again.")
    for database in (home.app_db, home.vault_db, home.keys_db):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
    home.keyring.unlink(missing_ok=True)
    for anchor in home.anchors.glob("titip-*.txt"):
        anchor.unlink()  # of a log that is begun anew
    for spooled in home.spool.glob("*.jsonl"):
        spooled.unlink()


def _unlock_when_ready(home: Home) -> None:
    """The server starts locked, like every server; here its passphrase is no secret."""
    from titip.cli.keys import UNLOCK, ask

    running_file(home).unlink(missing_ok=True)
    for _ in range(1200):
        time.sleep(0.1)
        try:
            server = json.loads(running_file(home).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        answer = ask(server, UNLOCK, json.dumps({"passphrase": PASSPHRASE}), {})
        if answer.get("locked", True):
            complain(f"The server stays locked: {answer.get('message', 'it did not answer')}. Unlock it on its page with: {PASSPHRASE}")
        else:
            _welcome()
        return


def _welcome() -> None:
    from titip.govern.practice import COLLEAGUES

    say("\nPRACTICE: made-up people only. On the sign-in page press a colleague's name; no passphrase is needed, and the code is shown.")
    for one in COLLEAGUES:
        say(f"  {one.name:24} {one.label}")
    say(f"  The server's own passphrase, should it lock itself: {PASSPHRASE}\n")
