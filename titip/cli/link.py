"""Finds people who stand twice in a file, or in two files, under whatever spelling."""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from titip import __version__
from titip.cli.output import Exit, complain, emit_json, fail, progress, say, waiting
from titip.cli.placing import check_places, write_rows, write_text

if TYPE_CHECKING:
    from titip.quality.linkage import Linked, Spec, Texts

METHOD = "Probabilistic linkage: comparison levels with frozen weights (logistic regression on labelled made-up people), one prior fitted to the file."
METHOD_SPLINK = "Splink 5 (Fellegi and Sunter, weights by expectation–maximisation without labels) on columns cleaned by Titip."
ENGINES = ("titip", "duckdb", "spark")
HELP_ENGINE = "titip (default); duckdb: Splink, for clean Latin files (titip[splink]); spark: Splink on Spark, for more than one machine holds (titip[spark])"
HELP_SPEC = "id: COLUMN, and compare: {COLUMN: KIND}; or a dictionary export (titip dictionary export --format csv)"
HELP_CODES = (
    "tokens (default): values, compared exactly; hardened: one folded Bloom code a person, compared by likeness at a linkage unit that holds no key "
    "(read its limits first: docs/linkage.md)"
)
HELP_FILE = "CSV (also .gz), xlsx, xls, ods or Parquet: one row a record"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    dedupe = verbs.add_parser("dedupe", help="pairs of rows of one file that may be one person")
    dedupe.add_argument("file", metavar="FILE", help=HELP_FILE)
    match = verbs.add_parser("match", help="pairs of rows across two files that may be one person")
    match.add_argument("a", metavar="A", help=HELP_FILE)
    match.add_argument("b", metavar="B", help="the same columns as A")
    match.add_argument("--one-to-one", action="store_true", help="nobody stands twice in A, nor in B: keep the best partner of each")
    for verb in (dedupe, match):
        verb.add_argument("--spec", metavar="SPEC.yaml", required=True, help=HELP_SPEC)
        verb.add_argument("--out", metavar="PAIRS.csv", required=True, help="id_a, id_b, probability; the report goes to PAIRS.report.json")
        verb.add_argument("--clusters", metavar="CLUSTERS.csv", default="", help="id, cluster: the rows of one person share a number")
        verb.add_argument("--reasons", metavar="REASONS.csv", default="", help="every pair again, with what agrees and what differs in words")
        verb.add_argument("--threshold", metavar="P", type=float, default=0.5, help="write pairs of at least this probability (default: 0.5)")
        verb.add_argument("--engine", choices=ENGINES, default="titip", help=HELP_ENGINE)
    encode = verbs.add_parser("encode", help="the people of a file as keyed tokens, for counting an overlap without names")
    encode.add_argument("file", metavar="FILE", help=HELP_FILE)
    encode.add_argument("--spec", metavar="SPEC.yaml", required=True, help="as for dedupe")
    encode.add_argument("--key", metavar="KEYFILE", required=True, help="made by 'titip link key' for this one exercise, and held by its members only")
    encode.add_argument("--out", metavar="TOKENS", required=True, help="type and token (or row and code), in an order that tells nothing")
    encode.add_argument("--codes", choices=("tokens", "hardened"), default="tokens", help=HELP_CODES)
    encode.add_argument("--rows", metavar="ROWS.csv", default="", help="with hardened: which row has which number; stays with you")
    key = verbs.add_parser("key", help="a new key for one exercise")
    key.add_argument("file", metavar="KEYFILE", help="must not be there yet")
    overlap = verbs.add_parser("overlap", help="how many people two or more token files have in common, as ranges")
    overlap.add_argument("tokens", metavar="TOKENS", nargs="+", help="made by 'titip link encode' with the same key")
    overlap.add_argument("--out", metavar="REPORT.json", default="", help="also write the report here")
    overlap.add_argument("--threshold", metavar="DICE", type=float, default=None, help="hardened codes: one person from this likeness on (default: 0.65)")
    overlap.add_argument("--pairs", metavar="PAIRS.csv", default="", help="hardened codes: row_a, row_b, dice of those who met")
    blind = verbs.add_parser("blind", help="tokens as points that only both members together can compare: first one's own, then the other's (titip[psi])")
    blind.add_argument("tokens", metavar="FILE", help="one's own tokens from 'titip link encode', or what the other member has blinded once")
    blind.add_argument("--secret", metavar="SECRET", required=True, help="made at the first blinding; never leaves the member, never used again")
    blind.add_argument("--out", metavar="BLINDED", required=True, help="type and point, in an order that tells nothing")
    meet = verbs.add_parser("meet", help="how many tokens two files have in common that both members have blinded, as ranges")
    meet.add_argument("files", metavar="BLINDED", nargs=2, help="each blinded by both members")
    meet.add_argument("--out", metavar="REPORT.json", default="", help="also write the report here")
    for verb in (dedupe, match, encode):
        verb.add_argument("--encoding", metavar="NAME", default="", help="where the guess is wrong: utf-8, utf-16, windows-874, windows-1258, windows-1252")
        verb.add_argument("--sheet", metavar="NAME", default="", help="which sheet of a spreadsheet (default: the first with rows)")
    for verb in (dedupe, match, encode, key, overlap, blind, meet):
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says. 0 when done, 2 when a file, the spec or an argument cannot be used."""
    from titip.cli import link_blind as blinded
    from titip.cli import link_without_names as without_names
    from titip.quality.linkage import BadSpec
    from titip.share.rules import TableProblem

    begun = time.perf_counter()
    try:
        verbs = {"dedupe": _pairs, "match": _pairs}
        verbs |= {"encode": without_names.encode, "key": without_names.key, "overlap": without_names.overlap}
        verbs |= {"blind": blinded.blind, "meet": blinded.meet}
        return verbs[args.verb](args, begun)
    except (TableProblem, BadSpec) as problem:
        fail(str(problem))


def read_spec(args: argparse.Namespace, file: str) -> "Spec":
    """The spec in a YAML file, or what a dictionary export (CSV) says of the columns of ``file``; a sentence and exit 2 where it is none."""
    import yaml

    from titip.quality.linkage import Spec
    from titip.share.rules.files import read_texts

    path = Path(args.spec)
    if not path.is_file():
        fail(f"There is no spec {path}. Write for instance: compare: {{full name: name, born: birth_date}}")
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".csv":
            return Spec.from_codebook(text, read_texts(Path(file), encoding=args.encoding, sheet=args.sheet).table.names)
        return Spec.read(yaml.safe_load(text))
    except UnicodeDecodeError:
        fail(f"{path.name} is not UTF-8 text. Save it as UTF-8.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fail(f"{path.name} is not YAML{f' (line {mark.line + 1})' if mark else ''}. Look at its indents and colons.")


def read_columns(args: argparse.Namespace, file: str, spec: "Spec") -> dict[str, "Texts"]:
    from titip.quality.linkage import Texts
    from titip.share.rules.files import read_texts

    wanted = list(dict.fromkeys([*([spec.id] if spec.id else []), *spec.compare]))
    with waiting(f"reading {Path(file).name}"):
        found = read_texts(Path(file), columns=wanted, encoding=args.encoding, sheet=args.sheet).table
    return {column.heading.code: Texts([str(value) for value in column.values], column.codes) for column in found.columns}


def ids_of(spec: "Spec", columns: dict[str, "Texts"], file: str) -> list[str]:
    """What names each row: the column that the spec says, or the row's number from 0."""
    if not spec.id:
        return [str(row) for row in range(len(next(iter(columns.values()))))]
    ids = columns[spec.id].cells()
    seen: set[str] = set()
    for row, one in enumerate(ids, start=1):
        if not one or one in seen:
            what = f"“{one}” stands twice" if one else "nothing stands there"
            cure = "Name another column, or leave “id” out of the spec."
            fail(f"{Path(file).name}, row {row}: the id column “{spec.id}” must name each row once, and {what}. {cure}")
        seen.add(one)
    return ids


def _check(args: argparse.Namespace) -> None:
    """What can be wrong before a file is read."""
    if not 0 < args.threshold <= 1:
        fail(f"--threshold is a probability above 0 and up to 1, not {args.threshold:g}.")
    written = {"--out": args.out, "--clusters": args.clusters, "--reasons": args.reasons}
    check_places((getattr(args, "file", ""), getattr(args, "a", ""), getattr(args, "b", ""), args.spec), written, rows=written)


def _pairs(args: argparse.Namespace, begun: float) -> int:
    _check(args)
    files = [args.file] if args.verb == "dedupe" else [args.a, args.b]
    spec = read_spec(args, files[0])
    columns = [read_columns(args, file, spec) for file in files]
    ids = [one for file, held in zip(files, columns, strict=True) for one in ids_of(spec, held, file)]
    linked = _linked(args, spec, columns)
    first, second, probability = linked.at_least(args.threshold)
    rows = zip(first.tolist(), second.tolist(), probability.tolist(), strict=True)
    write_rows(args.out, ("id_a", "id_b", "probability"), ((ids[a], ids[b], f"{p:.6f}") for a, b, p in rows))
    told = _told(args, spec, linked, len(first), files)
    if args.clusters:
        told |= _clusters(args, linked, ids)
    if args.reasons:
        _reasons(args, linked, ids)
    told |= {"version": __version__, "seed": None if args.engine == "titip" else 1, "seconds": round(time.perf_counter() - begun, 3)}
    beside = Path(args.out).with_name(f"{Path(args.out).stem}.report.json")
    write_text(beside, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    emit_json({**told, "report": str(beside)}) if args.json else _say_pairs(args, told, beside)
    return Exit.OK


def _linked(args: argparse.Namespace, spec: "Spec", columns: "Sequence[dict[str, Texts]]") -> "Linked":
    """The pairs, by the engine that was asked for."""
    from titip.quality import linkage

    if args.engine != "titip":
        from titip.quality.linkage.splink_places import EngineMissing
        from titip.quality.linkage.splinking import splink_dedupe, splink_match

        complain(f"Splink is at work ({args.engine}); it does not say how far it is.")
        try:
            with waiting(f"Splink ({args.engine})"):
                if args.verb == "dedupe":
                    return splink_dedupe(spec, columns[0], engine=args.engine)
                return splink_match(spec, columns[0], columns[1], engine=args.engine, one_to_one=args.one_to_one)
        except EngineMissing as missing:
            fail(str(missing))
    watch = _watch("comparing")
    if args.verb == "dedupe":
        return linkage.dedupe(spec, columns[0], watch=watch)
    return linkage.match(spec, columns[0], columns[1], one_to_one=args.one_to_one, watch=watch)


def _told(args: argparse.Namespace, spec: "Spec", linked: "Linked", pairs: int, files: Sequence[str]) -> dict[str, Any]:
    first, rows = linked.records.second, linked.records.rows
    return {
        "method": METHOD if args.engine == "titip" else METHOD_SPLINK,
        "weights": linked.weights.version if args.engine == "titip" else "learnt from the file", "engine": args.engine,
        "files": [Path(file).name for file in files],
        "rows": [first, rows - first] if first else rows, "compare": dict(spec.compare), "threshold": args.threshold, "pairs_compared": linked.compared,
        "pairs": pairs, "expected_pairs_per_row": round(linked.rate, 4), "out": args.out,
        "cautions": [
            "A person decides: a pair is a question, never a merger.",
            "A row without a pair was not found again; that does not say that she was never here.",
        ],
    }


def _clusters(args: argparse.Namespace, linked: "Linked", ids: list[str]) -> dict[str, Any]:
    """One number a person over all rows. Of two files, each id stands with its file before it."""
    from titip.quality.linkage import clusters

    with waiting("joining into people"):
        joined = clusters(linked.records.rows, linked.first, linked.second, linked.probability, threshold=args.threshold)
    numbers: dict[int, int] = {}
    whose = (lambda row: f"{'a' if row < linked.records.second else 'b'}:{ids[row]}") if linked.records.second else (lambda row: ids[row])
    write_rows(args.clusters, ("id", "cluster"), ((whose(row), numbers.setdefault(one, len(numbers) + 1)) for row, one in enumerate(joined.tolist())))
    return {"clusters": len(numbers), "clusters_out": args.clusters}


def _reasons(args: argparse.Namespace, linked: "Linked", ids: list[str]) -> None:
    from titip.quality.linkage import explain, sentence

    first, second, probability = linked.at_least(args.threshold)
    step = 10_000

    def lines() -> Iterable[tuple[str, str, str, str]]:
        for begin in progress(range(0, len(first), step), label="explaining"):
            part = slice(begin, begin + step)
            told = explain(linked, first[part], second[part])
            for a, b, p, reasons in zip(first[part].tolist(), second[part].tolist(), probability[part].tolist(), told, strict=True):
                yield ids[a], ids[b], f"{p:.6f}", sentence(reasons)

    write_rows(args.reasons, ("id_a", "id_b", "probability", "reasons"), lines())


def _watch(label: str) -> Any:
    return lambda things: progress(things, label=label)


def _say_pairs(args: argparse.Namespace, told: dict[str, Any], beside: Path) -> None:
    from titip.quality.linkage import NOBODY_FOUND

    say(f"{told['pairs']:,} pairs of at least {args.threshold:g}, out of {told['pairs_compared']:,} compared.")
    if not told["pairs"]:
        say(NOBODY_FOUND)
    say("\n".join(name for name in (args.out, args.clusters, args.reasons, str(beside)) if name))
    for caution in told["cautions"]:
        say(caution)
