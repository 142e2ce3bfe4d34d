"""Proves that the log of who did what is whole, and keeps its digest outside the databases."""

import argparse
from pathlib import Path

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import Exit, emit_json, fail, say
from titip.kit.home import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    verify = verbs.add_parser("verify", help="check every entry; needs a passphrase of the keyring, for its codes are made with a key")
    verify.add_argument(
        "--anchor", metavar="NUMBER-CODE|FILE|FOLDER",
        help="the digest noted outside earlier, or where files with digests lie: finds an end that was cut off and a log that was rewritten",
    )
    verify.add_argument("--json", action="store_true", help="one object on standard output")
    take_passphrase(verify)
    anchor = verbs.add_parser("anchor", help="write the digest of this moment into a short file outside the databases; needs no passphrase")
    anchor.add_argument("--to", metavar="FOLDER", type=Path, help="where to (else anchors/ in the organisation's folder): a stick, a share")
    anchor.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Verify, or write an anchor; 0 where the log holds, 5 where it does not or a kept anchor does not fit."""
    home = find_home(args.home)
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Name its folder with --home.", Exit.WRONG_USE)
    start_django()
    refuse_other_version()
    from titip.protect.reads.house_clock import on_house_clock

    with on_house_clock():
        return _anchor(args) if args.verb == "anchor" else _verify(args)


def _anchor(args: argparse.Namespace) -> int:
    from titip.protect.actions import watching
    from titip.protect.reads.weekly import kept_anchors, unfit

    try:
        anchor, file = watching.note_anchor(actor_code="command", folder=args.to)
    except OSError as error:
        fail(f"--to: the anchor could not be written ({error.strerror or type(error).__name__}). Name a folder that can be.", Exit.PROBLEMS)
    bad = unfit(kept_anchors().anchors)
    if args.json:
        emit_json({"anchor": anchor, "file": str(file), "unfit": list(bad)})
    else:
        say(f"Anchor: {anchor}")
        say(f"Written to {file}")
        for one in bad:
            say(f"The kept anchor {one} does not fit the log: its end was cut off, it was rewritten, or an older backup was restored.")
    return Exit.DAMAGED if bad else Exit.OK


def _verify(args: argparse.Namespace) -> int:
    from titip.protect import vault
    from titip.protect.actions import audit
    from titip.protect.reads.weekly import kept_anchors

    ours = vault.is_locked()
    if ours:
        vault.unlock(read_passphrase(args.passphrase_file))
    try:
        one, more = _given(args.anchor)
        report = audit.verify(one, kept=[*more, *kept_anchors().anchors])
    except audit.BadAnchor as error:
        fail(str(error), Exit.WRONG_USE)
    finally:
        if ours:
            vault.lock()
    _show(report, as_json=args.json)
    return Exit.OK if report.ok else Exit.DAMAGED


def _given(text: str | None) -> tuple[str | None, list[str]]:
    """An anchor as typed, and those that the file or the folder holds where one is named."""
    from titip.protect.reads.weekly import anchors_in

    place = Path(text) if text else None
    if place is None or not place.exists():
        return text, []
    try:
        found = {anchor for file in (sorted(place.glob("*.txt")) if place.is_dir() else [place]) for anchor in anchors_in(file)}
    except OSError as error:
        fail(f"--anchor: {place} could not be read ({type(error).__name__}).", Exit.WRONG_USE)
    if not found:
        fail(f"--anchor: {place} holds no anchor. One looks like 1204-9f86d081884c7d65.", Exit.WRONG_USE)
    return None, sorted(found)


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
