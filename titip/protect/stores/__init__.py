"""Which of the three stores a model lives in: the app database, the vault or the keys.

A model says so by standing on ``InVault`` or ``InKeys``; every other model lives in the app database. The two are plain
classes, not models, because migrations keep plain bases: the models of an old migration know their store too.
"""

from typing import Any, ClassVar, Final

from django.db.models import Model

APP: Final = "default"
VAULT: Final = "vault"
KEYS: Final = "keys"


class InVault:
    """Stands before ``models.Model``: the rows lie in the vault database."""

    store: ClassVar[str] = VAULT


class InKeys:
    """Stands before ``models.Model``: the rows lie in the keys database."""

    store: ClassVar[str] = KEYS


def store_of(model: type[Model]) -> str:
    """Return the database alias of a model."""
    return str(getattr(model, "store", APP))


class StoreRouter:
    """Sends every model to its store, in both ways: nothing else enters the vault or the keys, nor they the app."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the model's store."""
        return store_of(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Return the model's store."""
        return store_of(model)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Refuse a relation across stores: the link is a random id, never a foreign key."""
        return store_of(type(one)) == store_of(type(other))

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Migrate a model in its store only. A data migration names ``hints={"store": ...}`` unless it is for the app."""
        model = hints.get("model")
        return db == (store_of(model) if model is not None else hints.get("store", APP))
