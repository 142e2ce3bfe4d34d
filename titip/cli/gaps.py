"""Shows what is missing in a public table, by place, period and field, with what each kind of absence may mean."""

import argparse

from titip.cli.findings import add_finding_arguments, answer
from titip.cli.output import Exit, fail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    add_finding_arguments(parser)
    parser.add_argument("--where", metavar="COLUMN", required=True, help="the column of places, or any other group")
    parser.add_argument("--time", metavar="COLUMN", default="", help="years, months (2024-05) or dates")
    parser.add_argument("--fields", metavar="A,B", default="", help="which fields to look at (default: all others)")


def run(args: argparse.Namespace) -> int:
    """Look. 0 when done, 2 when the file or a column cannot be used."""
    from titip.analyse.statistics import gaps

    fields = [name.strip() for name in args.fields.split(",") if name.strip()]
    if args.engine and not fields:
        fail("An engine counts by columns: name those to look at with --fields, or leave --engine out.", Exit.WRONG_USE)
    columns = [args.where, args.time, *fields] if fields else None
    return answer(args, columns, lambda released: gaps(released, place=args.where, time=args.time, fields=fields, protect=args.protect))
