"""Small XLSForms for tests."""

import io

import xlsxwriter
from python_calamine import CalamineWorkbook

Rows = list[list[str]]


def workbook(survey: Rows, choices: Rows | None = None, settings: Rows | None = None) -> bytes:
    """An .xlsx with the three sheets of an XLSForm."""
    sheets = {"survey": survey, "choices": choices or [["list_name", "name", "label"]], "settings": settings or [["form_id"], ["small"]]}
    return any_workbook(sheets)


def any_workbook(sheets: dict[str, Rows]) -> bytes:
    """An .xlsx with these sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def small(label: str = "Boat", **more: str) -> bytes:
    """A form with one text element."""
    return workbook([["type", "name", "label", *more], ["text", "boat", label, *more.values()]])


def sheets_of(data: bytes) -> dict[str, Rows]:
    """Every sheet of a workbook as rows of texts."""
    file = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: [[str(cell) for cell in row] for row in file.get_sheet_by_name(name).to_python()] for name in file.sheet_names}
