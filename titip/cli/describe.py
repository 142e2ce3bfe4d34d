"""Describes a public table (CSV, spreadsheet, Parquet): counts, missing by kind, shares, centre and spread."""

import argparse
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from titip import __version__
from titip.cli.output import Exit, emit_json, fail, say, table

if TYPE_CHECKING:
    from titip.analyse.statistics import Description
    from titip.share.rules import Released

#: A screen holds about this many lines; ``--json`` gives all.
MOST_LINES = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: a table that is public already")
    parser.add_argument("--by", metavar="COLUMN", help="count the values of this column (left out: an overview of all columns)")
    parser.add_argument(
        "--column", metavar="COLUMN", action="append", default=[], help="summarise these numbers too, overall and within each group (may be repeated)"
    )
    parser.add_argument("--protect", metavar="K", type=int, default=0, help="withhold counts below K, and their partners (default: 0, the table is public)")
    add_reading_arguments(parser)
    add_engine_argument(parser)
    parser.add_argument("--out", metavar="NAME.json", default="", help="also write the report here, and in words beside it as NAME.md")
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def add_reading_arguments(parser: argparse.ArgumentParser) -> None:
    """How the file is read, and what it is about; the same for every noun that reads a public table."""
    parser.add_argument("--unit", metavar="WORD", default="cases", help="what one row is: cases, persons, incidents (default: cases)")
    parser.add_argument("--period", metavar="TEXT", default="", help="which period the table covers")
    parser.add_argument("--place", metavar="TEXT", default="", help="which place the table covers")
    parser.add_argument("--source", metavar="TEXT", default="", help="who collected the data")
    parser.add_argument("--encoding", metavar="NAME", default="", help="where the guess is wrong: utf-8, utf-16, windows-874, windows-1258, windows-1252")
    parser.add_argument("--sheet", metavar="NAME", default="", help="which sheet of a spreadsheet (default: the first with rows)")


def add_engine_argument(parser: argparse.ArgumentParser) -> None:
    """Who counts, for the nouns that count by columns."""
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="", help="count large UTF-8 CSV or Parquet with this engine (default: read the whole table)"
    )


def run(args: argparse.Namespace) -> int:
    """Describe the file. 0 when done, 2 when the file or a column cannot be used."""
    from titip.share.rules import TableProblem

    begun = time.perf_counter()
    try:
        released = read(args, ([args.by, *args.column] if args.by else args.column) or None)
        return _answer(args, released, begun)
    except TableProblem as problem:
        fail(str(problem))


def read(args: argparse.Namespace, columns: list[str] | None) -> "Released":
    """The public table that the arguments name. Raises TableProblem."""
    from titip.share.rules import About, Released

    about = About(unit_of_count=args.unit, period=args.period, place=args.place, source=args.source)
    if getattr(args, "engine", ""):
        from titip.analyse.statistics import crosstabs

        return crosstabs.read(Path(args.file), columns or [], engine=args.engine, about=about)
    return Released.from_public_file(args.file, columns=columns, encoding=args.encoding, sheet=args.sheet, about=about)


def _answer(args: argparse.Namespace, released: "Released", begun: float) -> int:
    from titip.analyse.statistics import describe, overview
    from titip.share.rules.signposts import signposts

    told = {"method": released.about.method, "notes": list(released.about.limits), "provenance": list(released.about.provenance), "version": __version__}
    if not args.by:
        lines = overview(released, protect=args.protect)
        answer = {"n": released.n, "columns": [line.as_dict() for line in lines], **told, "seed": None, "seconds": _since(begun)}
        _write(args, answer, [])
        if args.json:
            emit_json(answer)
        else:
            say(f"{released.n:,} observed {args.unit}\n")
            say(table([line.cells() for line in lines], ("column", "kind", "known", "missing", "different", "most often, or the middle")))
            _say_signposts(signposts(released))
        return Exit.OK
    description = describe(released, by=args.by, columns=args.column, protect=args.protect)
    answer = {**description.as_dict(), **told, "seed": None, "seconds": _since(begun)}
    _write(args, answer, [sentence.say() for sentence in description.sentences()])
    if args.json:
        emit_json(answer)
        return Exit.OK
    _say_groups(description)
    _say_signposts(signposts(released))
    return Exit.OK


def _write(args: argparse.Namespace, answer: Mapping[str, object], sentences: list[str]) -> None:
    if args.out:
        from titip.cli.findings import checked_out, write_report

        write_report(checked_out(Path(args.out), Path(args.file), (".json",)), answer, sentences)


def _since(begun: float) -> float:
    return round(time.perf_counter() - begun, 3)


def _say_groups(description: "Description") -> None:
    shown = description.groups[:MOST_LINES]
    say(table([(g.name, g.count_text(), g.share_text()) for g in shown], (description.heading.shown, description.about.unit_of_count, "of known")))
    if len(description.groups) > len(shown):
        say(f"… and {len(description.groups) - len(shown)} more values; --json gives all.")
    say()
    for sentence in description.sentences():
        say(sentence.say())
    for code, groups in (description.numbers_by_group or {}).items():
        say(f"\n{code} by {description.heading.shown}")
        headings = ("", "n", "median", "middle half", "mean", "standard deviation")
        say(table([(name, *numbers.cells()) for name, numbers in list(groups.items())[:MOST_LINES]], headings))


def _say_signposts(pairs: Iterable[tuple[str, str]]) -> None:
    say()
    for label, text in pairs:
        say(f"{label}: {text}")
