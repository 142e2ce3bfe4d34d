"""What is carried across: the tables of a store as its own migrations left them, and each value as the other database keeps it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from titip.protect.stores import store_of

#: Rows carried at once.
BATCH: Final = 2_000


@dataclass(frozen=True)
class Crossing:
    """A model as the migrations of this very database made it, which may be an earlier version's."""

    model: type[models.Model]

    @property
    def table(self) -> str:
        """Its table."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """Its columns, in the order of ``fields``."""
        return [str(field.column) for field in self.fields]

    @property
    def fields(self) -> Sequence[Any]:
        """Its columns as fields."""
        return [field for field in self.model._meta.local_concrete_fields if not field.generated]

    def select(self, connection: Any) -> str:
        """The statement that reads everything, in the order of its keys."""
        name = connection.ops.quote_name
        named = ", ".join(map(name, self.columns))
        return f"SELECT {named} FROM {name(self.table)} ORDER BY {name(self.model._meta.pk.column)}"  # noqa: S608 - names of our own models

    def insert(self, connection: Any) -> str:
        """The statement that writes one row."""
        name = connection.ops.quote_name
        places = ", ".join(["%s"] * len(self.columns))
        return f"INSERT INTO {name(self.table)} ({', '.join(map(name, self.columns))}) VALUES ({places})"  # noqa: S608 - names of our own models

    def carried(self, rows: Iterable[Sequence[Any]], source: Any, target: Any) -> Iterator[list[Any]]:
        """Rows of the one database as the other keeps them."""
        converters = [self._reading(field, source) for field in self.fields]
        for row in rows:
            values = []
            for field, read, value in zip(self.fields, converters, row, strict=True):
                for one in read:
                    value = one(value)
                values.append(field.get_db_prep_save(value, target))
            yield values

    @staticmethod
    def _reading(field: Any, source: Any) -> list[Any]:
        column = field.get_col(field.model._meta.db_table)
        found = [*source.ops.get_db_converters(column), *field.get_db_converters(source)]
        return [lambda value, one=one: one(value, column, source) for one in found]


def crossings(connection: Any, alias: str) -> list[Crossing]:
    """Every table of a store as it stands in ``connection``, the list of applied migrations first. Passing tables of the web are left behind."""
    loader = MigrationLoader(connection)
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    state = loader.project_state(applied, at_end=True)
    found = [model for model in state.apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    here = sorted((model for model in found if store_of(model) == alias), key=lambda model: model._meta.db_table)
    standing = set(connection.introspection.table_names())
    return [Crossing(MigrationRecorder.Migration), *(Crossing(model) for model in here if model._meta.db_table in standing)]
