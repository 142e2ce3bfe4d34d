"""Changes a keyring. Each needs the unlocked keys, which must be those of this very file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from titip.kit import clock
from titip.protect.vault import crypto
from titip.protect.vault.errors import DamagedKeyring
from titip.protect.vault.keyring.opening import open_keys
from titip.protect.vault.keyring.sealing import code_of, first_private, new_slot, resealed, sealed_private
from titip.protect.vault.keyring.shape import FIRST_FORMAT, FORMAT, Half, Kek, Keyring, Keys, NewSlot, as_text


def fits(keyring: Keyring, keys: Keys) -> bool:
    """Say whether the file is the one that these keys were unlocked from, unchanged but by us."""
    return crypto.same(code_of(keyring, keys.master).encode(), keyring.mac.encode())


def _today(keyring: Keyring, keys: Keys) -> Keyring:
    """The keyring in today's format, its slots in theirs. Raises DamagedKeyring where the keys are not those of this file."""
    if not fits(keyring, keys):
        raise DamagedKeyring
    if keyring.format == FORMAT:
        return keyring
    slots = [replace(slot, shared=True, public=as_text(crypto.box_public(first_private(bytes(keys.master), slot.id)))) for slot in keyring.slots]
    return replace(keyring, format=FORMAT, slots=tuple(slots))


def with_slots(keyring: Keyring, keys: Keys, *, add: Sequence[NewSlot] = (), drop: Collection[str] = ()) -> Keyring:
    """Return the keyring with slots added, and those of these ids left out. The master key stays: see ``renewed``."""
    keyring = _today(keyring, keys)
    kept = [slot for slot in keyring.slots if slot.id not in drop]
    return resealed(replace(keyring, slots=(*kept, *(new_slot(keyring, new) for new in add))), keys)


def add_slot(keyring: Keyring, *, passphrase: str, new: NewSlot) -> Keyring:
    """Return the keyring with one more slot, opened by the passphrase of a slot it has."""
    return with_slots(keyring, open_keys(keyring, passphrase), add=[new])


def remove_slot(keyring: Keyring, *, passphrase: str, slot_id: str) -> Keyring:
    """Return the keyring without a slot. The last slot stays: without it nothing would open again. The master key stays too: see ``renewed``."""
    return with_slots(keyring, open_keys(keyring, passphrase), drop=[slot_id])


def needing(keyring: Keyring, keys: Keys, *, two: bool) -> Keyring:
    """Return the keyring such that one slot opens it, or only two together. Raises SlotsFull where there are too few for two."""
    keyring = _today(keyring, keys)
    return resealed(replace(keyring, two=two), keys)


def renewed(keyring: Keyring, keys: Keys, *, new_kek: bool = True, without: Collection[str] = ()) -> tuple[Keyring, Keys]:
    """Return keyring and keys with a new master key: an older copy of the file opens nothing of this one.

    With ``new_kek`` a fresh key-encryption key becomes the current one, beside the others. ``without``: key-encryption keys to destroy.
    """
    keyring = _today(keyring, keys)
    if keys.current_kek in without:
        raise ValueError("the current key-encryption key is never destroyed")
    fresh = keys.copy()
    fresh.master = bytearray(crypto.new_key())
    known = list(keyring.keks)
    if new_kek:
        fresh.current_kek = uuid.uuid4().hex
        fresh.keks[fresh.current_kek] = bytearray(crypto.new_key())
        known.append(Kek(fresh.current_kek, clock.now().isoformat(), ""))
    for kek in without:
        crypto.wipe(fresh.keks.pop(kek, bytearray()))
    return resealed(replace(keyring, keks=tuple(kek for kek in known if kek.id not in without)), fresh), fresh


def retired(keyring: Keyring, keys: Keys, moments: Mapping[str, str]) -> Keyring:
    """Return the keyring in which these key-encryption keys (by id) are marked as out of use since a moment; "": in use after all."""
    keyring = _today(keyring, keys)
    return resealed(replace(keyring, keks=tuple(replace(kek, retired=moments.get(kek.id, kek.retired)) for kek in keyring.keks)), keys)


def brought_forward(keyring: Keyring, keys: Keys, half: Half, passphrase: str) -> tuple[Keyring, Keys]:
    """Return keyring and keys in today's format, and the slot just opened with a private half of its own; the same where nothing is to do.

    A keyring of the first format gets a new master key. Its other slots stay of use: until their holders type their passphrases, their private
    halves are derived from the master key of that time, which every holder of that time could know.
    """
    if keyring.format == FORMAT and not half.slot.shared:
        return keyring, keys
    fresh, today = keys.copy(), _today(keyring, keys)
    if keyring.format == FIRST_FORMAT:
        fresh.master = bytearray(crypto.new_key())
    private = crypto.new_key()
    own = replace(next(slot for slot in today.slots if slot.id == half.slot.id), shared=False, public=as_text(crypto.box_public(private)))
    own = replace(own, sealed=sealed_private(today, own, private, passphrase))
    return resealed(replace(today, slots=tuple(own if slot.id == own.id else slot for slot in today.slots)), fresh), fresh
