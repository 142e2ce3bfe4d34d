"""Where the three stores are, and whether PostgreSQL is as it must be where they are there."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connections

from titip.protect.stores import APP, KEYS, VAULT

#: In the order in which they are told.
STORES = (APP, VAULT, KEYS)


@dataclass(frozen=True)
class Seen:
    """One store's database. ``trouble``: why nothing can be kept there, in words; "" where all is well. ``size`` in bytes."""

    store: str
    name: str
    trouble: str = ""
    version: str = ""
    size: int = 0
    local: bool = True
    encrypted: bool = False


def on_postgres() -> bool:
    """Whether the stores are in PostgreSQL."""
    return settings.POSTGRES is not None


def trouble() -> str:
    """Why the databases cannot be used, in words; "" where they can. Asks nothing of SQLite files."""
    return next((seen.trouble for seen in look() if seen.trouble), "") if on_postgres() else ""


def look() -> list[Seen]:
    """Each store's database, as its server tells it."""
    return [_look(store) for store in STORES]


def _look(store: str) -> Seen:
    name, local = str(connections[store].settings_dict["NAME"]), settings.POSTGRES is None or settings.POSTGRES.local
    try:
        with connections[store].cursor() as cursor:
            cursor.execute("""
                SELECT current_setting('server_version'), pg_database_size(current_database()), pg_encoding_to_char(encoding), 'Z' < 'a' AND 'z' < 'é',
                    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
                FROM pg_database WHERE datname = current_database()
            """)
            version, size, encoding, plain, encrypted = cursor.fetchone()
    except DatabaseError as error:
        return Seen(store, name, _in_words(name, error), local=local)
    wrong = "" if encoding == "UTF8" and plain else (
        f"The database {name} orders text by a language's rules, or is not in UTF-8: lists and searches would differ. Make it anew with: "
        f"createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 {name}"
    )
    return Seen(store, name, wrong, version, size, local, encrypted)


def _in_words(name: str, error: DatabaseError) -> str:
    said = (str(error).strip().splitlines() or [type(error).__name__])[-1]
    return f"PostgreSQL does not let us into the database {name}: {said}. Is it running, and were the three databases made? See docs/postgresql.md."
