"""An organisation's folder made ready for a command, and the passphrase that opens its keyring."""

import argparse

from titip.cli.output import fail
from titip.kit.home import Home, find_home


def organisation(given: str | None) -> Home:
    """The organisation's folder with its stores ready. Ends the noun where there is none."""
    home = find_home(given)
    if not home.has_data or not home.keyring.exists():
        fail(f"There is no organisation in {home.root}. Name its folder with --home, or make one: 'titip demo' for practice, 'titip init' for real.")
    from titip.cli.framework import prepare, start_django

    start_django()
    prepare()
    return home


def passphrase(home: Home, args: argparse.Namespace) -> str:
    """The keyring's passphrase; a practice folder's is no secret."""
    from titip.cli.demo import PASSPHRASE
    from titip.cli.keys import read_passphrase
    from titip.protect.vault import keyring

    return PASSPHRASE if keyring.load(home.keyring).practice else read_passphrase(args.passphrase_file)
