"""The one door for tables from a notebook: pandas, polars, pyarrow, DuckDB relations, or plain lists; none of them is needed to open it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from titip.quality.linkage.columns import Texts
from titip.quality.linkage.spec import BadSpec


def from_frame(frame: Any) -> dict[str, Texts]:
    """Column → its texts, as ``dedupe`` and ``match`` take them. None, NaN, NA and NaT are nothing there; a moment becomes its day. Raises BadSpec."""
    columns = _columns(frame)
    if len({len(cells) for cells in columns.values()}) > 1:
        raise BadSpec("The columns have different lengths. Give one value a row in each column.")
    return {name: Texts.of(map(_cell, cells)) for name, cells in columns.items()}


def _columns(frame: Any) -> Mapping[str, list[Any]]:
    if isinstance(frame, Mapping):
        return {str(name): list(cells) for name, cells in frame.items()}
    if hasattr(frame, "to_pydict"):  # pyarrow
        return {str(name): list(cells) for name, cells in frame.to_pydict().items()}
    if hasattr(frame, "fetchall") and hasattr(frame, "columns"):  # a DuckDB relation
        rows = frame.fetchall()
        return {str(name): [row[place] for row in rows] for place, name in enumerate(frame.columns)}
    if hasattr(frame, "get_columns"):  # polars
        return {str(series.name): series.to_list() for series in frame.get_columns()}
    if hasattr(frame, "columns") and hasattr(frame, "iloc"):  # pandas
        return {str(name): frame[name].tolist() for name in frame.columns}
    raise BadSpec(f"{type(frame).__name__} is not a table that Titip knows. Give a pandas, polars or pyarrow table, a DuckDB relation, or lists by name.")


def _cell(cell: Any) -> Any:
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return None
    return cell.date() if isinstance(cell, datetime) else cell
