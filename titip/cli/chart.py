"""Draws a rule-abiding chart or map of a public table, as PNG, PDF or SVG with its table beside it."""

import argparse
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

from titip import __version__
from titip.cli.describe import add_reading_arguments, read
from titip.cli.output import Exit, emit_json, fail, say, table

if TYPE_CHECKING:
    from titip.present.charts import ChartSpec, Fault, Row, Wish
    from titip.share.rules import Released

KINDS = (
    "bar", "grouped", "stacked", "pie", "line", "histogram", "box", "strip", "scatter", "interval", "multiples", "heat", "choropleth", "flow",
)  # fmt: skip
#: A chart is made to be shown: counts below this are withheld unless it is told otherwise.
PROTECT = 11


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen. Title, period, place and source have no default: a chart without them is refused (R28, R30)."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: a table that is public already")
    parser.add_argument("--by", metavar="COLUMN", required=True, help="what is counted: the values of this column")
    _add_kinds(parser)
    parser.add_argument("--title", metavar="TEXT", default="", help="what is shown; period and place are added")
    parser.add_argument("--out", metavar="FILE", default="", help="where to: NAME.png, NAME.pdf or NAME.svg; the table goes to NAME.table.csv")
    parser.add_argument("--medium", choices=("screen", "phone", "print"), default="screen", help="where it will be read (default: screen)")
    parser.add_argument(
        "--protect", metavar="K", type=int, default=PROTECT, help=f"withhold counts below K, and their partners (default: {PROTECT}; 0: show all)"
    )
    add_reading_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def _add_kinds(parser: argparse.ArgumentParser) -> None:
    """Which picture, and the further columns that some need. The names of kinds are those of ``present.charts.Kind``, written out to start quickly."""
    parser.add_argument("--kind", choices=KINDS, default="bar", help="which picture (default: bar); one that does not fit is refused with its rule")
    parser.add_argument("--across", metavar="COLUMN", default="", help="a second column: groups, parts, lines, panels, heat columns, where to")
    parser.add_argument("--number", metavar="COLUMN", default="", help="a column of numbers: boxes and strips of it in each group, or up in a scatter")
    parser.add_argument("--value", metavar="VALUE", default="", help="for interval and choropleth: the value of --across whose share is shown")
    parser.add_argument("--population", metavar="FILE", default="", help="for choropleth: a table of place and inhabitants, for rates per 100,000")
    parser.add_argument("--outlines", metavar="MAP", default="", help="asean, or a country as BN ID KH LA MM MY PH SG TH TL VN (default: what fits)")
    parser.add_argument("--counted", action="store_true", help="stacked bars as long as their counts, not all alike")
    parser.add_argument("--grey", action="store_true", help="also NAME.grey.png: how it looks in grey and to three kinds of colour blindness (PNG only)")
    parser.add_argument("--fits", action="store_true", help="draw nothing: tell which kinds fit these columns, and why others do not")


def run(args: argparse.Namespace) -> int:
    """Draw. 0 when done, 2 when the file cannot be used or the chart would break a rule."""
    from titip.share.rules import TableProblem

    begun = time.perf_counter()
    try:
        if args.fits:
            return _tell_fits(args)
        out = _checked_out(args)
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


def _checked_out(args: argparse.Namespace) -> Path:
    """A place that can be written, known before any work is done."""
    out, source = Path(args.out), Path(args.file)
    if not args.out:
        fail("It is not said where to. Give --out NAME.png, NAME.pdf or NAME.svg, or --fits to see which kinds fit.")
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
    from titip.present.charts import faults, make

    wish = _wish(args)
    spec = make(_released(args), wish, title=args.title, protect=args.protect, period=args.period, place=args.place, source=args.source)
    if found := faults(spec):
        fail(_refusal(args, found))
    return spec


def _wish(args: argparse.Namespace) -> "Wish":
    from titip.present.charts import Kind, Wish

    population = _population(args.population) if args.population else None
    return Wish(Kind(args.kind), args.by, args.across, args.number, args.value, population, args.outlines, args.counted)


def _released(args: argparse.Namespace) -> "Released":
    return read(args, list(dict.fromkeys(column for column in (args.by, args.across, args.number) if column)))


def _population(path: str) -> dict[str, float]:
    """Inhabitants by place: the first column names or codes places, the last column of numbers counts people."""
    from titip.share.rules import Released, TableProblem

    table = Released.from_public_file(path).table
    counts = next((column for column in reversed(table.columns) if column.heading.numeric), None)
    if counts is None or counts is table.columns[0]:
        raise TableProblem(f"{Path(path).name} has no column of inhabitants.", "Give a table whose first column is the place and whose last is a number.")
    pairs = zip(table.columns[0].cells(), counts.cells(), strict=True)
    return {str(place): float(people) for place, people in pairs if isinstance(people, int | float) and people > 0}


def _tell_fits(args: argparse.Namespace) -> int:
    """Which kinds fit the columns; nothing is drawn."""
    from titip.present.charts import NAMES, fits

    found = fits(_released(args), _wish(args), title=args.title, protect=args.protect)
    if args.json:
        emit_json({"fits": [{"kind": fit.kind, "fits": fit.fits, "rule": fit.rule, "problem": fit.problem, "cure": fit.cure} for fit in found]})
    else:
        rows = [
            (fit.kind.value, NAMES[fit.kind], "fits" if fit.fits else " ".join(part for part in (fit.rule, fit.problem, fit.cure) if part)) for fit in found
        ]
        say(table(rows, ("--kind", "picture", "with these columns")))
    return Exit.OK


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
    if args.grey:
        from titip.present.charts import proof

        out.with_name(f"{out.stem}.grey.png").write_bytes(proof(render(spec, "png", medium=args.medium)))
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
        "kind": spec.kind,
        "groups": [_group(row) for row in spec.rows],
        "alternative": alternative(spec),
        "signposts": dict(spec.signposts),
    }


def _group(row: "Row") -> dict[str, object]:
    """A row as data: what it has and nothing else."""
    told: dict[str, object] = {"value": row.name, "n": row.n, "share": row.share}
    more = {"across": row.series or None, "measured": row.value, "low": row.low, "high": row.high, "at": row.at, "to": row.to, "box": row.box}
    return told | {name: value for name, value in more.items() if value is not None}
