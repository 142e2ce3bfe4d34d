"""One store while it is filled: rows go in by the ten thousand, indexes are built afterwards.

On SQLite nothing is journalled meanwhile, which is many times quicker: a making that is broken off leaves a store of no use, and
whoever makes it removes it and begins anew. At the end the store is written to disk, and safe again.
"""

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connections, models, transaction

from titip.protect.stores import store_of
from titip.protect.vault.holder import HOLDER

_QUICK: Final = ("locking_mode=EXCLUSIVE", "journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY", "foreign_keys=OFF")
_SAFE: Final = ("foreign_keys=ON", "synchronous=FULL", "cache_size=-2000", "temp_store=DEFAULT", "locking_mode=NORMAL", "journal_mode=WAL")


class NotPractice(Exception):
    """The keys are not a practice organisation's: nothing goes past the actions of a real one."""


def refuse_real() -> None:
    """Raise NotPractice unless the unlocked keys prove a practice organisation; Locked where there are none."""
    if not HOLDER.practice():
        raise NotPractice("Only a practice organisation is filled in bulk.")


class Rows:
    """Rows of one table on their way in. Values stand as the database keeps them: an id as 32 hexadecimal digits, a moment as text in UTC."""

    def __init__(self, model: type[models.Model], columns: Sequence[str], connection: Any) -> None:
        names = {field.attname: field for field in model._meta.concrete_fields}
        if unknown := set(columns) - set(names):
            raise ValueError(f"{model.__name__} has no {sorted(unknown)}")
        quoted = [connection.ops.quote_name(names[name].column) for name in columns]
        others = [field for name, field in names.items() if name not in columns and not isinstance(field, models.AutoField) and not field.has_db_default()]
        constants = [_constant(field, connection) for field in others]
        quoted += [connection.ops.quote_name(field.column) for field in others]
        places = ", ".join([*["%s"] * len(columns), *constants])
        self.model = model
        self._sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(quoted)}) VALUES ({places})"  # noqa: S608 - names of our own models
        self._connection = connection
        self._waiting: list[Sequence[Any]] = []
        #: Takes one row: a tuple in the order of the columns.
        self.add = self._waiting.append

    def add_all(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take several rows."""
        self._waiting.extend(rows)

    def flush(self) -> None:
        """Send what waits to the database."""
        if self._waiting:
            with self._connection.cursor() as cursor:
                cursor.executemany(self._sql, self._waiting)
            self._waiting.clear()


def _constant(field: Any, connection: Any) -> str:
    """A column that nobody fills: its default, the same in every row."""
    if field.has_default() and callable(field.default) and field.default not in (dict, list):
        raise ValueError(f"{field.model.__name__}.{field.attname} must be filled: its default differs from row to row")
    value = field.get_db_prep_save(field.get_default(), connection)
    if value is None:
        return "NULL"
    return str(connection.schema_editor(collect_sql=True).quote_value(value)).replace("%", "%%")


class Store:
    """One of the three stores. Use as a context: indexes go at its beginning and are built at its end. Raises NotPractice, Locked."""

    def __init__(self, alias: str) -> None:
        refuse_real()
        self.alias = alias
        self._connection = connections[alias]
        self._rows: list[Rows] = []
        self._indexes: list[str] = []
        self._quick = self._connection.vendor == "sqlite" and not self._connection.in_atomic_block

    def rows(self, model: type[models.Model], *columns: str) -> Rows:
        """Where rows of a table go: ``columns`` are filled, the others keep their defaults."""
        if store_of(model) != self.alias:
            raise ValueError(f"{model.__name__} does not live in the store '{self.alias}'")
        made = Rows(model, columns, self._connection)
        self._rows.append(made)
        return made

    def __enter__(self) -> "Store":
        if self._quick:
            self._pragmas(_QUICK)
        return self

    def start(self) -> None:
        """Let the indexes of the tables go, once every table is named."""
        if self._quick:
            tables = {rows.model._meta.db_table for rows in self._rows}
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
                found = [(name, sql) for name, table, sql in cursor.fetchall() if table in tables]
                for name, sql in found:
                    cursor.execute(f"DROP INDEX {self._connection.ops.quote_name(name)}")
                    self._indexes.append(sql)

    def flush(self) -> None:
        """Send everything that waits, in one transaction."""
        with transaction.atomic(using=self.alias):
            for rows in self._rows:
                rows.flush()

    @property
    def waiting_indexes(self) -> int:
        """How many indexes are still to be built."""
        return len(self._indexes)

    def build(self) -> Iterable[str]:
        """Build the indexes, one at a time; says which."""
        while self._indexes:
            with self._connection.cursor() as cursor:
                cursor.execute(self._indexes[-1])
            yield self._indexes.pop()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            return
        self.flush()
        list(self.build())
        with self._connection.cursor() as cursor:
            for sql in self._connection.ops.sequence_reset_sql(no_style(), [rows.model for rows in self._rows]):
                cursor.execute(sql)
        if self._quick:
            self._pragmas(_SAFE)
            path = self._connection.settings_dict["NAME"]
            self._connection.close()
            _to_disk(str(path))

    def _pragmas(self, pragmas: Iterable[str]) -> None:
        with self._connection.cursor() as cursor:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}").fetchall()


def _to_disk(path: str) -> None:
    with open(path, "r+b") as file:
        os.fsync(file.fileno())
