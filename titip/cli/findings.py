"""What the nouns that answer by a finding share: how a file is read, how the answer is said, and the report that is written."""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from titip import __version__
from titip.cli.describe import MOST_LINES, add_engine_argument, add_reading_arguments, read
from titip.cli.output import Exit, emit_json, fail, progress, say, table

if TYPE_CHECKING:
    from titip.analyse.statistics import Finding, Shown
    from titip.share.rules import Released

#: What --out may end with; the report stands beside it.
ENDINGS = (".csv", ".json", ".png", ".pdf", ".svg")


def add_finding_arguments(parser: argparse.ArgumentParser, *, seed: bool = False) -> None:
    """What every such noun takes."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: a table that is public already")
    parser.add_argument("--protect", metavar="K", type=int, default=0, help="withhold counts below K, and what gives them away (default: 0)")
    if seed:
        parser.add_argument("--seed", metavar="S", type=int, default=1, help="of resamples; the same seed gives the same answer (default: 1)")
    parser.add_argument(
        "--out", metavar="OUT", default="", help="NAME.csv (the table), .png, .pdf, .svg (the chart) or .json; the report goes to NAME.report.json and .md"
    )
    parser.add_argument("--title", metavar="TEXT", default="", help="of the chart: what is shown (default: the finding's own)")
    add_reading_arguments(parser)
    add_engine_argument(parser)
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def answer(args: argparse.Namespace, columns: Sequence[str] | None, work: "Callable[[Released], Finding]") -> int:
    """Read the columns, find, and say. 0 when done, 2 when the file or a column cannot be used."""
    from titip.share.rules import TableProblem

    begun = time.perf_counter()
    out = checked_out(Path(args.out), Path(args.file), ENDINGS) if args.out else None
    try:
        steps = progress(("read", "count"), label="working")
        next(steps)
        released = read(args, list(dict.fromkeys(name for name in columns if name)) if columns else None)
        next(steps)
        found = work(released)
        next(steps, None)
    except TableProblem as problem:
        fail(str(problem))
    told = _told(found, released) | {"engine": args.engine or "titip", "version": __version__, "seconds": round(time.perf_counter() - begun, 3)}
    written = _write(args, found, told, out) if out else []
    if args.json:
        emit_json(told | ({"files": [str(path) for path in written]} if written else {}))
    else:
        _say(found, told)
        for path in written:
            say(path)
    return Exit.OK


def _told(found: "Finding", released: "Released") -> dict[str, Any]:
    from titip.share.rules.signposts import signposts

    about = released.about
    return found.as_dict() | {"notes": list(about.limits), "provenance": list(about.provenance), "signposts": dict(signposts(released))}


def _say(found: "Finding", told: Mapping[str, Any]) -> None:
    say(f"{found.title.say()}\n")
    for shown in found.tables:
        _say_table(shown)
    for sentence in found.sentences():
        say(sentence.say())
    say("\nBefore this is published")
    for sentence in found.asks:
        say(f"  {sentence.say()}")
    say(f"\nMethod: {told['method']}")
    for label, text in told["signposts"].items():
        say(f"{label}: {text}")
    seed = "" if told["seed"] is None else f", seed {told['seed']}"
    say(f"Titip {told['version']}, {told['seconds']} s{seed}.")


def _say_table(shown: "Shown") -> None:
    rows = shown.texts()
    say(table(rows[:MOST_LINES], [head.label for head in shown.heads]))
    say(f"… and {len(rows) - MOST_LINES:,} more rows; --json and --out give all.\n" if len(rows) > MOST_LINES else "")


def checked_out(out: Path, source: Path, endings: Sequence[str]) -> Path:
    """A place that can be written, known before any work is done."""
    if out.suffix.lower() not in endings:
        fail(f"{out.name} does not say what to write. End its name with {', '.join(endings)}.")
    if not out.parent.is_dir():
        fail(f"There is no folder {out.parent}. Make it first, or name another.")
    if source.resolve() in (out.resolve(), *(path.resolve() for path in _beside(out))):
        fail("This would overwrite the file itself. Name another --out.")
    return out


def _beside(out: Path) -> tuple[Path, Path]:
    return out.with_name(f"{out.stem}.report.json"), out.with_name(f"{out.stem}.report.md")


def _write(args: argparse.Namespace, found: "Finding", told: Mapping[str, Any], out: Path) -> list[Path]:
    ending = out.suffix.lower()
    if ending == ".json":
        return write_report(out, told, told["sentences"], tables=found.tables)
    if ending == ".csv":
        from titip.analyse.statistics import csv_text

        out.write_text(csv_text(found, told["signposts"]), encoding="utf-8-sig", newline="")
        return [out, *write_report(out, told, told["sentences"], tables=found.tables)]
    return [*_draw(args, found, out), *write_report(out, told, told["sentences"], tables=found.tables)]


def _draw(args: argparse.Namespace, found: "Finding", out: Path) -> list[Path]:
    """The chart; refused by rule where it would break one."""
    from titip.present.charts import csv_text, faults, picture, render

    spec = picture(found, title=args.title or found.title.say())
    if spec is None:
        fail("This finding has no picture. End --out with .csv or .json.")
    if wrong := faults(spec):
        lines = "\n  ".join(f"{fault.rule}: {fault.problem} {fault.cure}" for fault in wrong)
        fail(f"The chart would break a rule.\n  {lines}\nSay --title, --period, --place and --source, or end --out with .csv.")
    out.write_bytes(render(spec, out.suffix.lower().removeprefix(".")))
    beside = out.with_name(f"{out.stem}.table.csv")
    beside.write_text(csv_text(spec), encoding="utf-8-sig", newline="")
    return [out, beside]


def write_report(out: Path, told: Mapping[str, Any], sentences: Sequence[str], *, tables: "Sequence[Shown]" = ()) -> list[Path]:
    """The report for programs and for people, beside ``out`` (or as it, where it ends with .json)."""
    machine, words = _beside(out)
    if out.suffix.lower() == ".json":
        machine, words = out, out.with_suffix(".md")
    machine.write_text(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    lines = [f"# {told.get('title') or out.stem}", "", *(f"- {sentence}" for sentence in sentences), ""]
    for shown in tables:
        heads = [head.label for head in shown.heads]
        lines += [f"## {shown.caption.say()}", _row(heads), _row(["---"] * len(heads)), *(_row(row) for row in shown.texts()), ""]
    for label, key in (("Before this is published", "before_publishing"), ("Provenance", "provenance"), ("Notes", "notes")):
        if told.get(key):
            lines += [f"## {label}", *(f"- {one}" for one in told[key]), ""]
    lines += [f"Method: {told['method']}", "", f"Titip {told['version']}, {told['seconds']} s.", ""]
    words.write_text("\n".join(lines), encoding="utf-8")
    return [machine, words]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def amounts(given: Sequence[str], option: str) -> dict[str, float]:
    """NAME=NUMBER, each once."""
    found: dict[str, float] = {}
    for one in given:
        name, mark, number = one.rpartition("=")
        try:
            found[name.strip()] = float(number.replace(",", ""))
        except ValueError:
            mark = ""
        if not mark or not name.strip():
            fail(f"{option} takes NAME=NUMBER, not “{one}”. For example {option} Female=1200")
    return found
