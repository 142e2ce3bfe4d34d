"""Made-up rows instead of protected ones: `titip disclose synthetic`."""

import argparse
import json
from pathlib import Path
from typing import Any

from titip.cli.output import Exit, emit_json, fail, say, waiting
from titip.cli.placing import write_text

METHOD = "Made-up rows from noisy counts of low order (differential privacy, by pac-synth)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("file", metavar="FILE", help="CSV (also .gz), xlsx, xls, ods or Parquet: one row a person")
    parser.add_argument("--spec", metavar="SPEC.yaml", required=True, help="quasi and sensitive: the columns that are made up; all others are left out")
    parser.add_argument("--out", metavar="OUT", required=True, help="NAME.csv, NAME.xlsx or NAME.parquet; the report goes to NAME.report.json and .md")
    parser.add_argument("--epsilon", metavar="E", type=float, default=4.0, help="how much one row may show, above 0 and up to 10 (default: 4)")
    parser.add_argument("--columns", metavar="N", type=int, default=3, choices=(1, 2, 3, 4), help="counts of up to so many columns are kept (default: 3)")


def made_up(args: argparse.Namespace, rows: Any, told: dict[str, Any], spec: Any) -> dict[str, Any]:
    """Write the rows; what the report tells. Raises as ``synthesise`` does."""
    from titip.share.disclosure import filing, synthetic

    out = Path(args.out)
    names = [name for name in rows.names if name in (*spec.quasi, *spec.sensitive)]
    try:
        with waiting("making rows up"):
            made = synthetic.synthesise(rows, names, epsilon=args.epsilon, columns=args.columns)
    except synthetic.SyntheticMissing as missing:
        fail(str(missing))
    filing.write(made.table, out)
    left_out = [name for name in rows.names if name not in names]
    return told | {"out": str(out), "method": "synthetic", "method_in_words": METHOD, "made_up": names, "left_out": left_out, **made.as_dict()}


def tell(args: argparse.Namespace, told: dict[str, Any]) -> int:
    """The report beside the output, and on standard output."""
    out = Path(args.out)
    beside, words = out.with_name(f"{out.stem}.report.json"), out.with_name(f"{out.stem}.report.md")
    write_text(beside, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    lines = _lines(told)
    write_text(words, "\n".join(lines) + "\n")
    if args.json:
        emit_json(told | {"report": str(beside)})
    else:
        say("\n".join(lines))
        say(f"{out}\n{beside}\n{words}")
    return Exit.OK


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [
        f"# {told['out']}", "", f"Made up after {told['file']}. {told['method_in_words']} epsilon {told['epsilon']:g}, delta {told['delta']:.2g}.",
        f"{told['n']:,} rows of {', '.join(told['made_up'])}. Left out: {', '.join(told['left_out']) or 'nothing'}.",
        f"{told['unfilled']:,} cells could not be made up and are *.", "", "## How far off", "",
        "| columns together | rows that truly have it | combinations | none drawn | off on average |", "|---|---|---|---|---|",
    ]
    for one in told["errors"]:
        size = f"{one['low']} to {one['high']}" if one["high"] else f"{one['low']} or more"
        lines.append(f"| {one['columns']} | {size} | {one['combinations']:,} | {one['lost']:,} | {one['off']:g} % |")
    lines.append("")
    lines += [f"- Of {one['drawn']:,} combinations of {one['columns']} drawn, {one['never_existed']:,} never existed." for one in told["invented"]]
    return [*lines, "", "## What this does not protect against, and does not say", *(f"- {one}" for one in told["cautions"])]
