"""Takes the three stores out of PostgreSQL into SQLite files, as they were at one moment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from titip.kit.home import Home
from titip.protect.actions.crossing.tables import BATCH, Crossing, crossings
from titip.protect.stores import APP, KEYS, VAULT

Progress = Callable[[int, int], None]
STORES = (APP, VAULT, KEYS)


def take_out(target: Path, progress: Progress = lambda done, total: None) -> list[Path]:
    """Write app, vault and keys into ``target`` as SQLite files, all three as they were at one moment, and return them.

    Nobody waits longer than that moment: a reading transaction is begun in each database while nobody writes.
    """
    home = Home(target)
    places = dict(zip(STORES, (home.app_db, home.vault_db, home.keys_db), strict=True))
    with ExitStack() as stack:
        readers = _at_one_moment(stack)
        tables = {store: crossings(reader, store) for store, reader in readers.items()}
        total = sum(_count(readers[store], one) for store in STORES for one in tables[store])
        done = 0
        for store in STORES:
            os.close(os.open(places[store], os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with sqlite_file(places[store], store) as copy:
                with copy.schema_editor() as editor:
                    for one in tables[store]:
                        if not one.model._meta.auto_created:  # those come with the model whose relation they keep
                            editor.create_model(one.model)
                copy.disable_constraint_checking()  # rows come table by table; what they name comes later
                for one in tables[store]:
                    for carried in _carry(one, readers[store], copy):
                        progress(done := done + carried, total)
    return list(places.values())


def row_counts() -> dict[str, int]:
    """How many rows each table has now, by ``store.table``, named as in a backup."""
    with ExitStack() as stack:
        readers = _at_one_moment(stack)
        return {f"{_NAMES[store]}.{one.table}": _count(reader, one) for store, reader in readers.items() for one in crossings(reader, store)}


_NAMES = {APP: "app", VAULT: "vault", KEYS: "keys"}


def _at_one_moment(stack: ExitStack) -> dict[str, Any]:
    """A reading transaction in each, begun while this process holds every store's pen. App first: whoever holds it is let finish."""
    readers = {}
    with ExitStack() as pause:
        for store in STORES:
            writer = pause.enter_context(closing(connections[store].copy()))
            writer.set_autocommit(False)
            pause.callback(writer.rollback)
        for store in STORES:
            reader = stack.enter_context(closing(connections[store].copy()))
            with reader.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT 1")
            readers[store] = reader
    return readers


@contextmanager
def sqlite_file(place: Path, store: str) -> Iterator[Any]:
    """A SQLite file as Django reads and writes one, known to nobody else in this process."""
    told = {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(place), "OPTIONS": {}, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "TEST": {},
    }
    opened = SQLite(told, alias=store)
    try:
        yield opened
    finally:
        opened.close()


def _count(reader: Any, one: Crossing) -> int:
    with reader.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {reader.ops.quote_name(one.table)}")  # noqa: S608 - names of our own models
        return int(cursor.fetchone()[0])


def _carry(one: Crossing, reader: Any, copy: Any) -> Iterator[int]:
    """Copy a table; says after each batch how many rows it carried."""
    with closing(reader.chunked_cursor()) as source:
        source.execute(one.select(reader))
        while rows := source.fetchmany(BATCH):
            copy.set_autocommit(False)
            with copy.cursor() as target:
                target.executemany(one.insert(copy), list(one.carried(rows, reader, copy)))
            copy.commit()
            copy.set_autocommit(True)
            yield len(rows)
