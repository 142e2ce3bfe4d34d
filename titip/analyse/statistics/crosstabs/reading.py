"""From a file to a released table by way of a cross-tab: the engine counts, and what it counted is read by the rules of every public file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from titip.analyse.statistics.crosstabs.engines import Source, opened
from titip.analyse.statistics.crosstabs.expressing import crosstab, sql
from titip.share.rules import About, Audience, Released, Table, TableProblem, UnknownColumn
from titip.share.rules.files.cells import Notes, RawColumn, column
from titip.share.rules.files.reading import layout

#: More different combinations than this are no cross-tab: they would be the table again.
MOST_COMBINATIONS = 5_000_000


@dataclass(frozen=True)
class Counted:
    """Combinations of values, in a forced order, and how many rows have each. ``query`` is the SQL that was run."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    counts: npt.NDArray[np.int64]
    query: str


def count(path: Path, columns: Sequence[str], *, engine: str) -> Counted:
    """Count the rows of a CSV (UTF-8) or Parquet file by ``columns``. Raises UnknownColumn, TableProblem, EngineMissing."""
    wanted = tuple(dict.fromkeys(columns))
    if not wanted:
        raise TableProblem("An engine counts by columns, and none is named.", "Name one, for example with --by.")
    found = layout(path)
    with opened(engine, Source(path, found.names, found.divider, found.above)) as running:
        for name in wanted:
            if name not in running.kinds:
                raise UnknownColumn(name, list(running.kinds))
        query = sql(crosstab(running.kinds, wanted), running.tongue)
        rows = running.run(query)
    if len(rows) > MOST_COMBINATIONS:
        raise TableProblem(f"The columns have {len(rows):,} different combinations.", "Choose columns with fewer values, or band them first.")
    return Counted(wanted, tuple(row[:-1] for row in rows), np.array([row[-1] for row in rows], dtype=np.int64), query)


def read(path: Path, columns: Sequence[str], *, engine: str, about: About | None = None) -> Released:
    """The public table with only these columns, one row for each row counted. Raises as ``count``.

    What a value is, and what is missing, is decided on the different values alone, by the rules of every other file.
    """
    counted = count(path, columns, engine=engine)
    notes = Notes()
    table = Table(tuple(column(_raw(counted, i), notes) for i in range(len(counted.columns))))
    if not table.n:
        raise TableProblem(f"{path.name} has no rows.", "Give a file with at least one row.")
    about = about or About()
    how = f"Counted in {path.name} with {engine}: {len(counted.rows):,} combinations of {', '.join(counted.columns)}."
    return Released(
        table, Audience.PUBLIC,
        replace(about, method=about.method or "Read as published.", limits=about.limits + notes.sentences(), provenance=(*about.provenance, how)),
    )


def _raw(counted: Counted, place: int) -> RawColumn:
    """One column: each different text once, and for each row of the file the number of its text."""
    texts: dict[str, int] = {}
    codes = [-1 if row[place] is None else texts.setdefault(_text(row[place]), len(texts)) for row in counted.rows]
    return RawColumn(counted.columns[place], tuple(texts), np.repeat(np.array(codes, dtype=np.int32), counted.counts))


def _text(value: Any) -> str:
    """A value as text: written here and not by the engines, which write numbers in different ways."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
