"""A released table as CSV or JSON: the signposts inside, missing of five kinds kept apart, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from titip.kit.missing import WRITTEN, Missing
from titip.kit.text import may_run
from titip.share.rules.columns import MISSING_CODES, STAR, SUPPRESSED, Column, Value
from titip.share.rules.files.delimited import SIGNPOST, SIGNPOST_FIRST
from titip.share.rules.signposts import signposts

if TYPE_CHECKING:
    from titip.share.rules.released import Released

_CHUNK = 20_000


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what would be one."""
    return f"'{text}" if may_run(text) else text


def to_csv(released: Released, path: Path, *, signposts_inside: bool = True) -> None:
    """Write UTF-8 with a byte-order mark, so that spreadsheets read every script.

    The signposts stand above the header as lines that begin with ``#``; else in a second file, ``NAME.about.txt``. Rows of signposts are
    skipped by Titip itself and, with ``comment="#"`` (``comment.char="#"`` in R), by other programs.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        if signposts_inside:
            _write_signposts(released, out, SIGNPOST)
        _write_rows(released, out)
    if not signposts_inside:
        with path.with_name(f"{path.stem}.about.txt").open("w", encoding="utf-8") as out:
            _write_signposts(released, out, "")


def csv_text(released: Released) -> str:
    """The same as ``to_csv`` writes, signposts inside, as text without the mark."""
    out = io.StringIO(newline="")
    _write_signposts(released, out, SIGNPOST)
    _write_rows(released, out)
    return out.getvalue()


def as_dict(released: Released) -> dict[str, Any]:
    """For JSON: ``signposts``, ``columns`` (code, label, type, unit), and ``rows``; an absent value is ``{"missing": kind}``."""
    return {
        "signposts": dict(signposts(released)),
        "audience": released.audience.value,
        "k": released.suppression.k,
        "n": released.n,
        "columns": [{"code": c.heading.code, "label": c.heading.shown, "type": c.heading.type.value, "unit": c.heading.unit} for c in released.table.columns],
        "rows": [list(row) for row in zip(*(_plain(c) for c in released.table.columns), strict=True)],
    }


def to_json(released: Released, path: Path) -> None:
    """Write ``as_dict`` as UTF-8."""
    path.write_text(json.dumps(as_dict(released), ensure_ascii=False), encoding="utf-8")


def _write_signposts(released: Released, out: TextIO, begin: str) -> None:
    write = csv.writer(out, lineterminator="\r\n") if begin else None
    lines = [f"{SIGNPOST_FIRST.removeprefix(SIGNPOST)}", *(f"{label}: {' '.join(text.split())}" for label, text in signposts(released))]
    for line in lines:
        if write:
            write.writerow([f"{begin}{line}"])
        else:
            out.write(f"{line}\n")


def _write_rows(released: Released, out: TextIO) -> None:
    write = csv.writer(out, lineterminator="\r\n")
    columns = released.table.columns
    write.writerow([harmless(c.heading.code) for c in columns])
    lookups = [_written(c) for c in columns]
    for start in range(0, released.n, _CHUNK):
        parts = [[lookup[code] for code in c.codes[start : start + _CHUNK].tolist()] for c, lookup in zip(columns, lookups, strict=True)]
        write.writerows(zip(*parts, strict=True))


def _written(column: Column) -> dict[int, str]:
    """How each code is written in a cell."""
    texts = {code: WRITTEN[kind] for kind, code in MISSING_CODES.items()} | {SUPPRESSED: STAR}
    return texts | {i: _text(value) for i, value in enumerate(column.values)}


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | date):
        return str(value)
    return harmless(value if isinstance(value, str) else "; ".join(value))


def _plain(column: Column) -> list[Any]:
    def cell(value: Value | Missing) -> Any:
        if isinstance(value, Missing):
            return {"missing": value.value}
        if isinstance(value, tuple):
            return list(value)
        return value.isoformat() if isinstance(value, date) else value

    return [cell(value) for value in column.cells()]
