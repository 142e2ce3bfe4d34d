"""Measures what a table says about a person, protects it, and makes tables of counts whose small cells stay hidden."""

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from titip import __version__
from titip.cli import disclose_synthetic
from titip.cli.describe import add_reading_arguments
from titip.cli.output import Exit, complain, emit_json, fail, progress, say, table

if TYPE_CHECKING:
    from titip.share.disclosure import Spec
    from titip.share.rules import Table

K = 11
#: Why a report holds no seed: whoever had it could put the rows back in their first order.
ORDER = "Rows in an order drawn from the system's secure source; a seed would undo it, so there is none."
KEPT_ORDER = "Rows in the order of the file: an order can tell who is who. For tests only."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    measured = verbs.add_parser("risk", help="how easily someone who knows a person finds her row")
    measured.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet")
    measured.add_argument("--quasi", metavar="A,B,C", required=True, help="the columns that together may single a person out")
    measured.add_argument("--sensitive", metavar="S,…", default="", help="columns whose value must not be learnt")
    measured.add_argument("--k", metavar="K", type=int, default=K, help=f"rows that should look alike (default: {K})")
    measured.add_argument("--population", metavar="FILE", default="", help="everyone who could be in FILE, same columns: for the journalist's risk and k-map")
    measured.add_argument("--what-if", metavar="K,K,…", default="", help="what local suppression would cost at each of these k")
    protected = verbs.add_parser("protect", help="write the table protected: same columns, same number of rows")
    protected.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet")
    protected.add_argument("--spec", metavar="SPEC.yaml", required=True, help="direct, quasi, sensitive, hierarchies; or a dictionary export (.csv)")
    protected.add_argument("--out", metavar="OUT", required=True, help="NAME.csv, NAME.xlsx or NAME.parquet; the report goes to NAME.report.json and .md")
    protected.add_argument("--method", choices=("suppress", "recode", "optimal"), help="default: recode where the specification has hierarchies, else suppress")
    protected.add_argument("--k", metavar="K", type=int, required=True, help="rows in every class; 11 or more for anyone outside")
    protected.add_argument("--l", metavar="L", type=int, default=0, help="different values of each sensitive column in every class")
    protected.add_argument("--entropy", action="store_true", help="count --l by entropy instead of distinct values")
    protected.add_argument("--t", metavar="T", type=float, help="greatest distance of a class from the whole table on each sensitive column")
    protected.add_argument("--answer", metavar="COLUMN", action="append", default=[], help="report what happens to the counts of this column (may be repeated)")
    protected.add_argument("--keep-order", action="store_true", help="rows in the order of FILE: for tests only")
    counted = verbs.add_parser("table", help="write a table of counts whose small cells cannot be worked out")
    counted.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: one row a person")
    counted.add_argument("--rows", metavar="A", required=True, help="the column whose values are the rows")
    counted.add_argument("--cols", metavar="B", required=True, help="the column whose values are the columns")
    counted.add_argument("--by", metavar="C", default="", help="one such table for each value of this column")
    counted.add_argument("--k", metavar="K", type=int, required=True, help="counts from 1 to K - 1 are withheld, and what would give them away")
    counted.add_argument("--out", metavar="OUT", required=True, help="NAME.csv; the report goes to NAME.report.json and .md")
    counted.add_argument("--earlier", metavar="REPORT.json", action="append", default=[], help="a table of the same rows released before (may be repeated)")
    made = verbs.add_parser("synthetic", help="write made-up rows with the low counts of the table, and how far off they are (titip[synthetic])")
    disclose_synthetic.add_arguments(made)
    for verb in (measured, protected, counted, made):
        add_reading_arguments(verb)
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says. 0 when done, 1 when the table may not be released like this, 2 when the file or an argument cannot be used."""
    from titip.share.rules import ReleaseRefused, TableProblem

    try:
        return {"risk": _risk, "protect": _protect, "table": _table, "synthetic": _synthetic}[args.verb](args, time.perf_counter())
    except ReleaseRefused as refused:
        fail(f"Not released. {refused}", Exit.PROBLEMS)
    except TableProblem as problem:
        fail(str(problem))


def _read(args: argparse.Namespace, file: str, columns: list[str] | None = None) -> tuple["Table", dict[str, Any]]:
    """The table as text, with what a report tells of where it came from."""
    from titip.share.rules.files import read_texts

    found = read_texts(Path(file), columns=columns, encoding=args.encoding, sheet=args.sheet)
    about = {"unit": args.unit, "period": args.period, "place": args.place, "source": args.source}
    told = {"file": Path(file).name, **{key: text for key, text in about.items() if text}, "notes": list(found.notes), "provenance": list(found.provenance)}
    return found.table, told


def _names(given: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))


def _finished(told: dict[str, Any], begun: float) -> dict[str, Any]:
    return told | {"version": __version__, "seed": None, "seconds": round(time.perf_counter() - begun, 3)}


def _watch(label: str) -> Any:
    return lambda things: progress(things, label=label)


# --- risk


def _risk(args: argparse.Namespace, begun: float) -> int:
    from titip.share import disclosure

    quasi, sensitive = _names(args.quasi), _names(args.sensitive)
    if not quasi:
        fail("--quasi names no column. Name those that together may single a person out: --quasi year,gender,province")
    rows, told = _read(args, args.file, [*quasi, *sensitive])
    population = _read(args, args.population, quasi)[0] if args.population else None
    found = disclosure.risk(rows, quasi, args.k)
    told |= {"quasi": quasi, "sensitive": sensitive, **found.as_dict()}
    told |= {"attackers": disclosure.attackers(rows, quasi, population).as_dict(), "uniqueness": disclosure.uniqueness(rows, quasi).as_dict()}
    told |= {"uniform": {one.column: one.rows for one in disclosure.uniform(rows, quasi, sensitive)}}
    told |= {"diversity": {one.column: one.as_dict() for one in disclosure.diversity(rows, quasi, sensitive)}}
    if args.what_if:
        asked = disclosure.Asked(quasi, args.k, sensitive=sensitive)
        told["what_if"] = [one.as_dict() for one in disclosure.what_if(rows, asked, _ks(args.what_if), watch=_watch("what if"))]
    told = _finished(told | {"method": "risk", "method_in_words": "Equivalence classes over the columns named; missing and * are values."}, begun)
    emit_json(told) if args.json else _say_risk(told)
    return Exit.OK


def _ks(given: str) -> list[int]:
    try:
        return [int(k) for k in _names(given)]
    except ValueError:
        fail(f"--what-if takes whole numbers apart by commas, not “{given}”.")


def _say_risk(told: dict[str, Any]) -> None:
    from titip.share.disclosure.telling import attacker_lines, percent

    n = told["n"]
    say(f"{n:,} rows, {told['classes']:,} classes over {', '.join(told['quasi'])}; the smallest has {told['smallest']}.")
    say(f"Rows in classes smaller than k = {told['k']}: {told['rows_below_k']:,} ({percent(told['rows_below_k'], n)}); alone: {told['uniques']:,}.\n")
    say(table(told["rows_by_size"].items(), ("rows that look alike", "rows")))
    say()
    for line in attacker_lines(told["attackers"]):
        say(line)
    if told["uniqueness"]["rows"]:
        first = next(iter(told["uniqueness"]["by_column"].items()))
        say(f"{told['uniqueness']['rows']:,} rows are singled out by up to {told['uniqueness']['largest']} values together, most often with {first[0]}.")
    for column, rows in told["uniform"].items():
        if rows:
            say(f"In {rows:,} rows everyone who looks alike has the same {column}: who knows the class knows the answer.")
    for one in told.get("what_if", []):
        cost = one["utility"]
        say(f"At k = {one['k']}: {percent(cost['cells_withheld'], cost['cells'])} of identifying values withheld, {cost['rows_changed']:,} rows changed.")


# --- protect


def _protect(args: argparse.Namespace, begun: float) -> int:
    from titip.share.disclosure import Method, filing

    out = Path(args.out)
    filing.check_out(out, Path(args.file))
    spec = _spec(args)
    rows, told = _read(args, args.file)
    spec = spec.only(rows.names) if args.spec.lower().endswith(".csv") else spec
    asked = filing.asked_of(spec, rows, k=args.k, method=Method(args.method) if args.method else None, l=args.l, entropy=args.entropy, t=args.t)
    filed = filing.protect_file(rows, spec, asked, keep_order=args.keep_order, answers=args.answer, watch=_watch("protecting"))
    filing.write(filed.written, out, _watch("writing"))
    told |= {"out": str(out), **filed.as_dict(), "order": KEPT_ORDER if args.keep_order else ORDER}
    if asked.k < K:
        told["cautions"].append(f"k = {asked.k} is for colleagues only: 11 or more before anything goes outside, because what leaves cannot be called back.")
    _report(args, out, _finished(told, begun))
    return Exit.OK


def _synthetic(args: argparse.Namespace, begun: float) -> int:
    spec = _spec(args)
    rows, told = _read(args, args.file)
    spec = spec.only(rows.names) if args.spec.lower().endswith(".csv") else spec
    spec.check(rows)
    return disclose_synthetic.tell(args, _finished(disclose_synthetic.made_up(args, rows, told, spec), begun))


def _spec(args: argparse.Namespace) -> "Spec":
    from titip.share.disclosure import Spec

    return Spec.from_file(Path(args.spec))


def _report(args: argparse.Namespace, out: Path, told: dict[str, Any]) -> None:
    """Beside the output, for people and for programs; and on standard output."""
    from titip.share.disclosure.finishing import whole_or_nothing
    from titip.share.disclosure.telling import report

    beside, words = out.with_name(f"{out.stem}.report.json"), out.with_name(f"{out.stem}.report.md")
    told = {**told, "report": str(beside)}
    text = report(told)
    with whole_or_nothing(beside) as for_programs, whole_or_nothing(words) as for_people:
        for_programs.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        for_people.write_text(text, encoding="utf-8")
    if args.json:
        emit_json(told)
        return
    say(f"{out}\n{words}\n{beside}\n\n{text}")
    for warning in _warnings(told):
        complain(warning)


def _warnings(told: dict[str, Any]) -> Iterable[str]:
    if told.get("doubtful"):
        yield f"These are kept as they are and differ in most rows: {', '.join(told['doubtful'])}. If they name anybody, list them under direct or quasi."


# --- table


def _table(args: argparse.Namespace, begun: float) -> int:
    from titip.share.disclosure import filing, tables

    out = Path(args.out)
    if out.suffix.lower() != ".csv":
        fail(f"{out.name} does not say what to write. End its name with .csv.")
    filing.check_out(out, Path(args.file))
    earlier = [tables.Earlier.from_file(Path(name)) for name in args.earlier]
    dimensions = [*([args.by] if args.by else []), args.rows, args.cols]
    if len(set(dimensions)) < len(dimensions):
        fail("--rows, --cols and --by must be different columns.")
    rows, told = _read(args, args.file, list(dict.fromkeys([*dimensions, *(name for one in earlier for name in one.dimensions)])))
    made = tables.protect_counts(rows, dimensions, args.k, earlier=earlier, watch=lambda things, label: progress(things, label=label))
    tables.write_csv(made, out)
    told |= {"out": str(out), **made.as_dict()}
    _report(args, out, _finished(told, begun))
    return Exit.OK
