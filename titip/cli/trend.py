"""Follows observed numbers over full periods of a public table: slope, test, rate; nothing beyond the last period."""

import argparse

from titip.cli.findings import add_finding_arguments, amounts, answer
from titip.cli.output import fail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    add_finding_arguments(parser)
    parser.add_argument("--time", metavar="COLUMN", required=True, help="years, months (2024-05) or dates")
    parser.add_argument("--of", metavar="COLUMN", default="", help="follow only rows with --value in this column")
    parser.add_argument("--value", metavar="VALUE", default=None, help="which value of --of")
    parser.add_argument("--partial", metavar="PERIOD", action="append", default=[], help="a period that is not full (may be repeated; this year always is)")
    parser.add_argument("--per", metavar="PERIOD=N", action="append", default=[], help="denominator of a period, for rates (repeat for each)")
    parser.add_argument("--per-unit", metavar="WORD", default="", help="what the denominators count")
    parser.add_argument("--each", metavar="N", type=float, default=1000, help="rates are told per N (default: 1000)")


def run(args: argparse.Namespace) -> int:
    """Follow. 0 when done, 2 when the file or a column cannot be used."""
    from titip.analyse.statistics import Asked, trend

    per = amounts(args.per, "--per")
    if per and not args.per_unit:
        fail("--per needs --per-unit: what the denominators count (R6). For example --per-unit arrivals")
    asked = Asked(args.time, args.of, args.value, tuple(args.partial), per or None, args.per_unit, args.each)
    return answer(args, [args.time, args.of], lambda released: trend(released, asked, protect=args.protect))
