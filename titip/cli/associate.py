"""Tells what occurs together with what in a public table: strength, interval, n, tests counted, never a cause."""

import argparse

from titip.cli.findings import add_finding_arguments, answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    add_finding_arguments(parser, seed=True)
    parser.add_argument("--first", metavar="COLUMN", required=True, help="one column")
    parser.add_argument("--with", metavar="A,B", dest="others", required=True, help="the columns set beside it; every p is adjusted for their number")


def run(args: argparse.Namespace) -> int:
    """Associate. 0 when done, 2 when the file or a column cannot be used."""
    from titip.analyse.statistics import associate

    others = [name.strip() for name in args.others.split(",") if name.strip()]
    return answer(args, [args.first, *others], lambda released: associate(released, first=args.first, others=others, protect=args.protect, seed=args.seed))
