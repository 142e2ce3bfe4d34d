"""Erased persons looked for in backups: every way in which an older backup, an older file and today's keys can be put together."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from uuid import UUID

from django.conf import settings

from tests.hostile.proofs import Outcome, row
from tests.protect.cheap import person, put
from tests.world import KEYRING_PASSPHRASE, make_world
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import keys, renewing, restoring
from titip.protect.actions.backing_up import back_up, snapshot
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.rules.backups import BackupError
from titip.protect.vault import Owner, age, crypto, keyring, values
from titip.protect.vault.holder import HOLDER

PLACE = ("register.answer", "r1", "family_name")


@dataclass(frozen=True)
class Taken:
    """What a thief has of a moment: wrapped keys by person, sealed values by person with their ids."""

    wrapped: dict[UUID, tuple[str, bytes]]
    sealed: dict[UUID, tuple[UUID, bytes]]

    @classmethod
    def from_files(cls, folder: Path) -> "Taken":
        """From copies of the databases, read without our code."""
        with closing(sqlite3.connect(folder / "keys.sqlite3")) as opened:
            found = opened.execute("SELECT owner_id, kek_id, wrapped FROM protect_datakey").fetchall()
        with closing(sqlite3.connect(folder / "vault.sqlite3")) as opened:
            values_found = opened.execute("SELECT owner_id, id, blob FROM protect_sealedvalue").fetchall()
        return cls(
            {UUID(owner): (kek, bytes(wrapped)) for owner, kek, wrapped in found}, {UUID(owner): (UUID(one), bytes(blob)) for owner, one, blob in values_found}
        )


def readable(owner: Owner, wrapped: tuple[str, bytes] | None, sealed: tuple[UUID, bytes] | None) -> bool:
    """Whether the keys in this process, put to these bytes, give the person's name."""
    if wrapped is None or sealed is None:
        return False
    try:
        data_key = HOLDER.unwrap(*wrapped, owner.context)
        return bool(values._open(data_key, sealed[1], owner, sealed[0], *PLACE))
    except vault.VaultError:
        return False


@row("Persons erased, looked for in backups", asked=1_000, quick=12, expects="none readable", apart=True)
def erased(tries: int) -> Outcome:
    """Persons sealed, backed up, erased; the keys renewed and the old one destroyed; then everything older put together with everything of today."""
    make_world()
    keys.note_recipient()
    owners = [person() for _ in range(tries)]
    for number, owner in enumerate(owners):
        put(owner, f"name {number}")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "copies").mkdir()
        snapshot(settings.HOME, place / "copies")
        older, file = Taken.from_files(place / "copies"), back_up(folder=place, actor_code="tests").file
        if not all(readable(owner, older.wrapped.get(owner.id), older.sealed.get(owner.id)) for owner in owners):
            return Outcome(0, 1, "what was not erased yet does not open")
        erase_all(owners, place)
        today = Taken(
            {one.owner_id: (one.kek_id, bytes(one.wrapped)) for one in DataKey.objects.all()},
            {one.owner_id: (one.id, bytes(one.blob)) for one in SealedValue.objects.all()},
        )
        pairs = [(keys_of.wrapped, values_of.sealed) for keys_of in (older, today) for values_of in (older, today)]
        bad = [owner for owner in owners if any(readable(owner, wrapped.get(owner.id), sealed.get(owner.id)) for wrapped, sealed in pairs)]
        whole = restores(file, place / "out")
    return Outcome(tries, len(bad) + whole, "the backup of before is restored" if whole else "")


def erase_all(owners: list[Owner], place: Path) -> None:
    """As a house does it: erase, renew, take a backup, destroy the old key, come back after a night with the file alone."""
    for owner in owners:
        vault.destroy(owner)
    renewing.begin(actor_code="tests")
    renewing.finish(actor_code="tests")
    back_up(folder=place / "later", actor_code="tests")
    renewing.destroy_at_once(actor_code="tests")
    vault.lock()
    vault.unlock(KEYRING_PASSPHRASE)


def restores(file: Path, folder: Path) -> bool:
    """Whether the backup of before still unpacks with the keyring of today."""
    try:
        restoring.unpack(file, Home(folder).make(), age.identities())
    except BackupError:
        return False
    return True


@erased.defect("the old key-encryption key stays in the keyring")
@contextmanager
def old_key_stays() -> Iterator[None]:
    renewed: Callable[..., Any] = keyring.renewed
    with mock.patch.object(renewing.keyring, "renewed", lambda *args, **told: renewed(*args, **{**told, "without": ()})):
        yield


@erased.defect("a renewal wraps everything anew by the same key")
@contextmanager
def same_key() -> Iterator[None]:
    with mock.patch.object(renewing.keyring, "renewed", partial(keyring.renewed, new_kek=False)), mock.patch.object(renewing, "destroy_old", lambda **told: 0):
        yield


@erased.defect("erasing removes the values, and leaves the person's key")
@contextmanager
def key_left() -> Iterator[None]:
    def only_values(owner: Owner) -> None:
        SealedValue.objects.filter(owner_kind=owner.kind, owner_id=owner.id).delete()

    with mock.patch.object(values, "_destroy", only_values):
        yield


@erased.defect("a data key is wrapped by a key that is derived from the organisation's id")
@contextmanager
def derived_key() -> Iterator[None]:
    def seal_with(key: Any) -> bytes:
        return crypto.derive(b"0" * 32, "data keys of", HOLDER.organisation())

    seal, unseal = crypto.seal, crypto.unseal

    def fixed(context: crypto.Context) -> bool:
        return context[:1] == ("data key",)

    def unwrap(_holder: object, kek: str, wrapped: bytes, owner: crypto.Context) -> bytes:
        return unseal(seal_with(b""), wrapped, ("data key", HOLDER.organisation(), kek, *owner))

    with (
        mock.patch.object(crypto, "seal", lambda key, plain, context: seal(seal_with(key) if fixed(context) else key, plain, context)),
        mock.patch.object(crypto, "unseal", lambda key, sealed, context: unseal(seal_with(key) if fixed(context) else key, sealed, context)),
        mock.patch.object(type(HOLDER), "unwrap", unwrap),
    ):
        yield
