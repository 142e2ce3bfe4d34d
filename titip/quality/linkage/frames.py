"""The one door for tables from a notebook: pandas, polars, pyarrow, DuckDB relations, or plain lists; none of them is needed to open it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from titip.kit.frames import NotATable, columns_of
from titip.quality.linkage.columns import Texts
from titip.quality.linkage.spec import BadSpec


def from_frame(frame: Any) -> dict[str, Texts]:
    """Column → its texts, as ``dedupe`` and ``match`` take them. None, NaN, NA and NaT are nothing there; a moment becomes its day. Raises BadSpec."""
    columns = _columns(frame)
    if len({len(cells) for cells in columns.values()}) > 1:
        raise BadSpec("The columns have different lengths. Give one value a row in each column.")
    return {name: Texts.of(map(_cell, cells)) for name, cells in columns.items()}


def _columns(frame: Any) -> Mapping[str, list[Any]]:
    try:
        return columns_of(frame)
    except NotATable as problem:
        raise BadSpec(f"{problem} {problem.cure}") from None


def _cell(cell: Any) -> Any:
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return None
    return cell.date() if isinstance(cell, datetime) else cell
