"""Does the work in the background: beside the server on larger sites, or once."""

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import Exit, complain, emit_json, fail, say
from titip.kit.home import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--once", action="store_true", help="do what is due now, then end (for a machine that starts it by its own clock)")
    parser.add_argument("--unlock", action="store_true", help="ask for a passphrase and hold the keys in this process; without it, work that needs them waits")
    parser.add_argument("--json", action="store_true", help="with --once: one object on standard output")
    take_passphrase(parser)


def run(args: argparse.Namespace) -> int:
    """Work until interrupted, or once."""
    home = find_home(args.home)
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Name its folder with --home.", Exit.WRONG_USE)
    start_django()
    refuse_other_version()
    if args.unlock or args.passphrase_file:
        from titip.protect.actions import keys

        keys.unlock(passphrase=read_passphrase(args.passphrase_file), where="worker")
    return _once(args) if args.once else _until_stopped(home.root)


def _once(args: argparse.Namespace) -> int:
    from titip.protect.actions.background import Runner
    from titip.protect.reads.work import waiting_for_unlock

    handed = Runner().once()
    if handed is None:
        fail("A server or another worker does this work already over this folder.", Exit.PROBLEMS)
    locked = waiting_for_unlock()
    if args.json:
        emit_json({"done": handed, "waiting_for_unlock": locked})
    else:
        say(f"Begun and ended: {handed}. Waiting for unlock: {locked}.")
        if locked:
            say("What waits runs once the server is unlocked, or with: titip worker --once --unlock")
    return Exit.OK


def _until_stopped(root: Path) -> int:
    from titip.protect.actions.background import Runner

    runner = Runner(threading.Event())

    def stop(number: int, frame: FrameType | None) -> None:
        complain("Stopping at the next pause.")
        runner.stop.set()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    say(f"Working in the background over {root}. Ctrl+C stops it. Where a server works already, this one stands by.")
    runner.run()
    return Exit.OK
