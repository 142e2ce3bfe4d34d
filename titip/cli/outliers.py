"""Finds what lies far from the rest in a public table, numbers or groups, with what to check; nothing is removed."""

import argparse

from titip.cli.findings import add_finding_arguments, amounts, answer
from titip.cli.output import fail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    add_finding_arguments(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--column", metavar="COLUMN", default="", help="numbers: which values lie far from the rest")
    what.add_argument("--by", metavar="COLUMN", default="", help="groups: which have more or fewer than chance gives")
    parser.add_argument("--duration", action="store_true", help="with --column: durations, judged on their logarithm")
    parser.add_argument("--of", metavar="COLUMN", default="", help="with --by: compare the share that has --value in this column")
    parser.add_argument("--value", metavar="VALUE", default=None, help="which value of --of (default: yes, else the most frequent)")
    parser.add_argument("--per", metavar="GROUP=N", action="append", default=[], help="with --by: denominator of a group (repeat for each; default: all alike)")


def run(args: argparse.Namespace) -> int:
    """Find. 0 when done, 2 when the file or a column cannot be used."""
    from titip.analyse.statistics import funnel, outliers

    if args.column:
        if args.of or args.per or args.value is not None:
            fail("--of, --value and --per go with --by: they are about groups.")
        return answer(args, [args.column], lambda released: outliers(released, column=args.column, duration=args.duration, protect=args.protect))
    per = amounts(args.per, "--per") or None
    return answer(
        args, [args.by, args.of], lambda released: funnel(released, by=args.by, of=args.of, value=args.value, denominators=per, protect=args.protect)
    )
