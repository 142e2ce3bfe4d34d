"""Sealed values, each with its owner; the wrapped key of each owner, in another store.

No row here refers to a row of another store by a foreign key. Rows are written once and never changed: a new value is a
new row, and the app row that names it decides which one counts.
"""

import uuid
from typing import Any, NoReturn

from django.db import models

from titip.kit import clock
from titip.protect.stores import InKeys, InVault

OWNER_KINDS = [("person", "Person"), ("record", "Record"), ("draft", "Draft"), ("file", "File")]


class WrittenOnce(TypeError):
    """A row that is written once was to be changed."""


class DataKey(InKeys, models.Model):
    """The key of one owner, wrapped by a key-encryption key of the keyring. Deleting the row destroys what it seals."""

    owner_kind = models.CharField(max_length=8, choices=OWNER_KINDS)
    owner_id = models.UUIDField()
    kek_id = models.CharField(max_length=32)
    wrapped = models.BinaryField()
    created = models.DateTimeField(default=clock.now)
    expires = models.DateTimeField(null=True, blank=True, db_index=True, help_text="Drafts only: after this the key is destroyed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_kind", "owner_id"], name="one_key_per_owner")]

    def save(self, **kwargs: Any) -> None:
        """Write the row. Raises WrittenOnce where it stands already."""
        _refuse_change(self)
        super().save(**kwargs)


class SealedValue(InVault, models.Model):
    """One sealed value under a random 128-bit id. What it holds, and for which table, row and field, only its opening proves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_kind = models.CharField(max_length=8, choices=OWNER_KINDS)
    owner_id = models.UUIDField()
    blob = models.BinaryField()
    created = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="sealed_by_owner")]

    def save(self, **kwargs: Any) -> None:
        """Write the row. Raises WrittenOnce where it stands already."""
        _refuse_change(self)
        super().save(**kwargs)


def _refuse_change(row: models.Model) -> None | NoReturn:
    if not row._state.adding:
        raise WrittenOnce(f"{type(row).__name__} is written once: make a new row instead")
    return None
