"""Delimited UTF-8 and Parquet, read in columns by DuckDB: the quick way for what is well formed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from titip.share.rules.files.cells import RawColumn
from titip.share.rules.problems import TableProblem

#: No spill to disk, nothing fetched from a network: a public file may still be somebody's only copy.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
}


class NotQuick(Exception):
    """DuckDB will not read this file; the row-by-row reader may, or says exactly why not."""


def can_name(path: Path) -> bool:
    """Whether DuckDB takes the path literally (it reads ``*``, ``?`` and ``[`` as patterns)."""
    return not set("*?[") & set(str(path))


def read_delimited(path: Path, divider: str, names: Sequence[str], wanted: Sequence[int], skip: int) -> list[RawColumn]:
    """The wanted columns of a UTF-8 file whose header is in line ``skip + 1``. Raises NotQuick."""
    places = [f"c{i}" for i in range(len(names))]
    options = "header=false, all_varchar=true, quote='\"', escape='\"', strict_mode=true, null_padding=false, auto_detect=false, compression=?, delim=?, skip=?"
    types = ", ".join(f"'{place}': 'VARCHAR'" for place in places)
    source = f"read_csv(?, {options}, columns={{{types}}})"
    with path.open("rb") as opened:
        compression = "gzip" if opened.read(2) == b"\x1f\x8b" else "none"
    return _encode(source, [str(path), compression, divider, skip + 1], [(places[i], names[i]) for i in wanted])


def parquet_names(path: Path) -> list[str]:
    """The columns of a Parquet file. Raises TableProblem."""
    try:
        with duckdb.connect(config=_CONFIG) as db:
            return [row[0] for row in db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()]
    except duckdb.Error:
        raise TableProblem(f"{path.name} is not a Parquet file.", "Export it again, as Parquet or CSV.") from None


def read_parquet(path: Path, names: Sequence[str], wanted: Sequence[int]) -> list[RawColumn]:
    """The wanted columns of a Parquet file. Raises TableProblem."""
    try:
        return _encode("read_parquet(?)", [str(path)], [(names[i], names[i]) for i in wanted])
    except NotQuick:
        raise TableProblem(f"{path.name} cannot be read as Parquet.", "Export it again, as Parquet or CSV.") from None


def _encode(source: str, arguments: list[object], wanted: Sequence[tuple[str, str]]) -> list[RawColumn]:
    """Each column as its distinct texts and one number a row: DuckDB's own ENUM does the numbering."""
    try:
        with duckdb.connect(config=_CONFIG) as db:
            picked = ", ".join(f"{_as_text(_quoted(stored))} AS k{i}" for i, (stored, _) in enumerate(wanted))
            db.execute(f"CREATE TABLE t AS SELECT {picked} FROM {source}", arguments)  # noqa: S608 - names are quoted, values are arguments
            return [_column(db, f"k{i}", name) for i, (_, name) in enumerate(wanted)]
    except duckdb.Error as error:
        raise NotQuick(str(error)) from None


def _as_text(cell: str) -> str:
    """A cell as text. What is not a number (NaN, as Parquet of other programs holds it) is not there; text that reads “nan” stays."""
    nan = f"typeof({cell}) IN ('DOUBLE', 'FLOAT') AND isnan(TRY_CAST({cell} AS DOUBLE))"
    return f"CASE WHEN {nan} THEN NULL ELSE CAST({cell} AS VARCHAR) END"


def _column(db: duckdb.DuckDBPyConnection, key: str, name: str) -> RawColumn:
    distinct = f"SELECT {key} FROM t WHERE {key} IS NOT NULL GROUP BY {key} ORDER BY {key}"  # noqa: S608 - key is k and a number, ours
    rows = db.execute(distinct).fetchall()
    texts = tuple(row[0] for row in rows)
    if not texts:
        (n,) = db.execute("SELECT count(*) FROM t").fetchone() or (0,)
        return RawColumn(name, (), np.full(n, -1, dtype=np.int32))
    db.execute(f"CREATE TYPE e_{key} AS ENUM ({distinct})")
    numbered = f"SELECT coalesce(CAST(enum_code(CAST({key} AS e_{key})) AS INTEGER), -1) AS code FROM t"  # noqa: S608 - as above
    codes = db.execute(numbered).fetchnumpy()["code"]
    return RawColumn(name, texts, np.asarray(codes, dtype=np.int32))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
