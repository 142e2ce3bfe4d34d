"""Makes a practice organisation of any size, of made-up people, for learning and for measuring."""

import argparse
import os
import time

from titip.cli.demo import MAKING, PASSPHRASE, practice_home, refuse_real, remove_half_made
from titip.cli.framework import prepare, start_django
from titip.cli.output import Exit, fail, progress_of, say
from titip.kit.home import Home

SEED = 2018


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    make = verbs.add_parser("make", help="fill an empty folder with made-up people: the same for the same seed and day, but for their keys")
    make.add_argument("--persons", type=int, default=10_000, metavar="N", help="how many registrations, up to 1,000,000 (default 10,000)")
    make.add_argument("--seed", type=int, default=SEED, metavar="S", help=f"who they are (default {SEED})")
    make.add_argument("--one-process", action="store_true", help="leave the second processor alone")


def run(args: argparse.Namespace) -> int:
    """Make the house; a making that was broken off is begun anew."""
    home = practice_home(args.home)
    os.environ["TITIP_HOME"] = str(home.root)
    refuse_real(home)
    begun = time.monotonic()
    _begin(home)
    start_django()
    prepare()
    from titip.govern.practice import scale
    from titip.govern.practice.preparing import make_ready
    from titip.protect.actions import keys

    if not 1 <= args.persons <= scale.MOST:
        (home.root / MAKING).unlink()
        fail(f"--persons is a number from 1 to {scale.MOST:,}.", Exit.WRONG_USE)
    code = keys.init(passphrase=PASSPHRASE, practice=True, label="practice")
    keys.unlock(passphrase=PASSPHRASE, where="command")
    make_ready(code=code)
    for _ in progress_of(scale.make(people=args.persons, seed=args.seed, alone=args.one_process)):
        pass
    keys.lock(actor_code="system")
    (home.root / MAKING).unlink()
    _report(home, args.persons, time.monotonic() - begun)
    return Exit.OK


def _begin(home: Home) -> None:
    home.make()
    marker = home.root / MAKING
    if marker.exists():
        remove_half_made(home)
    elif home.keyring.exists() or home.has_data:
        fail(f"{home.root} holds a practice organisation already. Choose another folder with --home, or remove that one first.", Exit.WRONG_USE)
    marker.touch()


def _size_of_stores() -> int:
    """Bytes of the three stores, wherever they are. Needs ``start_django`` first."""
    from django.conf import settings

    from titip.protect.reads.database import look, on_postgres

    if on_postgres():
        return sum(seen.size for seen in look())
    return sum(path.stat().st_size for path in (settings.HOME.app_db, settings.HOME.vault_db, settings.HOME.keys_db))


def _report(home: Home, persons: int, seconds: float) -> None:
    size = _size_of_stores()
    say(
        f"A practice organisation with {persons:,} made-up registrations stands in {home.root}: made in {seconds:.0f} s "
        f"({persons / seconds:,.0f} a second), {size / 1e9:.2f} GB. Serve it with: titip demo --home {home.root}"
    )
