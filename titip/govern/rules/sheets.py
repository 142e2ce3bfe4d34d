"""The inventory as a table for spreadsheet programs: CSV and XLSX, with nothing in it that one would run."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from titip.govern.rules.inventory import FLAGS, KINDS, Line
from titip.share.rules.writing import harmless

#: Turns a message id into the reader's language.
Say = Callable[[str], str]

HEADINGS = (
    "record_type", "element", "label", "definition", "type", "unit", "risk", "identifier", "never_by_default", "held_in", "purposes", "retention_months",
    "questions", "flags", *(f"n_{kind}" for kind in KINDS), "records", "htcds", "ctdc", "dictionary_version", "made_on",
)


def table(lines: Iterable[Line], *, records: dict[str, str], dictionary_version: int, made_on: date, say: Say) -> list[list[str]]:
    """A heading row, then one row an element. ``records`` is the number of records of each type, as shown."""
    return [list(HEADINGS), *(_row(line, records[line.record_type], dictionary_version, made_on, say) for line in lines)]


def _row(line: Line, records: str, dictionary_version: int, made_on: date, say: Say) -> list[str]:
    element = line.element
    about = (
        [element.definition, element.type.value, element.unit, element.risk, element.identifier.value or "none", "yes" if element.never_by_default else "no"]
        if element else [""] * 6
    )
    counts = [_count(line, kind, say) for kind in KINDS]
    mapping = element.mapping if element else {}
    return [
        line.record_type, line.code, line.label, *about, "vault" if line.in_vault else "main database", "; ".join(line.purposes),
        str(element.retention_months) if element and element.retention_months is not None else "", "; ".join(line.questions),
        "; ".join(say(FLAGS[flag]) for flag in line.flags), *counts, records, mapping.get("htcds", ""), mapping.get("ctdc", ""),
        str(dictionary_version), made_on.isoformat(),
    ]


def _count(line: Line, kind: str, say: Say) -> str:
    found = line.counts.get(kind)
    if found is None:
        return ""
    return str(found.number) if found.number is not None else say(found.words)


def to_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with byte-order mark. A cell that a spreadsheet would run as a formula is written with an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Sequence[Sequence[str]], *, sheet: str = "Inventory") -> bytes:
    """A workbook of one sheet. Every cell is text, so that none is run; the heading row stays in sight."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(place, column, harmless(cell), bold if place == 0 else None)
        page.freeze_panes(1, 3)
        if len(rows) > 1:
            page.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    return out.getvalue()
