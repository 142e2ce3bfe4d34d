"""Prints who may do what: the organisation's access-control list, as the rules decide now."""

import argparse
import csv
import sys
from typing import Any

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.output import Exit, emit_json, fail, say, table
from titip.kit.home import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    listed = verbs.add_parser("list", help="the list, with its date, its version and what was changed from the declarations")
    form = listed.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="one line a role and action, for a spreadsheet")
    form.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    home = find_home(args.home)
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Begin with 'titip init'.")
    start_django()
    refuse_other_version()
    from titip.protect.reads.access_list import access_list
    from titip.protect.rules.table import HEADINGS

    found = access_list()
    if args.csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows([HEADINGS, *(row.cells() for row in found.rows)])
    elif args.json:
        emit_json(_plain(found))
    else:
        say(f"{found.organisation}: who may do what on {found.made_at.date().isoformat()}, version {found.version}")
        say(table([row.cells() for row in found.rows], HEADINGS))
        say(f"{len(found.changed)} changed from the declarations" if found.changed else "nothing was changed from the declarations")
        for one in found.changed:
            say(f"  {one.role}: {one.action or one.what}: {one.before or 'not at all'} -> {one.after or 'not at all'}")
    return Exit.OK


def _plain(found: Any) -> dict[str, Any]:
    """The whole list for another program."""
    from dataclasses import asdict

    from titip.protect.rules.table import HEADINGS

    return {
        "organisation": found.organisation, "made_at": found.made_at, "version": found.version, "since": found.since, "why": found.why,
        "roles": [asdict(one) for one in found.roles], "changed": [asdict(one) for one in found.changed],
        "rows": [dict(zip((heading.replace(" ", "_").replace("-", "_") for heading in HEADINGS), row.cells(), strict=True)) for row in found.rows],
    }
