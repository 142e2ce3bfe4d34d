"""Measures what a table says about a person, protects it, and makes tables of counts whose small cells stay hidden."""

import argparse
import json
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from titip import __version__
from titip.cli import disclose_synthetic
from titip.cli.describe import add_reading_arguments
from titip.cli.output import Exit, complain, emit_json, fail, progress, say, table, waiting
from titip.cli.placing import check_places, write_text

if TYPE_CHECKING:
    from titip.share.disclosure import Spec
    from titip.share.disclosure.rare import Rare
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
    measured.add_argument("--out", metavar="NAME.json", default="", help="also write the report here, and in words beside it as NAME.md")
    protected = verbs.add_parser("protect", help="write the table protected: same columns, same number of rows")
    protected.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet")
    protected.add_argument("--spec", metavar="SPEC.yaml", required=True, help="direct, quasi, sensitive, hierarchies, rare; or a dictionary export (.csv)")
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
    counted.add_argument("--out", metavar="OUT", required=True, help="NAME.csv, NAME.xlsx or NAME.parquet; the report goes to NAME.report.json and .md")
    counted.add_argument(
        "--rare", metavar="COLUMN=N", action="append", default=[], help="put the values of fewer than N rows of this column together (may be repeated)"
    )
    counted.add_argument("--rare-word", metavar="WORD", default="", help="what that group is called (default: (other))")
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

    with waiting(f"reading {Path(file).name}"):
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

    quasi, sensitive, ks = _check_risk(args)
    rows, told = _read(args, args.file, [*quasi, *sensitive])
    population = _read(args, args.population, quasi)[0] if args.population else None
    with waiting("measuring"):
        found = disclosure.risk(rows, quasi, args.k)
        told |= {"quasi": quasi, "sensitive": sensitive, **found.as_dict()}
        told |= {"attackers": disclosure.attackers(rows, quasi, population).as_dict(), "uniqueness": disclosure.uniqueness(rows, quasi).as_dict()}
        told |= {"uniform": {one.column: one.rows for one in disclosure.uniform(rows, quasi, sensitive)}}
        told |= {"diversity": {one.column: one.as_dict() for one in disclosure.diversity(rows, quasi, sensitive)}}
    if ks:
        asked = disclosure.Asked(quasi, args.k, sensitive=sensitive)
        told["what_if"] = [one.as_dict() for one in disclosure.what_if(rows, asked, ks, watch=_watch("what if"))]
    told = _finished(told | {"method": "risk", "method_in_words": "Equivalence classes over the columns named; missing and * are values."}, begun)
    _tell_risk(args, told)
    return Exit.OK


def _check_risk(args: argparse.Namespace) -> tuple[list[str], list[str], list[int]]:
    """The columns and the other k, where they can be used; before a file is read."""
    quasi, sensitive, ks = _names(args.quasi), _names(args.sensitive), _ks(args.what_if)
    if not quasi:
        fail("--quasi names no column. Name those that together may single a person out: --quasi year,gender,province")
    if both := [name for name in sensitive if name in quasi]:
        fail(f"“{both[0]}” stands in --quasi and in --sensitive. Keep it in one.")
    for k in (args.k, *ks):
        _check_k(k)
    if args.out:
        if Path(args.out).suffix.lower() != ".json":
            fail(f"--out writes the report. End {Path(args.out).name} with .json; the words go beside it as .md.")
        check_places((args.file, args.population), {"--out": args.out, "its words": str(Path(args.out).with_suffix(".md"))})
    return quasi, sensitive, ks


def _check_k(k: int) -> None:
    if k < 2:
        fail(f"k = {k} protects nobody. Use k = 2 or more, 11 or more for anyone outside.")


def _tell_risk(args: argparse.Namespace, told: dict[str, Any]) -> None:
    from titip.share.disclosure.telling import risk_report

    if args.out:
        out = Path(args.out)
        told |= {"report": args.out}
        write_text(out, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        write_text(out.with_suffix(".md"), risk_report(told))
    if args.json:
        emit_json(told)
        return
    _say_risk(told)
    if args.out:
        say(f"\n{args.out}\n{Path(args.out).with_suffix('.md')}")


def _ks(given: str) -> list[int]:
    try:
        return [int(k) for k in _names(given)]
    except ValueError:
        fail(f"--what-if takes whole numbers with commas between them, not “{given}”.")


def _say_risk(told: dict[str, Any]) -> None:
    from titip.share.disclosure.telling import risk_head, risk_lines

    say(f"{risk_head(told)}\n")
    say(table(told["rows_by_size"].items(), ("rows that look alike", "rows")))
    say()
    for line in risk_lines(told):
        say(line)


# --- protect


def _protect(args: argparse.Namespace, begun: float) -> int:
    from titip.share.disclosure import Method, filing

    out = Path(args.out)
    _check_out(args)
    _check_conditions(args)
    spec = _spec(args)
    if (args.l > 1 or args.t is not None) and not spec.sensitive:
        fail(f"--l and --t are conditions on sensitive columns, and {Path(args.spec).name} names none. Write sensitive: [column]")
    rows, told = _read(args, args.file)
    spec = spec.only(rows.names) if args.spec.lower().endswith(".csv") else spec
    told["notes"] += spec.unused()
    asked = filing.asked_of(spec, rows, k=args.k, method=Method(args.method) if args.method else None, l=args.l, entropy=args.entropy, t=args.t)
    filed = filing.protect_file(rows, spec, asked, keep_order=args.keep_order, answers=args.answer, watch=_watch("protecting"))
    filing.write(filed.written, out, _watch("writing"))
    told |= {"out": str(out), **filed.as_dict(), "order": KEPT_ORDER if args.keep_order else ORDER}
    if asked.k < K:
        told["cautions"].append(f"k = {asked.k} is for colleagues only: 11 or more before anything goes outside, because what leaves cannot be called back.")
    _report(args, out, _finished(told, begun))
    return Exit.OK


def _synthetic(args: argparse.Namespace, begun: float) -> int:
    _check_out(args)
    if not 0 < args.epsilon <= 10:
        fail(f"--epsilon {args.epsilon:g} protects nobody. Use a number above 0 and up to 10; 1 to 4 are usual.")
    spec = _spec(args)
    rows, told = _read(args, args.file)
    spec = spec.only(rows.names) if args.spec.lower().endswith(".csv") else spec
    spec.check(rows)
    return disclose_synthetic.tell(args, _finished(disclose_synthetic.made_up(args, rows, told, spec), begun))


def _spec(args: argparse.Namespace) -> "Spec":
    from titip.share.disclosure import Spec

    return Spec.from_file(Path(args.spec))


def _check_out(args: argparse.Namespace) -> None:
    """That the output and its reports can be written, over nothing that is read; before a file is read."""
    from titip.share.disclosure import filing

    out = Path(args.out)
    filing.check_out(out, Path(args.file))
    beside, words = _reports(out)
    read = (args.file, getattr(args, "spec", ""), *getattr(args, "earlier", ()))
    check_places(read, {"--out": args.out, "its report": str(beside), "its words": str(words)})


def _check_conditions(args: argparse.Namespace) -> None:
    _check_k(args.k)
    if args.l < 0 or args.l == 1:
        fail(f"--l {args.l} asks for nothing. Use 2 or more different values, or leave it out.")
    if args.entropy and not args.l:
        fail("--entropy says how --l is counted, and --l is not given.")
    if args.t is not None and not 0 < args.t <= 1:
        fail(f"--t {args.t:g} is no distance between distributions. Use a number above 0 and up to 1, for instance 0.2.")


def _reports(out: Path) -> tuple[Path, Path]:
    """For programs and for people, beside the output."""
    return out.with_name(f"{out.stem}.report.json"), out.with_name(f"{out.stem}.report.md")


def _report(args: argparse.Namespace, out: Path, told: dict[str, Any]) -> None:
    """Beside the output, for people and for programs; and on standard output."""
    from titip.share.disclosure.telling import report

    beside, words = _reports(out)
    told = {**told, "report": str(beside)}
    text = report(told)
    write_text(beside, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    write_text(words, text)
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
    from titip.share.disclosure import filing, rare, tables

    out = Path(args.out)
    _check_out(args)
    _check_k(args.k)
    earlier = [tables.Earlier.from_file(Path(name)) for name in args.earlier]
    dimensions = [*([args.by] if args.by else []), args.rows, args.cols]
    if len(set(dimensions)) < len(dimensions):
        fail("--rows, --cols and --by must be different columns.")
    rows, told = _read(args, args.file, list(dict.fromkeys([*dimensions, *(name for one in earlier for name in one.dimensions)])))
    rows, grouped = rare.group_rare(rows, _rare(args, dimensions))
    made = tables.protect_counts(rows, dimensions, args.k, earlier=earlier, watch=lambda things, label: progress(things, label=label))
    filing.write_lines(made.lines(), out)
    groups = [replace(one, rows=made.count(frozenset({(one.column, one.word)}))).as_dict() for one in grouped]
    told |= {"out": str(out), **made.as_dict(), "grouped": groups}
    _report(args, out, _finished(told, begun))
    return Exit.OK


def _rare(args: argparse.Namespace, dimensions: list[str]) -> "dict[str, Rare]":
    """COLUMN=N each."""
    from titip.share.disclosure.rare import OTHER, Rare

    asked = {}
    for given in args.rare:
        code, _mark, least = given.rpartition("=")
        if code not in dimensions or not least.isdecimal():
            fail(f"--rare takes COLUMN=N, with a column of --rows, --cols or --by, not “{given}”. For example --rare {dimensions[0]}=20")
        asked[code] = Rare.read(code, {"least": int(least), "word": args.rare_word or OTHER})
    if args.rare_word and not asked:
        fail("--rare-word names a group that nobody asked for. Say --rare COLUMN=N too.")
    return asked
