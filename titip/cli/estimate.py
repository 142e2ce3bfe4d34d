"""Estimates how many are not seen from three or more overlapping lists: many models beside each other, never one number."""

import argparse
import os
import time
from typing import TYPE_CHECKING

from titip import __version__
from titip.cli.describe import add_reading_arguments, read
from titip.cli.output import Exit, complain, emit_json, fail, progress, say, table

if TYPE_CHECKING:
    from titip.analyse.estimation import Asked, Histories, Report
    from titip.share.rules import About

METHOD = "Multiple systems estimation: Poisson log-linear models, Chao's lower bound, latent classes; BCa bootstrap that repeats the selection."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: one column a list, holding 1 or 0; keep it locked")
    parser.add_argument("--lists", metavar="A,B,C", required=True, help="the columns that are lists, three or more, made apart from each other")
    parser.add_argument("--count", metavar="COLUMN", default="", help="how many people a row stands for (left out: one)")
    parser.add_argument(
        "--models", metavar="A,B", default="stepwise,bic,aic,chao,lcmcr", help="of main, stepwise, bic, aic, chao, lcmcr (default: all but main)"
    )
    parser.add_argument("--threshold", metavar="P", type=float, default=0.02, help="stepwise adds a pair while its p is below this (default: 0.02)")
    parser.add_argument("--order", metavar="K", type=int, default=2, help="bic and aic: interactions of up to K lists; up to five lists (default: 2)")
    parser.add_argument("--bootstrap", metavar="N", type=int, default=1000, help="resamples for the BCa interval, 0 for none (default: 1000)")
    parser.add_argument("--seed", metavar="S", type=int, default=1, help="of resamples and draws; the same seed gives the same answer (default: 1)")
    parser.add_argument("--cores", metavar="N", type=int, default=0, help="processes for long work (default: as many as there are cores)")
    add_reading_arguments(parser)
    parser.set_defaults(unit="people")
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Estimate. 0 when done, 1 when the lists cannot carry an estimate, 2 when the file or an argument cannot be used."""
    # Small matrices go faster with one thread each; read when numpy is first imported, so it stands before the engine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from titip.analyse.estimation import TooThin, estimate

    begun = time.perf_counter()
    asked = _asked(args)
    try:
        histories, about = _histories(args)
        if not args.json and histories.size > 5:
            complain("With six lists or more this may take a minute or longer.")
        report = estimate(histories, asked, unit=args.unit, watch=progress)
    except TooThin as thin:
        fail(f"No estimate. {thin}", Exit.PROBLEMS)
    except ValueError as error:  # what these lists, or this file, cannot be asked; it says what to do
        fail(str(error))
    told = {"period": about.period, "place": about.place, "source": about.source, "notes": list(about.limits), "provenance": list(about.provenance)}
    seconds = round(time.perf_counter() - begun, 3)
    if args.json:
        emit_json(report.as_dict() | told | {"method": METHOD, "version": __version__, "seconds": seconds})
    else:
        _say(report)
        for name, value in told.items():
            if value:
                say(f"{name.capitalize()}: {value if isinstance(value, str) else ' '.join(value)}")
        say(f"Method: {METHOD} Seed {report.seed}; {report.bootstrap} resamples; Titip {__version__}; {seconds:.1f} s.")
    return Exit.OK


def _asked(args: argparse.Namespace) -> "Asked":
    from titip.analyse.estimation import Asked

    try:
        return Asked(tuple(_names(args.models)), args.threshold, args.order, args.bootstrap, args.seed, args.cores)
    except ValueError as error:
        fail(str(error))


def _histories(args: argparse.Namespace) -> "tuple[Histories, About]":
    """The table of histories, and what it is about. Raises TableProblem, TooThin."""
    from titip.analyse.estimation import read_histories

    lists = _names(args.lists)
    released = read(args, [*lists, args.count] if args.count else lists)
    return read_histories(released, lists, args.count), released.about


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _say(report: "Report") -> None:
    say(table([one.cells() for one in report.shown], ("model", "estimate", "its 95 % interval", "BCa 95 %", "interactions")))
    for one in report.shown:
        for note in one.notes:
            say(f"  {one.label.say()}: {note.say()}")
    say("\nOne list left out at a time")
    headings, rows = report.left_out_rows()
    say(table(rows, headings))
    parts = {"What this says": report.findings(), "It holds only if": report.assumptions(), "What speaks against it": report.criticism()}
    for heading, sentences in parts.items():
        say(f"\n{heading}")
        for sentence in sentences:
            say(f"  {sentence.say()}")
    say()
