"""The engines that run a cross-tab: DuckDB inside this process, Spark on this machine's cores or on a cluster it is told of."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from titip.share.rules import TableProblem

Rows = list[tuple[Any, ...]]
#: Ibis types of what an engine's own types hold; every other kind is handled as it stands.
_FLOATING: Final = frozenset({"DOUBLE", "FLOAT", "REAL", "double", "float"})


class EngineMissing(TableProblem):
    """An engine is not installed."""


@dataclass(frozen=True)
class Source:
    """A file as an engine is to read it. ``names``: the columns of delimited text (empty: Parquet, which knows its own).

    ``skip`` lines stand above its header.
    """

    path: Path
    names: tuple[str, ...] = ()
    divider: str = ","
    skip: int = 0


class Engine(Protocol):
    """One engine with the table opened: ``kinds`` of its columns, and the rows of a query in its ``tongue``."""

    tongue: str
    kinds: Mapping[str, str]

    def run(self, query: str) -> Rows: ...


class _DuckDb:
    tongue: str = "duckdb"

    def __init__(self, connection: Any, source: Source) -> None:
        self._connection = connection
        if source.names:
            named = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for name in source.names)
            options = f"header=false, skip={source.skip + 1}, auto_detect=false, quote='\"', escape='\"', strict_mode=true, columns={{{named}}}"
            reader, arguments = f"read_csv(?, delim=?, {options})", [str(source.path), source.divider]
        else:
            reader, arguments = "read_parquet(?)", [str(source.path)]
        relation = connection.sql(f"SELECT * FROM {reader}", params=arguments)  # noqa: S608 - names are quoted, values are arguments
        relation.create_view("t")
        self.kinds: Mapping[str, str] = {name: _kind(str(kind)) for name, kind in zip(relation.columns, relation.types, strict=True)}

    def run(self, query: str) -> Rows:
        return list(self._connection.sql(query).fetchall())


class _Spark:
    tongue: str = "pyspark"

    def __init__(self, session: Any, source: Source) -> None:
        self._session = session
        if source.names:
            from pyspark.sql.types import StringType, StructField, StructType

            schema = StructType([StructField(name, StringType()) for name in source.names])
            # One task reads the whole text, since a quoted cell may hold a line's end; Parquet is read by all.
            reader = session.read.schema(schema).option("sep", source.divider).option("header", True).option("multiLine", True)
            reader = reader.option("quote", '"').option("escape", '"').option("mode", "FAILFAST")
            frame = (reader.option("comment", "#") if source.skip else reader).csv(str(source.path))
        else:
            frame = session.read.parquet(str(source.path))
        frame.createOrReplaceTempView("t")
        self.kinds: Mapping[str, str] = {field.name: _kind(field.dataType.typeName()) for field in frame.schema.fields}

    def run(self, query: str) -> Rows:
        return [tuple(row) for row in self._session.sql(query).collect()]


def _kind(name: str) -> str:
    return "float64" if name in _FLOATING else "string"


@contextmanager
def _duckdb(source: Source) -> Iterator[Engine]:
    import duckdb

    config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    try:
        with duckdb.connect(config=config) as connection:  # type: ignore[arg-type]
            yield _DuckDb(connection, source)
    except duckdb.Error as error:
        raise _unreadable("DuckDB", source, error) from None


@contextmanager
def _spark(source: Source) -> Iterator[Engine]:
    session = spark_session()
    from pyspark.errors import PySparkException

    try:
        yield _Spark(session, source)
    except PySparkException as error:
        raise _unreadable("Spark", source, error) from None
    finally:
        session.stop()


def _unreadable(engine: str, source: Source, error: Exception) -> TableProblem:
    """What went wrong, without the engine's own words, which may quote the file."""
    return TableProblem(f"{engine} cannot read {source.path.name} ({type(error).__name__}).", "Leave --engine out: the careful reader names the line.")


def spark_session() -> Any:
    """A Spark on all cores of this machine that listens to nobody else. Raises EngineMissing."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineMissing("Spark is not installed.", "Install it with: pip install 'titip[spark]'. Or use --engine duckdb.") from None
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # it would look for an address of this machine on the network, and listen there
    logging.getLogger("py4j").setLevel(logging.ERROR)
    builder = SparkSession.builder.master("local[*]").appName("titip")
    settings = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8", "spark.sql.session.timeZone": "UTC", "spark.driver.memory": "2g",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError):
        raise EngineMissing("Spark needs Java 17.", "Install it (Debian: openjdk-17-jre-headless), or use --engine duckdb.") from None
    session.sparkContext.setLogLevel("ERROR")
    return session


ENGINES: Final = ("duckdb", "spark")


@contextmanager
def opened(engine: str, source: Source) -> Iterator[Engine]:
    """The table opened in the engine of that name."""
    with {"duckdb": _duckdb, "spark": _spark}[engine](source) as found:
        yield found
