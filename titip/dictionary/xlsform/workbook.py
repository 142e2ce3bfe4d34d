"""The workbook itself: bytes become sheets of rows; what is no XLSForm is refused with a cure."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineWorkbook

from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit.workbooks import DAMAGED, spread, unpacked

#: A workbook that unpacks to more than this is refused (bytes).
LARGEST = 100 * 1024 * 1024
_MOST_ROWS = 20_000
#: A sheet is read as a rectangle up to its farthest cell: at about 30 bytes each.
_MOST_CELLS = 4_000_000
_OTHER_HEADINGS = {"relevance": "relevant", "constraint_msg": "constraint_message", "value": "name", "calculate": "calculation", "caption": "label"}
_ENCODINGS = ("utf-8-sig", "utf-16", "cp874", "cp1258", "cp1252")


class NotAnXlsForm(Told):
    """The file cannot be read as an XLSForm. The message says what it seems to be and what to do."""


@dataclass(frozen=True)
class Row:
    """A row under its headings. ``number`` counts from 1 as a spreadsheet program shows it; ``columns`` gives each heading's letter."""

    sheet: str
    number: int
    cells: dict[str, str]
    columns: dict[str, str]

    def get(self, heading: str) -> str:
        """The cell's text without spaces at its ends."""
        return self.cells.get(heading, "").strip(" \t\r\n\xa0")

    def raw(self, heading: str) -> str:
        """The cell's text as it stands."""
        return self.cells.get(heading, "")

    def at(self, heading: str = "") -> str:
        """``survey row 5`` or ``choices B270``."""
        letter = self.columns.get(heading)
        return f"{self.sheet} {letter}{self.number}" if letter else f"{self.sheet} row {self.number}"


Sheets = dict[str, list[Row]]


def read_sheets(data: bytes, file_name: str) -> Sheets:
    """Each sheet's rows by lower-case sheet name. Raises NotAnXlsForm."""
    _refuse_others(data, file_name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name.strip().lower(): list(_rows(book, name)) for name in book.sheet_names}
    except NotAnXlsForm:
        raise
    except Exception as error:  # the reader raises errors of several libraries; each means that the file is damaged
        raise _damaged(file_name) from error
    if "survey" not in sheets:
        found = ", ".join(sheets) or "none"
        template = _("“%(file)s” is a workbook but no XLSForm: it has no sheet named “survey” (sheets: %(found)s). Choose the form's XLSForm file.")
        raise NotAnXlsForm("no_survey", template, file=file_name, found=found[:120])
    if not sheets["survey"] or not {"type", "name"} <= sheets["survey"][0].columns.keys():
        template = _("The sheet “survey” of “%(file)s” needs the columns “type” and “name” in its first row.")
        raise NotAnXlsForm("no_columns", template, file=file_name)
    return sheets


def _refuse_others(data: bytes, file_name: str) -> None:
    if not data:
        raise NotAnXlsForm("empty", _("“%(file)s” is empty. Choose the form's XLSForm file (.xlsx)."), file=file_name)
    if data.startswith(b"PK\x03\x04"):
        _refuse_bombs(data, file_name)
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return
    encoding = _text_encoding(data)
    if encoding:
        template = _("“%(file)s” is a text or CSV file (%(encoding)s), not a workbook. An XLSForm is an .xlsx with the sheets “survey” and “choices”.")
        raise NotAnXlsForm("text", template, file=file_name, encoding=encoding)
    raise NotAnXlsForm("not_a_workbook", _("“%(file)s” is not a spreadsheet. Choose the form's XLSForm file (.xlsx, .xls or .ods)."), file=file_name)


def _refuse_bombs(data: bytes, file_name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = unpacked(archive)
            cells = spread(archive) if size <= LARGEST else 0
    except DAMAGED:
        raise _damaged(file_name) from None
    if size > LARGEST:
        template = _("“%(file)s” unpacks to more than %(megabytes)s MB and was not opened. An XLSForm is much smaller.")
        raise NotAnXlsForm("too_large", template, file=file_name, megabytes=LARGEST // 1024**2)
    if cells > _MOST_CELLS:
        template = _("A sheet of “%(file)s” spreads over more than %(most)s cells. Delete what stands far to the right or far below, and save it again.")
        raise NotAnXlsForm("too_wide", template, file=file_name, most=_MOST_CELLS)


def _damaged(file_name: str) -> NotAnXlsForm:
    template = _("“%(file)s” cannot be opened as a workbook; it may be damaged or locked by a password. Save it again as .xlsx and try once more.")
    return NotAnXlsForm("damaged", template, file=file_name)


def _text_encoding(data: bytes) -> str:
    """The name of an encoding in which the bytes are plain text, or nothing."""
    sample = data[:65536]
    if b"\x00" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    names = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp874": "Windows-874", "cp1258": "Windows-1258", "cp1252": "Windows-1252"}
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError as error:
            if not (encoding == "utf-8-sig" and error.start > len(sample) - 4 and len(data) > len(sample)):
                continue
            text = sample[: error.start].decode("utf-8-sig")
        if not any(ord(c) < 32 and c not in "\r\n\t\f" for c in text):
            return names[encoding]
    return ""


def _rows(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if len(grid) > _MOST_ROWS:
        raise NotAnXlsForm("too_long", _("The sheet “%(sheet)s” has more than %(most)s rows."), sheet=name, most=_MOST_ROWS)
    if not grid:
        return
    headings = [_heading(str(cell)) for cell in grid[0]]
    columns = {heading: _letter(place) for place, heading in enumerate(headings) if heading}
    if not columns:
        return
    for number, cells in enumerate(grid[1:], start=2):
        texts = {heading: _cell(cell) for heading, cell in zip(headings, cells, strict=False) if heading}
        if any(text.strip() for text in texts.values()):
            yield Row(name.strip().lower(), number, texts, columns)


def _heading(text: str) -> str:
    """A column's name: lower case around ``::``, the language as written."""
    text = " ".join(text.replace("\xa0", " ").split())
    name, colons, language = text.partition("::")
    if not colons and ":" in text and text.split(":")[0].strip().lower() in ("label", "hint"):
        name, colons, language = text.partition(":")
    name = name.strip().lower().replace(" ", "_")
    name = _OTHER_HEADINGS.get(name, name)
    return f"{name}::{language.strip()}" if colons else name


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
