"""Brings three SQLite files into three empty databases of PostgreSQL: a restored backup, or a house that grew."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from typing import Any

from django.core.management.color import no_style
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder

from titip.kit import postgres
from titip.kit.home import Home
from titip.protect.actions.crossing.tables import BATCH, Crossing, crossings
from titip.protect.actions.crossing.taking import STORES, sqlite_file
from titip.protect.rules.backups import BackupError, OverData

Progress = Callable[[int, int], None]


def refuse_filled(address: postgres.Address) -> None:
    """Raise OverData where one of the databases holds tables already, BackupError where one cannot be reached."""
    with ExitStack() as stack:
        for name, connection in _opened(stack, address).items():
            if connection.introspection.table_names():
                raise OverData(f"The database {connection.settings_dict['NAME']} ({name}) holds data already. A backup is only put into three empty databases.")


def bring_in(made: Home, text: str, progress: Progress = lambda done, total: None) -> Mapping[str, int]:
    """Make the tables by this version's migrations, then carry every row across; each database gets its rows whole or not at all.

    ``text``: the address as the setting says it. Returns how many rows each store has. Raises OverData, BackupError.
    """
    address = postgres.parse(text)
    refuse_filled(address)
    _make_tables(text)
    files = dict(zip(STORES, (made.app_db, made.vault_db, made.keys_db), strict=True))
    total, done, counts = 0, 0, dict.fromkeys(STORES, 0)
    with ExitStack() as stack:
        targets = _opened(stack, address)
        sources = {store: stack.enter_context(sqlite_file(path, store)) for store, path in files.items()}
        tables = {store: [one for one in crossings(sources[store], store) if one.model is not MigrationRecorder.Migration] for store in STORES}
        total = sum(_count(sources[store], one) for store in STORES for one in tables[store])
        for store in STORES:
            targets[store].set_autocommit(False)
            for one in tables[store]:
                _empty(targets[store], one)
            for one in tables[store]:
                for carried in _carry(one, sources[store], targets[store]):
                    counts[store] += carried
                    progress(done := done + carried, total)
            _go_on_counting(targets[store], tables[store])
            targets[store].commit()
            targets[store].set_autocommit(True)
    return counts


def _opened(stack: ExitStack, address: postgres.Address) -> dict[str, Any]:
    from titip.protect.stores.postgres.base import DatabaseWrapper

    opened = {}
    for store, wanted in address.settings().items():
        plain = {"AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "TIME_ZONE": None, "PASSWORD": "", "TEST": {}, **wanted}
        opened[store] = stack.enter_context(closing(DatabaseWrapper(plain, alias=store)))
        try:
            opened[store].ensure_connection()
        except DatabaseError as error:
            raise BackupError(f"PostgreSQL does not let us into {wanted['NAME']}: {str(error).strip().splitlines()[-1]}") from None
    return opened


def _make_tables(text: str) -> None:
    """By our own command in a process of its own: its settings name that server, ours name the files."""
    with tempfile.TemporaryDirectory(prefix="titip-tables-") as scratch:
        environment = {**os.environ, "TITIP_HOME": scratch, postgres.SETTING: text, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        _run([sys.executable, "-c", "from titip.cli.framework import migrate, start_django; start_django(); migrate()"], environment)


def _run(words: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)  # noqa: S603 - our own command, given as a list
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BackupError(f"The tables could not be made in PostgreSQL: {said}")


def _count(source: Any, one: Crossing) -> int:
    with source.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {source.ops.quote_name(one.table)}")  # noqa: S608 - names of our own models
        return int(cursor.fetchone()[0])


def _empty(target: Any, one: Crossing) -> None:
    """Rows that the making of the tables itself wrote: content types, rights."""
    with target.cursor() as cursor:
        cursor.execute(f"DELETE FROM {target.ops.quote_name(one.table)}")  # noqa: S608 - names of our own models


def _carry(one: Crossing, source: Any, target: Any) -> Iterator[int]:
    with source.cursor() as reader, target.cursor() as writer:
        reader.execute(one.select(source))
        while rows := reader.fetchmany(BATCH):
            writer.executemany(one.insert(target), list(one.carried(rows, source, target)))
            yield len(rows)


def _go_on_counting(target: Any, tables: list[Crossing]) -> None:
    """Numbers that the database gives out go on after the highest that came."""
    with target.cursor() as cursor:
        for sql in target.ops.sequence_reset_sql(no_style(), [one.model for one in tables]):
            cursor.execute(sql)
