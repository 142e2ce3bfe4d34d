"""Spreadsheets (xlsx, xlsm, xls, xlsb, ods), one sheet of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from titip.share.rules.files.cells import RawColumn
from titip.share.rules.problems import TableProblem

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


def rows(path: Path, sheet: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """The rows of a sheet as text, header first, with what the reader should know. Raises TableProblem."""
    import python_calamine

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
