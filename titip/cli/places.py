"""Finds places by any script and spelling, checks and brings in an organisation's own list of them."""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from titip.cli.opening import organisation, passphrase
from titip.cli.output import Exit, emit_json, fail, say, table
from titip.dictionary.gazetteer import Index, ListProblem, build, read_list, shipped, shipped_version

ACTOR = "command"
_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    told = verbs.add_parser("status", help="how many places are known, by country and level, and whether the index is current")
    found = verbs.add_parser("find", help="find a place by its name, in any letters and any spelling")
    found.add_argument("text", metavar="NAME")
    found.add_argument("--limit", type=int, default=10, help="how many at most (default: 10)")
    built = verbs.add_parser("build", help="build the index anew; the running server does it by itself")
    checked = verbs.add_parser("check", help="say what is wrong with a list of places; needs no organisation and keeps nothing")
    brought = verbs.add_parser("import", help="keep a list of places beside those that are known")
    for verb in (checked, brought):
        verb.add_argument("file", metavar="FILE", help="CSV (UTF-8): code,name and parent,native,kind,lat,lon,also where there are")
    brought.add_argument("--name", required=True, help="what this list is")
    brought.add_argument("--source", default="", help="where it comes from, and its terms of use")
    brought.add_argument("--leave-out", action="store_true", help="keep the lines that are right and leave out those that are wrong")
    brought.add_argument("--passphrase-file", metavar="FILE", help="read the keyring's passphrase from the first line of FILE (- for standard input)")
    for verb in (told, found, built, checked, brought):
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"status": _status, "find": _find, "build": _build, "check": _check, "import": _import}
    return verbs[args.verb](args)


def _status(args: argparse.Namespace) -> int:
    organisation(args.home)
    from titip.dictionary import reads

    index = reads.place_index()
    counts = index.counts() if index else []
    if args.json:
        emit_json({"places": len(index) if index else 0, "current": reads.places_current(), "counts": counts})
    elif index is None:
        say("The index is not built yet. Run 'titip places build', or wait a minute while the server runs.")
    else:
        levels = sorted({level for _first, level, _count in counts})
        found = {(first, level): count for first, level, count in counts}
        rows = [(first, *(f"{found.get((first, level), 0):,}" for level in levels)) for first in sorted({first for first, _level, _count in counts})]
        say(table(rows, ("country", *(f"level {level}" for level in levels))))
        say(f"{len(index):,} places. The index is {'current' if reads.places_current() else 'not current: titip places build'}.")
    return Exit.OK


def _find(args: argparse.Namespace) -> int:
    organisation(args.home)
    from titip.dictionary import reads
    from titip.protect.reads.staff import our_country

    if reads.place_index() is None:
        fail("The index is not built yet. Run 'titip places build'.")
    found = reads.find_places(args.text, near=our_country(), limit=args.limit)
    if args.json:
        emit_json({"places": [{"code": place.code, "label": place.label, "kind": place.kind, "level": place.level} for place in found]})
    elif found:
        say(table([(place.code, place.kind, place.label) for place in found], ("code", "kind", "place")))
    else:
        say("No place is called so. Try another spelling, fewer letters, or the name of the district.")
    return Exit.OK


def _build(args: argparse.Namespace) -> int:
    home = organisation(args.home)
    from titip.dictionary import actions

    begun = time.perf_counter()
    count = actions.build_places(anew=True)
    told = {"places": count, "seconds": round(time.perf_counter() - begun, 1), "bytes": home.places.stat().st_size}
    if args.json:
        emit_json(told)
    else:
        say(f"{count:,} places in {told['seconds']} s, {told['bytes'] / 1e6:.0f} MB.")
    return Exit.OK


def _check(args: argparse.Namespace) -> int:
    content = _read(args.file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.sqlite3"
        build(path, (row for row in shipped() if row.level < 2), shipped_version())
        rows, problems = read_list(content, Index(path).codes())
    return _told(args, {"places": len(rows)}, problems)


def _import(args: argparse.Namespace) -> int:
    content = _read(args.file)
    home = organisation(args.home)
    from titip.dictionary import actions
    from titip.protect import vault

    ours = vault.is_locked()
    if ours:
        vault.unlock(passphrase(home, args))
    try:
        made = actions.import_places(content=content, name=args.name, source=args.source, actor_code=ACTOR, leave_out=args.leave_out)
    except actions.BadList as bad:
        return _told(args, {"places": 0}, bad.problems)
    finally:
        if ours:
            vault.lock()
    return _told(args, {"places": made.count, "left_out": made.left_out, "list": made.pk}, [])


def _told(args: argparse.Namespace, made: dict[str, Any], problems: list[ListProblem]) -> int:
    told = [{"line": problem.line, "problem": problem.message % problem.values} for problem in problems]
    if args.json:
        emit_json({**made, "problems": told})
    elif problems:
        say(table([(one["line"], one["problem"]) for one in told[:_SHOWN]], ("line", "what is wrong")))
        say(f"{len(told):,} lines are wrong. Nothing was kept; with --leave-out the others are.")
    else:
        say(f"{made['places']:,} places, nothing wrong.")
        if "list" in made:
            say("They can be found once the index is built: by the running server within a minute, or by 'titip places build'.")
    return Exit.PROBLEMS if problems else Exit.OK


def _read(file: str) -> bytes:
    path = Path(file)
    if not path.is_file():
        fail(f"There is no file {file}.")
    return path.read_bytes()
