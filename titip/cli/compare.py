"""Compares groups of a public table: numbers, shares, rates or durations, with intervals, and nothing claimed under 50."""

import argparse

from titip.cli.findings import add_finding_arguments, amounts, answer
from titip.cli.output import fail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    add_finding_arguments(parser, seed=True)
    parser.add_argument("--by", metavar="COLUMN", required=True, help="the groups")
    parser.add_argument("--of", metavar="COLUMN", default="", help="what is compared: numbers, or categories (left out: how many there are)")
    parser.add_argument("--value", metavar="VALUE", default=None, help="with categories: whose share (default: yes, else the most frequent)")
    parser.add_argument("--ended", metavar="COLUMN", default="", help="with --of durations: yes where the case has ended; open cases count as open")
    parser.add_argument("--per", metavar="GROUP=N", action="append", default=[], help="denominator of a group, for rates (repeat for each)")
    parser.add_argument("--per-unit", metavar="WORD", default="", help="what the denominators count: adults, arrivals")
    parser.add_argument("--each", metavar="N", type=float, default=1000, help="rates are told per N (default: 1000)")


def run(args: argparse.Namespace) -> int:
    """Compare. 0 when done, 2 when the file or a column cannot be used."""
    from titip.analyse.statistics import Denominators, compare, durations

    per = amounts(args.per, "--per")
    if per and not args.per_unit:
        fail("--per needs --per-unit: what the denominators count (R6). For example --per-unit adults")
    if args.ended:
        if not args.of:
            fail("--ended needs --of: the column that holds the durations.")
        columns = [args.by, args.of, args.ended]
        return answer(args, columns, lambda released: durations(released, duration=args.of, ended=args.ended, by=args.by, protect=args.protect))
    denominators = Denominators(per, args.per_unit, args.each) if per else None
    return answer(
        args,
        [args.by, args.of],
        lambda released: compare(released, by=args.by, of=args.of, value=args.value, denominators=denominators, protect=args.protect, seed=args.seed),
    )
