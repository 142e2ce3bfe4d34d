"""Files in and out: a table protected by a specification, with everything that a report must tell."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from titip.kit.finishing import whole_or_nothing
from titip.share.disclosure.effects import Effect, effect
from titip.share.disclosure.protecting import METHODS, Asked, Method, Outcome, protect
from titip.share.disclosure.rare import Grouped, group_rare
from titip.share.disclosure.specs import Spec
from titip.share.rules.columns import MISSING_CODES, STAR, SUPPRESSED, Column
from titip.share.rules.problems import TableProblem
from titip.share.rules.released import Table
from titip.share.rules.writing import harmless

SUFFIXES: Final = (".csv", ".xlsx", ".parquet")
#: A column that is neither identifying nor sensitive by the specification, yet differs in most rows, may name people all the same.
NEARLY_UNIQUE: Final = 0.5
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")
_CHUNK: Final = 20_000
_SHEET_ROWS: Final = 1_048_576


@dataclass(frozen=True)
class Filed:
    """A file's table as protected, in the order it is written. ``doubtful``: columns kept as they are that differ in most rows."""

    outcome: Outcome
    written: Table
    direct: tuple[str, ...]
    kept: tuple[str, ...]
    doubtful: tuple[str, ...]
    effects: tuple[Effect, ...]
    seconds: float
    grouped: tuple[Grouped, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        asked = self.outcome.asked
        return {
            "n": self.written.n,
            "k": asked.k,
            "l": asked.l or None,
            "entropy": asked.entropy,
            "t": asked.t,
            "method": asked.method.value,
            "method_in_words": METHODS[asked.method],
            "direct": list(self.direct),
            "quasi": list(asked.quasi_identifiers),
            "sensitive": list(asked.sensitive),
            "kept_as_they_are": list(self.kept),
            "doubtful": list(self.doubtful),
            "grouped": [one.as_dict() for one in self.grouped],
            **self.outcome.as_dict(),
            "effects": [one.as_dict() for one in self.effects],
            "engine_seconds": round(self.seconds, 3),
        }


def asked_of(spec: Spec, table: Table, *, k: int, method: Method | None = None, **more: Any) -> Asked:
    """What a specification asks of a table: local recoding where it has hierarchies, else local suppression, unless chosen. Raises TableProblem."""
    spec.check(table)
    hierarchies = spec.read_hierarchies(table)
    method = method or (Method.RECODE if hierarchies else Method.SUPPRESS)
    return Asked(spec.quasi, k, method, spec.sensitive, hierarchies=hierarchies, flags=spec.flags, small_places=spec.read_places(), **more)


def protect_file(table: Table, spec: Spec, asked: Asked, *, keep_order: bool, answers: Sequence[str] = (), watch: Callable[[Any], Any] = iter) -> Filed:
    """Protect a table as read by ``read_texts``: same columns, same number of rows, direct identifiers withheld whole. Raises as ``protect`` does."""
    table = table if keep_order else table.shuffled()
    begun = time.perf_counter()
    table, grouped = group_rare(table, spec.rare)
    outcome = protect(table, asked, watch)
    seconds = time.perf_counter() - begun
    written = Table(tuple(_withheld(column) if column.heading.code in spec.direct else column for column in outcome.table.columns))
    kept = [c for c in written.columns if c.heading.code not in (*spec.direct, *spec.quasi, *spec.sensitive)]
    doubtful = tuple(c.heading.code for c in kept if len(c.values) > max(NEARLY_UNIQUE * table.n, 1))
    effects = tuple(effect(table, outcome.table, column) for column in answers)
    return Filed(outcome, written, spec.direct, tuple(c.heading.code for c in kept), doubtful, effects, seconds, tuple(_told(one, asked.k) for one in grouped))


def _told(grouped: Grouped, k: int) -> Grouped:
    return grouped if grouped.rows is not None and grouped.rows >= k else replace(grouped, rows=None)


def _withheld(column: Column) -> Column:
    bare = replace(column.heading, names={})
    return Column(bare, (), np.full(len(column), SUPPRESSED, dtype=np.int32))


def check_out(out: Path, source: Path) -> None:
    """A place that can be written, known before any work is done. Raises TableProblem."""
    if out.suffix.lower() not in SUFFIXES:
        raise TableProblem(f"{out.name} does not say what to write.", "End its name with .csv, .xlsx or .parquet.")
    if not out.parent.is_dir():
        raise TableProblem(f"There is no folder {out.parent}.", "Make it first, or name another.")
    if out.resolve() == source.resolve():
        raise TableProblem("The protected table would overwrite the file itself.", "Name another --out.")


def write(table: Table, out: Path, watch: Callable[[Iterable[int]], Iterable[int]] = iter) -> None:
    """Write a table of texts: CSV (UTF-8, commas), a spreadsheet, or Parquet. Nothing is left where writing fails.

    A text that a spreadsheet would run gets an apostrophe before it; numbers are written as they stand.
    """
    write_lines(_rows(table, watch), out)


def write_lines(portions: Iterable[Sequence[Sequence[object]]], out: Path) -> None:
    """Write lines that come in portions, the header first, in the format that the name of ``out`` says. Raises TableProblem."""
    ways: dict[str, Callable[[Iterable[Sequence[Sequence[object]]], Path], None]] = {".xlsx": _to_xlsx, ".parquet": _to_parquet}
    with whole_or_nothing(out) as unfinished:
        ways.get(out.suffix.lower(), _to_csv)(portions, unfinished)


def _to_csv(portions: Iterable[Sequence[Sequence[object]]], out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        for lines in portions:
            writer.writerows(lines)


def _to_xlsx(portions: Iterable[Sequence[Sequence[object]]], out: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False})
    sheet = book.add_worksheet("released")
    place = 0
    for lines in portions:
        for line in lines:
            if place == _SHEET_ROWS:
                raise TableProblem(f"A spreadsheet holds no more than {_SHEET_ROWS - 1:,} rows.", "Write .csv or .parquet.")
            if sheet.write_row(place, 0, line):
                raise TableProblem(f"Row {place} does not fit a spreadsheet (32,767 letters a cell, 16,384 columns).", "Write .csv or .parquet.")
            place += 1
    book.close()


def _to_parquet(portions: Iterable[Sequence[Sequence[object]]], out: Path) -> None:
    import duckdb

    text = out.with_suffix(".csv.unfinished")
    try:
        _to_csv(portions, text)
        with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""}) as db:
            source = db.read_csv(str(text), header=True, all_varchar=True, delimiter=",", quotechar='"', escapechar='"')
            source.write_parquet(str(out))
    finally:
        text.unlink(missing_ok=True)


def _rows(table: Table, watch: Callable[[Iterable[int]], Iterable[int]]) -> Iterable[list[tuple[str, ...]]]:
    """The header, then portions of rows, as texts."""
    yield [tuple(_safe(code) for code in table.names)]
    texts = {**dict.fromkeys(MISSING_CODES.values(), ""), SUPPRESSED: STAR}
    lookups = [texts | {i: _safe(str(value)) for i, value in enumerate(column.values)} for column in table.columns]
    for start in watch(range(0, table.n, _CHUNK)):
        cells = [[lookup[code] for code in c.codes[start : start + _CHUNK].tolist()] for c, lookup in zip(table.columns, lookups, strict=True)]
        yield list(zip(*cells, strict=True))


def _safe(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else harmless(text)
