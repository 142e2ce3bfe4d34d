"""Sealed values in their stores: written before the app row that names them, opened for the place they were sealed for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Literal, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.rules.grounds import Grounds, NoGrounds
from titip.protect.stores import APP, KEYS, VAULT
from titip.protect.vault import budget, crypto, ledger
from titip.protect.vault.errors import Gone, Refused
from titip.protect.vault.holder import HOLDER

OwnerKind = Literal["person", "record", "draft", "file"]
_KINDS: Final = frozenset({"person", "record", "draft", "file"})
#: How long a draft stays openable after it was last written.
DRAFT_LIFE: Final = timedelta(days=30)
#: Grounds are asked for at the moment of use; kept longer than this they are no grounds.
GROUNDS_LIFE: Final = timedelta(hours=1)
#: Younger rows may belong to a transaction that is still on its way.
SWEEP_NOT_BEFORE: Final = timedelta(hours=1)
_BATCH: Final = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Owner:
    """Whose key seals a value: a person, a record where there is no one person, a draft, a file."""

    kind: OwnerKind
    id: UUID

    def __post_init__(self) -> None:
        """Refuse what is not an owner: a wrong kind would seal under a key that nothing erases."""
        if self.kind not in _KINDS or not isinstance(self.id, UUID):
            raise TypeError("an owner is one of person, record, draft, file with a UUID")

    @property
    def context(self) -> crypto.Context:
        """What the owner's key is bound to."""
        return (self.kind, str(self.id))


@dataclass(frozen=True)
class Plain:
    """What is to be sealed, and the place it is sealed for. ``row`` is the stable id of what the value belongs to."""

    table: str
    row: str
    field: str
    value: bytes = dataclass_field(repr=False)


Wanted = tuple[Owner, UUID, str, str, str]


# --- sealing


def put_many(owner: Owner, items: Sequence[Plain], *, grounds: Grounds) -> list[UUID]:
    """Seal values durably and return the vault ids under which they stand, in the order given.

    Keys are written first, then the vault, each committed by itself; the caller's own transaction, which names the ids, commits
    last. Where that does not happen, the rows are orphans and ``sweep`` removes them.

    Raises:
        NoGrounds: without live grounds for this very owner.
        Locked: no unlocked keys.
    """
    _check_grounds(owner, grounds)
    return _write(owner, items, _data_key(owner, expires=None)) if items else []


def put(owner: Owner, item: Plain, *, grounds: Grounds) -> UUID:
    """Seal one value; see ``put_many``."""
    return put_many(owner, [item], grounds=grounds)[0]


def put_draft(owner: Owner, value: bytes, *, replaces: UUID | None = None) -> UUID:
    """Seal a draft under a key of its own that expires; the version it replaces goes once the caller's transaction has committed."""
    if owner.kind != "draft":
        raise TypeError("a draft is owned by a draft")
    expires = clock.settled() + DRAFT_LIFE
    key = _data_key(owner, expires=expires)
    vault_id = _write(owner, [Plain(*_draft_place(owner), value)], key)[0]
    DataKey.objects.filter(**_of(owner), expires__lt=expires - timedelta(days=1)).update(expires=expires)
    if replaces is not None:
        transaction.on_commit(partial(_remove_value, owner, replaces), using=APP)
    return vault_id


def open_draft(owner: Owner, vault_id: UUID) -> bytes:
    """Return a draft's content; see ``open_many``."""
    return open_one(owner, vault_id, *_draft_place(owner))


def _draft_place(owner: Owner) -> tuple[str, str, str]:
    return "draft", str(owner.id), "content"


def _check_grounds(owner: Owner, grounds: Grounds) -> None:
    if owner.kind == "draft":
        raise TypeError("a draft is sealed with put_draft")
    if not isinstance(grounds, Grounds):
        raise TypeError("nothing is sealed for a person without Grounds, which only consent makes")
    if grounds.owner_id != owner.id:
        raise NoGrounds(_("These grounds are for somebody else. Nothing was stored."))
    if abs(clock.now() - grounds.checked_at) > GROUNDS_LIFE:
        raise NoGrounds(_("These grounds were checked too long ago. Check them again; nothing was stored."))


def _write(owner: Owner, items: Sequence[Plain], key: bytes) -> list[UUID]:
    rows = []
    for item in items:
        vault_id = UUID(bytes=secrets.token_bytes(16))
        rows.append(SealedValue(id=vault_id, owner_kind=owner.kind, owner_id=owner.id, blob=envelope(owner, key, vault_id, item)))
    with transaction.atomic(using=VAULT, durable=True):
        SealedValue.objects.bulk_create(rows)
    return [row.id for row in rows]


def envelope(owner: Owner, key: bytes, vault_id: UUID, item: Plain) -> bytes:
    """Return one value sealed under its owner's data key, for its place and no other. Inside protection only."""
    return crypto.seal(_field_key(key, item.table, item.field), item.value, _place(owner, vault_id, item.table, item.row, item.field))


def _field_key(data_key: bytes, table: str, field_name: str) -> bytes:
    return crypto.derive(data_key, "field", table, field_name)


def _place(owner: Owner, vault_id: UUID, table: str, row: str, field_name: str) -> crypto.Context:
    # The vault id too: an older value of the same field cannot be put back in the place of a newer one.
    return ("value", table, row, field_name, *owner.context, str(vault_id))


# --- data keys


def _of(owner: Owner) -> dict[str, object]:
    return {"owner_kind": owner.kind, "owner_id": owner.id}


def _data_key(owner: Owner, *, expires: datetime | None) -> bytes:
    """Return the owner's data key, made and committed where there is none yet."""
    stored = _stored_key(owner)
    if stored is None:
        with transaction.atomic(using=KEYS, durable=True):
            kek, wrapped = HOLDER.wrap(crypto.new_key(), owner.context)
            DataKey.objects.filter(**_of(owner), expires__lte=clock.settled()).delete()
            # Two at once may get here: the first one's key stands, and both read it back.
            DataKey.objects.bulk_create([DataKey(**_of(owner), kek_id=kek, wrapped=wrapped, expires=expires)], ignore_conflicts=True)
        stored = _stored_key(owner)
    if stored is None:
        raise Gone
    return HOLDER.unwrap(*stored, owner.context)


def _stored_key(owner: Owner) -> tuple[str, bytes] | None:
    return _stored_keys([owner]).get(owner)


def _stored_keys(owners: Iterable[Owner]) -> dict[Owner, tuple[str, bytes]]:
    found: dict[Owner, tuple[str, bytes]] = {}
    moment = clock.settled()
    wanted = {(owner.kind, owner.id): owner for owner in owners}
    for batch in _batches(sorted({owner_id for _kind, owner_id in wanted})):
        rows = DataKey.objects.filter(owner_id__in=batch).values_list("owner_kind", "owner_id", "kek_id", "wrapped", "expires")
        for kind, owner_id, kek, wrapped, expires in rows:
            owner = wanted.get((cast("OwnerKind", kind), owner_id))
            if owner is not None and (expires is None or expires > moment):
                found[owner] = (kek, bytes(wrapped))
    return found


# --- opening


def open_across(wanted: Sequence[Wanted]) -> list[bytes]:
    """Return opened values of several owners, in the order asked, with two queries for every 500.

    Each is asked for by owner, vault id, table, row and field: exactly those it was sealed for.

    Raises:
        Gone: an owner's key was destroyed, or a draft has expired.
        Refused: a value is missing, damaged, or was sealed for another place.
        Locked: no unlocked keys.
        OverBudget: she has opened more people's today than she may; nothing was opened.
    """
    HOLDER.organisation()  # while locked, that is what is wrong, whatever else is
    budget.spend(want[0].id for want in wanted if want[0].kind != "draft")  # a draft is her own
    keys = {owner: HOLDER.unwrap(*stored, owner.context) for owner, stored in _stored_keys(want[0] for want in wanted).items()}
    if any(want[0] not in keys for want in wanted):
        raise Gone
    blobs: dict[UUID, bytes] = {}
    for batch in _batches(sorted({want[1] for want in wanted})):
        blobs.update((vault_id, bytes(blob)) for vault_id, blob in SealedValue.objects.filter(id__in=batch).values_list("id", "blob"))
    return [_open(keys[owner], blobs.get(vault_id), owner, vault_id, *place) for owner, vault_id, *place in wanted]


def open_many(owner: Owner, items: Sequence[tuple[UUID, str, str, str]]) -> list[bytes]:
    """Return opened values of one owner: (vault id, table, row, field) each; see ``open_across``."""
    return open_across([(owner, *item) for item in items])


def open_one(owner: Owner, vault_id: UUID, table: str, row: str, field: str) -> bytes:
    """Return one opened value; see ``open_across``."""
    return open_many(owner, [(vault_id, table, row, field)])[0]


def _open(key: bytes, blob: bytes | None, owner: Owner, vault_id: UUID, table: str, row: str, field_name: str) -> bytes:
    if blob is None:
        raise Refused
    try:
        return crypto.unseal(_field_key(key, table, field_name), blob, _place(owner, vault_id, table, row, field_name))
    except crypto.NotAuthentic:
        raise Refused from None


# --- ending


def destroy(owner: Owner) -> None:
    """Destroy an owner's key, and with it every value sealed for that owner; then remove the values. May be repeated.

    It cannot be undone and does not wait for the caller's transaction: call it once that has committed. The ledger of erasures is written
    first; where it cannot be, the key goes all the same and the error is raised after.
    """
    try:
        if DataKey.objects.filter(**_of(owner)).exists():
            ledger.note(settings.HOME.erasures, owner.kind, owner.id)
    finally:
        _destroy(owner)


def _destroy(owner: Owner) -> None:
    with transaction.atomic(using=KEYS, durable=True):
        DataKey.objects.filter(**_of(owner)).delete()
    forget_pages(KEYS)
    SealedValue.objects.filter(**_of(owner)).delete()


def destroy_again(erased: Sequence[ledger.Erased]) -> int:
    """Destroy what the ledger says was destroyed, in a restored house; return how many keys stood there again. Needs no keys.

    A key made after the moment in the ledger is another one and stays.
    """
    count, ahead = 0, max([clock.now(), *(one.at for one in erased)]) + clock.FAR
    for batch in _batches(erased):
        until = {(one.kind, one.id): one.at for one in batch}
        rows = DataKey.objects.filter(owner_id__in=[one.id for one in batch]).values_list("owner_kind", "owner_id", "created")
        for kind, owner_id, created in list(rows):
            at = until.get((kind, owner_id))
            # One of a day that is still to come was made by a clock that ran ahead: it may not outlive the erasure.
            if at is not None and (created <= at or created > ahead):
                _destroy(Owner(cast("OwnerKind", kind), owner_id))
                count += 1
    return count


def sweep(referenced: Callable[[Sequence[UUID]], set[UUID]], older_than: timedelta) -> int:
    """Remove sealed values that no app row names, and drafts whose keys have expired; return how many values went.

    ``referenced`` is asked about up to 500 ids at a time and returns those that are in use, drafts included. Rows younger than
    ``older_than`` (an hour at least) stay: their app transaction may be on its way.
    """
    if older_than < SWEEP_NOT_BEFORE:
        raise ValueError(f"sweep leaves rows of the last {SWEEP_NOT_BEFORE} alone")
    removed = _sweep_expired_drafts()
    before, after = clock.settled() - older_than, UUID(int=0)
    old = SealedValue.objects.filter(Q(created__lt=before) | Q(created__gt=clock.now() + clock.FAR))  # or stamped by a clock that ran ahead
    while ids := list(old.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_BATCH]):
        unused = set(ids) - referenced(ids)
        removed += SealedValue.objects.filter(id__in=unused).delete()[0] if unused else 0
        after = ids[-1]
    return removed


def _sweep_expired_drafts() -> int:
    moment = clock.settled()
    with transaction.atomic(using=KEYS):
        rows = DataKey.objects.filter(owner_kind="draft", expires__lte=moment)
        expired = list(rows.values_list("owner_id", flat=True))
        rows.delete()
    return sum(SealedValue.objects.filter(owner_kind="draft", owner_id__in=batch, created__lte=moment).delete()[0] for batch in _batches(expired))


def _remove_value(owner: Owner, vault_id: UUID) -> None:
    SealedValue.objects.filter(id=vault_id, **_of(owner)).delete()


def forget_pages(alias: str) -> None:
    """Empty SQLite's write-ahead log of one store, where the removed row still stands. Where somebody is reading, the next time does it.

    PostgreSQL closes the gap that removed keys left in their pages; its own write-ahead log holds them on (see docs/postgresql.md).
    """
    connection = connections[alias]
    if not connection.in_atomic_block:
        table = connection.ops.quote_name(DataKey._meta.db_table)
        on_postgres = f"VACUUM (SKIP_LOCKED, INDEX_CLEANUP OFF, TRUNCATE OFF) {table}" if alias == KEYS else "SELECT 1"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else on_postgres)


def _batches(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
