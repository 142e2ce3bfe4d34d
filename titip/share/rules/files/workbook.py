"""Spreadsheets (xlsx, xlsm, xls, xlsb, ods), one sheet of them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from titip.kit.workbooks import DAMAGED, spread, unpacked
from titip.share.rules.files.cells import RawColumn
from titip.share.rules.problems import TableProblem

#: A workbook that unpacks to more (bytes), or has a sheet of more cells up to its farthest, is refused: each cell takes about 30 bytes.
MOST_BYTES = 1024 * 1024 * 1024
MOST_CELLS = 20_000_000
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


def rows(path: Path, sheet: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """The rows of a sheet as text, header first, with what the reader should know. Raises TableProblem."""
    import python_calamine

    _refuse_bombs(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError):
        raise TableProblem(f"{path.name} is not a spreadsheet that can be read.", "Take off its password if it has one, or save it as CSV UTF-8.") from None
    names = book.sheet_names
    if sheet and sheet not in names:
        raise TableProblem(f"There is no sheet “{sheet}”.", f"The sheets are: {', '.join(names)}.")
    for name in [sheet] if sheet else names:
        found = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=True)]
        found = [row for row in found if any(row)]
        if found:
            note = (f"Read from the sheet “{name}”, one of {len(names)}.",) if len(names) > 1 else ()
            return found, note
    raise TableProblem(f"{path.name} has no rows.", "Choose a sheet that holds a table: a header, then one row each.")


def _refuse_bombs(path: Path) -> None:
    """Refuse what would take all memory once it is opened. Raises TableProblem."""
    try:
        if not zipfile.is_zipfile(path):
            return  # an .xls, whose rectangle is small, or no spreadsheet, which the reader tells
        with zipfile.ZipFile(path) as archive:
            size = unpacked(archive)
            cells = spread(archive) if size <= MOST_BYTES else 0
    except DAMAGED:
        raise TableProblem(f"{path.name} is damaged or locked by a password.", "Save it again, or save it as CSV UTF-8.") from None
    if size > MOST_BYTES:
        raise TableProblem(f"{path.name} unpacks to more than {MOST_BYTES // 1024**2} MB and was not opened.", "Save the sheet as CSV UTF-8.")
    if cells > MOST_CELLS:
        cure = "Delete what stands far to the right or far below and save it again, or save it as CSV UTF-8."
        raise TableProblem(f"A sheet of {path.name} spreads over more than {MOST_CELLS:,} cells.", cure)


def columns(body: Sequence[Sequence[str]], names: Sequence[str], wanted: Sequence[int]) -> list[RawColumn]:
    """The wanted columns of rows that are already text."""
    made = []
    for index in wanted:
        seen: dict[str, int] = {}
        codes = np.fromiter((seen.setdefault(row[index], len(seen)) for row in body), dtype=np.int32, count=len(body))
        made.append(RawColumn(names[index], tuple(seen), codes))
    return made


def _text(cell: Any) -> str:
    """A cell as a CSV would hold it: whole numbers without a decimal point, dates in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
