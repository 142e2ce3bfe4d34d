"""Forged ciphertexts: sealed values and wrapped keys, changed and moved in every way, opened as the product opens them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from typing import Any, TypeVar
from unittest import mock
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import transaction

from tests.hostile.proofs import Outcome, row
from tests.protect.cheap import grounds_for
from tests.world import open_house
from titip.protect import vault
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.stores import KEYS, VAULT
from titip.protect.vault import Owner, Plain, crypto, values
from titip.protect.vault.holder import HOLDER

#: What a refusal says: nothing about keys, tags, lengths, or which check failed.
SAYS = {str(vault.Refused.message), str(vault.Gone.message)}
Forged = TypeVar("Forged")


@dataclass(frozen=True)
class Held:
    """A sealed value, and the place it was sealed for."""

    owner: Owner
    id: Any
    place: tuple[str, str, str]
    blob: bytes


def fairly(forgeries: Iterable[tuple[str, Forged]], tries: int) -> list[Forged]:
    """So many forgeries of all kinds: what is rare is tried whole, the rest spread evenly. Each comes with its kind."""
    kinds: dict[str, list[Forged]] = {}
    for kind, forged in forgeries:
        kinds.setdefault(kind, []).append(forged)
    chosen: list[Forged] = []
    for left, found in zip(range(len(kinds), 0, -1), sorted(kinds.values(), key=len), strict=True):
        wanted = min(len(found), (tries - len(chosen)) // left)
        chosen += [found[nth * len(found) // wanted] for nth in range(wanted)]
    return chosen


def opened(owner: Owner, vault_id: Any, place: tuple[str, str, str]) -> bool:
    """Whether the vault opens what lies there. A refusal that says more than it must counts as well."""
    try:
        vault.open_one(owner, vault_id, *place)
    except vault.Refused as refused:
        return str(refused) not in SAYS or refused.__cause__ is not None
    return True


def people_with_values(people: int) -> list[Held]:
    """Persons with two tables, rows and fields each, and an older value of one field."""
    held = []
    for _number in range(people):
        owner = Owner("person", uuid4())
        places = [(table, row, name) for table in ("register.answer", "casework.note") for row in ("r1", "r2") for name in ("given_name", "phone")]
        places.append(places[0])  # a later value of the same field: the first is the older one
        ids = vault.put_many(owner, [Plain(*place, f"sealed word {n}".encode()) for n, place in enumerate(places)], grounds=grounds_for(owner.id))
        blobs = dict(SealedValue.objects.filter(id__in=ids).values_list("id", "blob"))
        held += [Held(owner, one, place, bytes(blobs[one])) for one, place in zip(ids, places, strict=True)]
    if not all(vault.open_one(one.owner, one.id, *one.place).startswith(b"sealed word") for one in held):
        raise AssertionError("what was not forged does not open: refusing everything is no protection")
    return held


def lay(held: Held, blob: bytes) -> None:
    """Put other bytes where a value stands, as someone with the disk would: past the model, which writes once."""
    SealedValue.objects.filter(id=held.id).update(blob=blob)


# --- what is done to the bytes of one envelope


def flipped(blob: bytes) -> Iterator[bytes]:
    """Every bit of every byte: version, nonce, ciphertext, tag."""
    for place in range(len(blob)):
        for bit in range(8):
            yield blob[:place] + bytes([blob[place] ^ 1 << bit]) + blob[place + 1 :]


def cut_and_grown(blob: bytes) -> Iterator[bytes]:
    """Every shorter length from both ends, and longer ones."""
    for length in range(len(blob)):
        yield blob[:length]
        yield blob[length + 1 :]
    for more in (b"\0", b"\xff" * 16, blob):
        yield blob + more
        yield more + blob


def other_versions(blob: bytes) -> Iterator[bytes]:
    """Every other version byte."""
    yield from (bytes([number]) + blob[1:] for number in range(256) if number != blob[0])


def crossed(blob: bytes, other: bytes) -> Iterator[bytes]:
    """With another's nonce, ciphertext or tag."""
    yield blob[:1] + other[1:13] + blob[13:]
    yield blob[:13] + other[13:]
    yield blob[:-16] + other[-16:]
    yield other[:-16] + blob[-16:]


def every_change(blob: bytes, others: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """All of these, each with its kind."""
    for kind in (flipped, cut_and_grown, other_versions):
        yield from ((kind.__name__, forged) for forged in kind(blob))
    for other in others:
        yield from (("crossed", forged) for forged in crossed(blob, other))


@row("Forged ciphertexts: bits, lengths, versions, nonces", asked=60_000, quick=400, expects="none opens")
def changed_bytes(tries: int) -> Outcome:
    """Each forgery is written into the vault's database, and opened through the vault's face."""
    open_house()
    held = people_with_values(2 if tries < 20_000 else 8)
    bad: list[str] = []
    forgeries = ((kind, (one, forged)) for one in held for kind, forged in every_change(one.blob, (other.blob for other in held if other is not one)))
    chosen = fairly(forgeries, tries)
    with transaction.atomic(using=VAULT):
        for one, forged in chosen:
            lay(one, forged)
            if opened(one.owner, one.id, one.place):
                bad.append(f"{len(forged)} bytes, version {forged[:1].hex()}")
            lay(one, one.blob)
    return Outcome(len(chosen), len(bad), "; ".join(bad[:3]))


@changed_bytes.defect("the tag is not looked at")
@contextmanager
def without_tag() -> Iterator[None]:
    def unseal(key: bytes, envelope: bytes, _context: crypto.Context) -> bytes:
        if len(envelope) < 29 or envelope[0] != crypto.VERSION:
            raise crypto.NotAuthentic
        counter = envelope[1:13] + (2).to_bytes(4, "big")
        return Cipher(algorithms.AES(bytes(key)), modes.CTR(counter)).decryptor().update(envelope[13:-16])

    with mock.patch.object(crypto, "unseal", unseal):
        yield


@changed_bytes.defect("an envelope of any version is taken")
@contextmanager
def any_version() -> Iterator[None]:
    unseal = crypto.unseal
    with mock.patch.object(crypto, "unseal", lambda key, envelope, context: unseal(key, b"\x01" + envelope[1:], context)):
        yield


# --- moved to where it does not belong


def moves(held: Sequence[Held]) -> Iterator[tuple[str, tuple[Held, Held, str]]]:
    """The kind of move, then one value, another one, and what an attacker does with the pair."""
    for one, other in permutations(held, 2):
        same = "".join("=" if here == there else "x" for here, there in zip((one.owner, *one.place), (other.owner, *other.place), strict=True))
        hows = ["its bytes where the other stands"]
        if same != "====":  # an earlier version of the same answer is hers to ask for
            hows.append("its row asked for as the other")
        if one.owner != other.owner:
            hows.append("its row given to the other's owner")
        yield from ((f"{same} {how}", (one, other, how)) for how in hows)


def moved_opens(one: Held, other: Held, how: str) -> bool:
    """Move, ask, and put back."""
    rows = SealedValue.objects
    if how == "its row asked for as the other":
        return opened(other.owner, one.id, other.place)
    if how == "its row given to the other's owner":
        rows.filter(id=one.id).update(owner_id=other.owner.id)
        came = opened(other.owner, one.id, one.place)
        rows.filter(id=one.id).update(owner_id=one.owner.id)
        return came
    lay(other, one.blob)
    came = opened(other.owner, other.id, other.place)
    lay(other, other.blob)
    return came


@row("Forged ciphertexts: moved between rows, fields, tables, persons, times", asked=30_000, quick=400, expects="none opens")
def moved(tries: int) -> Outcome:
    """Bytes and rows of one value in the place of another; an older value of the same field among them."""
    open_house()
    held = people_with_values(4 if tries < 20_000 else 14)
    chosen = fairly(moves(held), tries)
    with transaction.atomic(using=VAULT):
        bad = [f"{one.place} → {other.place}: {how}" for one, other, how in chosen if moved_opens(one, other, how)]
    return Outcome(len(chosen), len(bad), "; ".join(bad[:3]))


@moved.defect("what a value was sealed for is left out (no associated data)")
@contextmanager
def no_associated_data() -> Iterator[None]:
    with mock.patch.object(crypto, "_bound", lambda _context: b""):
        yield


@moved.defect("the vault id is not bound, so that an older value fits in the place of a newer")
@contextmanager
def no_vault_id() -> Iterator[None]:
    place = values._place
    with mock.patch.object(values, "_place", lambda *given: place(*given)[:-1]):
        yield


@moved.defect("the row is not bound, so that one answer fits in the place of another")
@contextmanager
def no_row() -> Iterator[None]:
    place = values._place
    with mock.patch.object(values, "_place", lambda owner, _id, table, _row, name: place(owner, uuid4(), table, "", name)[:-1]):
        yield


@moved.defect("one key for everybody, and the person is not bound")
@contextmanager
def one_key() -> Iterator[None]:
    key = crypto.new_key()
    with mock.patch.object(Owner, "context", ("person",)), mock.patch.object(crypto, "new_key", lambda: key), mock.patch.object(
        values, "_place", lambda _owner, _id, *place: ("value", *place)
    ):
        yield


# --- wrapped keys


def wrapped_forgeries(keys: Sequence[DataKey]) -> Iterator[tuple[str, tuple[DataKey, dict[str, object]]]]:
    """The kind of forgery, a row of the keys database, and what it is changed to."""
    for one in keys:
        others = [other for other in keys if other is not one]
        for kind, forged in every_change(bytes(one.wrapped), (bytes(other.wrapped) for other in others)):
            yield kind, (one, {"wrapped": forged})
        yield from (("swapped", (one, {"wrapped": other.wrapped})) for other in others)
        for kek in ("", "0" * 32, one.kek_id[::-1], one.kek_id[:-1], one.kek_id.upper()):
            if kek != one.kek_id:
                yield "another key-encryption key", (one, {"kek_id": kek})
        yield from (("another kind of owner", (one, {"owner_kind": kind})) for kind in ("draft", "file", "record"))


def unwraps(key: DataKey, change: dict[str, object]) -> bool:
    """Whether the holder unwraps what now stands there, for whoever it says it is."""
    DataKey.objects.filter(pk=key.pk).update(**change)
    now = DataKey.objects.get(pk=key.pk)
    owner = Owner(now.owner_kind, now.owner_id)  # type: ignore[arg-type]
    try:
        HOLDER.unwrap(now.kek_id, bytes(now.wrapped), owner.context)
    except vault.Refused as refused:
        return str(refused) not in SAYS
    finally:
        DataKey.objects.filter(pk=key.pk).update(wrapped=key.wrapped, kek_id=key.kek_id, owner_kind=key.owner_kind)
    return True


@row("Forged keys: wrapped data keys changed and swapped", asked=10_000, quick=300, expects="none is taken")
def wrapped_keys(tries: int) -> Outcome:
    """The wrapped keys of several persons, in the keys database."""
    open_house()
    held = people_with_values(4 if tries < 5000 else 14)
    keys = list(DataKey.objects.filter(owner_id__in={one.owner.id for one in held}))
    chosen = fairly(wrapped_forgeries(keys), tries)
    with transaction.atomic(using=KEYS):
        bad = [str(sorted(change)) for key, change in chosen if unwraps(key, change)]
    return Outcome(len(chosen), len(bad), "; ".join(bad[:3]))


@wrapped_keys.defect("a wrapped key is not bound to its owner")
@contextmanager
def ownerless_keys() -> Iterator[None]:
    with mock.patch.object(Owner, "context", ("owner",)):
        yield


@wrapped_keys.defect("an unknown key-encryption key falls back to the current one")
@contextmanager
def any_kek() -> Iterator[None]:
    open_house()
    unwrap = HOLDER.unwrap
    current = HOLDER.wrap(b"0" * 32, ("nobody",))[0]
    with mock.patch.object(type(HOLDER), "unwrap", lambda _holder, _kek, wrapped, owner: unwrap(current, wrapped, owner)):
        yield
