"""The one door for tables from a notebook: pandas, polars, pyarrow, DuckDB relations, or plain lists; none of them is needed to open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from titip.kit.frames import NotATable, columns_of
from titip.kit.missing import Missing
from titip.share.rules.columns import Cell, Column, Heading, Value
from titip.share.rules.problems import TableProblem
from titip.share.rules.released import Table

_ABSENT: Final = frozenset({"NAType", "NaTType"})


def from_frame(frame: Any, *, ordered: Sequence[str] = ()) -> Table:
    """A table from a frame, one column a column. None, NaN, NA and NaT are missing; a moment becomes its day; other things become their text.

    ``ordered``: columns whose order of values means something for t-closeness (numbers do by themselves). Raises TableProblem.
    """
    columns = _columns(frame)
    if len({len(cells) for cells in columns.values()}) > 1:
        raise TableProblem("The columns have different lengths.", "Give one value a row in each column.")
    return Table(tuple(_column(name, cells, name in ordered) for name, cells in columns.items()))


def to_lists(table: Table) -> dict[str, list[Value | None]]:
    """The columns as lists, for ``pandas.DataFrame(…)``, ``polars.DataFrame(…)`` or ``pyarrow.table(…)``: missing is None, withheld is ``*``.

    A column that holds ``*`` or a coarser value beside numbers is given as text throughout: frames want one type a column.
    """
    made: dict[str, list[Value | None]] = {}
    for column in table.columns:
        cells = [None if isinstance(cell, Missing) else cell for cell in column.cells()]
        kinds = {type(cell) for cell in cells if cell is not None}
        made[column.heading.code] = [None if cell is None else str(cell) for cell in cells] if len(kinds) > 1 else list(cells)
    return made


def _columns(frame: Any) -> Mapping[str, list[Any]]:
    try:
        return columns_of(frame)
    except NotATable as problem:
        raise TableProblem(str(problem), problem.cure) from None


def _column(name: str, cells: Iterable[Any], ordered: bool) -> Column:
    made = [_cell(cell) for cell in cells]
    present = [cell for cell in made if cell is not None]
    numeric = bool(present) and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in present)
    return Column.from_cells(Heading(name, ordered=ordered or numeric), made)


def _cell(cell: Any) -> Cell:
    if cell is None or type(cell).__name__ in _ABSENT or cell != cell:  # what is not equal to itself is NaN
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (str, bool, int, float, date, Missing)):
        return cell
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, (list, tuple, set, frozenset)):
        return tuple(sorted(str(part) for part in cell))
    return str(cell)
