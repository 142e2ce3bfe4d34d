"""The columns of a table from a notebook: pandas, polars, pyarrow, a DuckDB relation, or plain lists; none of them is needed to open it."""

from collections.abc import Mapping
from typing import Any


class NotATable(TypeError):
    """What was given is no table that is known here."""

    cure = "Give a pandas, polars or pyarrow table, a DuckDB relation, or lists by name."


def columns_of(frame: Any) -> Mapping[str, list[Any]]:
    """Column → its cells, as they are. Raises NotATable."""
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
    raise NotATable(f"{type(frame).__name__} is not a table that Titip knows.")
