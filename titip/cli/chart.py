"""Draws a rule-abiding bar chart of a public table, as PNG, PDF or SVG with its table beside it."""

import argparse
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

from titip import __version__
from titip.cli.describe import add_reading_arguments, read
from titip.cli.output import Exit, emit_json, fail, say

if TYPE_CHECKING:
    from titip.present.charts import ChartSpec, Fault

#: A chart is made to be shown: counts below this are withheld unless it is told otherwise.
PROTECT = 11


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen. Title, period, place and source have no default: a chart without them is refused (R28, R30)."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: a table that is public already")
    parser.add_argument("--by", metavar="COLUMN", required=True, help="draw a bar for each value of this column")
    parser.add_argument("--title", metavar="TEXT", default="", help="what is shown; period and place are added")
    parser.add_argument("--out", metavar="FILE", required=True, help="where to: NAME.png, NAME.pdf or NAME.svg; the table goes to NAME.table.csv")
    parser.add_argument("--medium", choices=("screen", "phone", "print"), default="screen", help="where it will be read (default: screen)")
    parser.add_argument(
        "--protect", metavar="K", type=int, default=PROTECT, help=f"withhold counts below K, and their partners (default: {PROTECT}; 0: show all)"
    )
    add_reading_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Draw. 0 when done, 2 when the file cannot be used or the chart would break a rule."""
    from titip.share.rules import TableProblem

    begun = time.perf_counter()
    out = _checked_out(Path(args.out), Path(args.file))
    try:
        spec = _specified(args)
    except TableProblem as problem:
        fail(str(problem))
    picture, beside = _drawn(args, spec, out)
    if args.json:
        emit_json(_told(spec, picture, beside) | {"version": __version__, "seconds": round(time.perf_counter() - begun, 3)})
    else:
        from titip.present.charts import alternative

        say(f"{picture}\n{beside}\n\n{alternative(spec)}")
    return Exit.OK


def _checked_out(out: Path, source: Path) -> Path:
    """A place that can be written, known before any work is done."""
    if out.suffix.lower() not in (".png", ".pdf", ".svg"):
        fail(f"{out.name} does not say what to draw. End its name with .png, .pdf or .svg.")
    if not out.parent.is_dir():
        fail(f"There is no folder {out.parent}. Make it first, or name another.")
    if _table_beside(out).resolve() == source.resolve():
        fail("The table of the chart would overwrite the file itself. Name another --out.")
    return out


def _table_beside(out: Path) -> Path:
    return out.with_name(f"{out.stem}.table.csv")


def _specified(args: argparse.Namespace) -> "ChartSpec":
    from titip.analyse.statistics import describe
    from titip.present.charts import faults, specify

    description = describe(read(args, [args.by]), by=args.by, protect=args.protect)
    spec = specify(description, title=args.title, period=args.period, place=args.place, source=args.source)
    if found := faults(spec):
        fail(_refusal(args, found))
    return spec


def _refusal(args: argparse.Namespace, found: "list[Fault]") -> str:
    """Each rule with its cure, and the command to type."""
    lines = [f"{fault.rule}: {fault.problem} {fault.cure}" for fault in found]
    lacking = {fault.part for fault in found} & {"title", "period", "place", "source"}
    if lacking:
        words = [f"--{part} {shlex.quote(getattr(args, part) or '…')}" for part in ("title", "period", "place", "source")]
        lines.append(f"Type: titip chart {shlex.quote(args.file)} --by {shlex.quote(args.by)} {' '.join(words)} --out {shlex.quote(args.out)}")
    return "The chart would break a rule.\n  " + "\n  ".join(lines)


def _drawn(args: argparse.Namespace, spec: "ChartSpec", out: Path) -> tuple[Path, Path]:
    from titip.present.charts import csv_text, render

    picture = render(spec, out.suffix.lower().removeprefix("."), medium=args.medium)
    beside = _table_beside(out)
    out.write_bytes(picture)
    beside.write_text(csv_text(spec), encoding="utf-8-sig", newline="")
    return out, beside


def _told(spec: "ChartSpec", picture: Path, beside: Path) -> dict[str, object]:
    from titip.present.charts import alternative

    return {
        "picture": str(picture),
        "table": str(beside),
        "title": spec.full_title,
        "n": spec.n,
        "known": spec.known,
        "groups": [{"value": row.name, "n": row.n, "share": row.share} for row in spec.rows],
        "alternative": alternative(spec),
        "signposts": dict(spec.signposts),
    }
