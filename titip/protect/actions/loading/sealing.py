"""Sealed values by the ten thousand: each under its owner's own key, bound to its place, as ``vault.put`` makes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from titip.protect.actions.loading.stores import Store
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.stores import KEYS, VAULT
from titip.protect.vault import crypto
from titip.protect.vault.holder import HOLDER
from titip.protect.vault.values import Owner, Plain, envelope


@dataclass(frozen=True, slots=True)
class ToSeal:
    """A value with the vault id (32 hexadecimal digits) under which it will stand, and when it was sealed."""

    vault_id: str
    table: str
    row: str
    field: str
    value: bytes
    at: str


class Sealing:
    """The vault and the keys while they are filled. Use as a context."""

    def __init__(self) -> None:
        self._vault, self._keys = Store(VAULT), Store(KEYS)
        self._sealed = self._vault.rows(SealedValue, "id", "owner_kind", "owner_id", "blob", "created")
        self._wrapped = self._keys.rows(DataKey, "owner_kind", "owner_id", "kek_id", "wrapped", "created")

    def __enter__(self) -> "Sealing":
        for store in (self._vault, self._keys):
            store.__enter__()
            store.start()
        return self

    def person(self, person_id: str, items: Iterable[ToSeal]) -> None:
        """Seal the values of one person (32 hexadecimal digits) under a new key of her own; nothing where there are none."""
        items = list(items)
        if not items:
            return
        owner, key = Owner("person", UUID(person_id)), crypto.new_key()
        kek, wrapped = HOLDER.wrap(key, owner.context)
        self._wrapped.add(("person", person_id, kek, wrapped, items[0].at))
        for item in items:
            blob = envelope(owner, key, UUID(item.vault_id), Plain(item.table, item.row, item.field, item.value))
            self._sealed.add((item.vault_id, "person", person_id, blob, item.at))

    def flush(self) -> None:
        """Write what waits: keys first."""
        self._keys.flush()
        self._vault.flush()

    def __exit__(self, kind: object, *rest: object) -> None:
        self._keys.__exit__(kind, *rest)
        self._vault.__exit__(kind, *rest)
