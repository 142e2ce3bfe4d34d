"""Django's PostgreSQL with two promises of SQLite: one writer at a time, and JSON that keeps the order in which it was written."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.db.backends.postgresql import base, operations
from psycopg.types.string import TextLoader

#: The first half of the lock's number, so that other programs of the same server do not meet it; the second tells the store.
_OURS: Final = 0x7174
_STORE: Final = {"default": 1, "vault": 2, "keys": 3}


#: Columns of JSON that are compared or looked into: the log's details, a second factor's secrets. Only ``jsonb`` can, and it sorts the keys.
_LOOKED_INTO: Final = frozenset({"detail", "data"})


def _json_type(field: Mapping[str, Any]) -> str:
    """``json`` keeps the keys as they came, as SQLite does: else sections, labels and answers would change places."""
    return "jsonb" if field["name"] in _LOOKED_INTO else "json"


class DatabaseOperations(operations.DatabaseOperations):
    """JSON goes in as it was written."""

    def adapt_json_value(self, value: Any, encoder: Any) -> str:
        """Return what the driver sends for a JSON value: its text, which PostgreSQL takes for either type."""
        return json.dumps(value, cls=encoder)


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction begins by waiting for the store's one pen, and lays it down when it ends, however it ends.

    Every action looks before it writes: is the form already sent, is this the last administrator, does another basis hold? On SQLite that
    is safe because ``BEGIN IMMEDIATE`` lets one writer in. Under PostgreSQL's own rules two could look at the same moment and both write.
    What is read after the wait is as the writer before left it. Readers outside a transaction never wait.
    The log is one chain, so that actions would stand in line at its end in any case.
    """

    data_types: dict[str, Any] = {**base.DatabaseWrapper.data_types, "JSONField": _json_type}
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection that hands JSON on as text, as Django wants it."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("json", TextLoader)
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc] # from Django's base class
        if not autocommit:
            self._take_pen()

    def _take_pen(self) -> None:
        """Wait for the pen. Where it is not laid down in time there is no transaction, as before; raises OperationalError then."""
        try:
            with self.wrap_database_errors:
                self.connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_OURS, _STORE.get(self.alias, 9)])
        except Exception:
            if not self.connection.closed:
                self.connection.rollback()
                self.connection.autocommit = True
            raise
