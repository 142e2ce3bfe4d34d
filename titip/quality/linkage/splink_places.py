"""Where Splink works: DuckDB in this process, or a local Spark."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np

#: Spark parts the rows into two portions a core, or more where a portion would hold more rows than this: small files pay for every portion.
MOST_IN_A_PORTION = 25_000


def portions(rows: int) -> int:
    """Into how many portions so many rows are parted."""
    return max(2 * (os.cpu_count() or 1), -(-rows // MOST_IN_A_PORTION))


class EngineMissing(RuntimeError):
    """The engine asked for is not installed; the message says how to get it."""


class Backend(Protocol):
    """Where Splink works."""

    api: Any

    def part(self, wanted: str) -> Any:
        """The rows for which the SQL condition holds, as Splink takes them."""

    def pairs(self, found: Any) -> Mapping[str, np.ndarray]:
        """``row_l``, ``row_r`` and ``match_probability`` of what Splink found."""


class OnDuckDB:
    """In this process's memory. ``table``: row numbers, texts, and whole numbers in which nought is not known; all of one length."""

    def __init__(self, table: Mapping[str, np.ndarray]) -> None:
        from splink.backends.duckdb import DuckDBAPI

        connection = duckdb.connect(":memory:")
        self.api = DuckDBAPI(connection=connection)
        self.table = _relation(connection, table)

    def part(self, wanted: str) -> Any:
        return self.api.register(self.table.filter(wanted))

    def pairs(self, found: Any) -> Mapping[str, np.ndarray]:
        return dict(found.as_duckdbpyrelation().select("row_l, row_r, match_probability").fetchnumpy())


class OnSpark:
    """On a local Spark. The cleaned table and the pairs pass through files in a folder that only its owner may read, deleted at the end."""

    def __init__(self, table: Mapping[str, np.ndarray], session: Any, folder: Path) -> None:
        from splink.backends.spark import SparkAPI

        self.folder = folder
        make: Any = SparkAPI  # comes without types
        parts = portions(len(table["row"]))
        self.api = make(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=parts)
        _relation(duckdb.connect(":memory:"), table).write_parquet(str(folder / "table.parquet"))
        self.table = session.read.parquet(str(folder / "table.parquet")).repartition(parts).cache()

    def part(self, wanted: str) -> Any:
        return self.api.register(self.table.where(wanted))

    def pairs(self, found: Any) -> Mapping[str, np.ndarray]:
        place = self.folder / "pairs"
        found.as_spark_dataframe().select("row_l", "row_r", "match_probability").write.parquet(str(place))
        return dict(duckdb.connect(":memory:").read_parquet(f"{place}/*.parquet").fetchnumpy())


def _relation(connection: duckdb.DuckDBPyConnection, table: Mapping[str, np.ndarray]) -> duckdb.DuckDBPyRelation:
    """The table in DuckDB: nought in a column of numbers is not known, and a column without any text is one of texts."""
    held = dict(table)
    numbers = {name for name, values in held.items() if values.dtype != object}
    columns = (f'"{name}"' if name == "row" else f'nullif("{name}", 0) as "{name}"' if name in numbers else f'"{name}"::varchar as "{name}"' for name in held)
    connection.register("held", held)
    connection.execute(f"create table prepared as select {', '.join(columns)} from held")  # noqa: S608 - names that we made ourselves
    return connection.table("prepared")


@contextmanager
def backend(engine: str, table: Mapping[str, np.ndarray]) -> Iterator[Backend]:
    """Splink's door to DuckDB or to a local Spark, with the table inside."""
    if engine == "duckdb":
        yield OnDuckDB(table)
        return
    session = _spark(len(table["row"]))
    try:
        with tempfile.TemporaryDirectory(prefix="titip-spark-") as folder:
            yield OnSpark(table, session, Path(folder))
    finally:
        session.stop()


def _spark(rows: int) -> Any:
    """A local Spark on this machine's cores, quiet, with Splink's own similarity functions."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineMissing("Spark is not installed. Install it with: pip install 'titip[spark]'. Or use --engine duckdb.") from None
    from splink.internals.spark.jar_location import similarity_jar_location

    settings = {
        "spark.jars": similarity_jar_location(), "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": str(portions(rows)), "spark.driver.memory": "4g",
        "spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    builder = SparkSession.builder.master("local[*]").appName("titip")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError):
        raise EngineMissing("Spark needs Java 17 (Debian: openjdk-17-jre-headless). Install it, or use --engine duckdb.") from None
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def quiet() -> Iterator[None]:
    """Splink and Spark talk much; what matters comes back as an error. Splink turns its talk on at import: it is turned off after that."""
    try:
        import splink  # noqa: F401 - asked for here so that the sentence below is all that is seen
    except ImportError:
        raise EngineMissing("Splink is not installed. Install it with: pip install 'titip[splink]'. Or leave --engine out.") from None
    loggers = [logging.getLogger(name) for name in ("splink", "py4j", "pyspark")]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
