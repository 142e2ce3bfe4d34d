"""Proves that the log of who did what is whole."""

import argparse

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import Exit, emit_json, fail, say
from titip.kit.home import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    verify = verbs.add_parser("verify", help="check every entry; needs a passphrase of the keyring, for its codes are made with a key")
    verify.add_argument("--anchor", metavar="NUMBER-CODE", help="the digest noted outside earlier: finds an end that was cut off and a log that was rewritten")
    verify.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(verify)


def run(args: argparse.Namespace) -> int:
    """Verify; 0 where the log holds, 5 where it does not."""
    home = find_home(args.home)
    if not home.app_db.exists():
        fail(f"There is no organisation in {home.root}. Name its folder with --home.", Exit.WRONG_USE)
    start_django()
    refuse_other_version()
    from titip.protect import vault
    from titip.protect.actions import audit

    ours = vault.is_locked()
    if ours:
        vault.unlock(read_passphrase(args.passphrase_file))
    try:
        report = audit.verify(args.anchor)
    except audit.BadAnchor as error:
        fail(str(error), Exit.WRONG_USE)
    finally:
        if ours:
            vault.lock()
    _show(report, as_json=args.json)
    return Exit.OK if report.ok else Exit.DAMAGED


def _show(report, *, as_json: bool) -> None:
    if as_json:
        emit_json(report)
        return
    if report.ok:
        anchored = " The anchor fits." if report.anchored else ""
        say(f"The log holds: {report.events} entries, {report.checkpoints} checkpoints.{anchored}")
        if not report.anchored and report.events:
            say("An end that was cut off shows only against an anchor noted outside: give one with --anchor.")
    else:
        say(f"The log does not hold. First entry at fault: {report.first_bad}.")
        for fault in report.faults:
            say(f"  {fault.seq}: {fault.what}")
    say(f"Anchor, to note outside this machine: {report.anchor}")
