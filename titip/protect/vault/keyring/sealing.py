"""Makes a keyring; seals everything in it under its master key, and that for each slot."""

from __future__ import annotations

import itertools
import json
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import replace

from titip.kit import clock
from titip.protect.vault import crypto, recovery
from titip.protect.vault.errors import SlotsFull
from titip.protect.vault.keyring.shape import (
    FIRST_FORMAT,
    FORMAT,
    LEAST_FOR_TWO,
    MOST_SLOTS,
    PARTS,
    Kek,
    Keyring,
    Keys,
    NewSlot,
    Slot,
    SlotKind,
    as_bytes,
    as_text,
)


def make(*, practice: bool, slots: Sequence[NewSlot]) -> Keyring:
    """Return a new keyring with fresh keys, openable through each of the slots."""
    moment, kek = clock.now().isoformat(), uuid.uuid4().hex
    plain = {name: bytearray(crypto.new_key()) for name in PARTS}
    public = crypto.public_key(plain["signing"])
    keys = Keys(uuid.uuid4().hex, practice, "", kek, public, {kek: bytearray(crypto.new_key())}, master=bytearray(crypto.new_key()), **plain)
    bare = Keyring(
        organisation=keys.organisation, practice=practice, created=moment, slots=(), current_kek=kek, keks=(Kek(kek, moment, ""),), parts={},
        public=public.hex(),
    )
    made = resealed(replace(bare, slots=tuple(new_slot(bare, slot) for slot in slots)), keys)
    keys.wipe()
    return made


def new_slot(keyring: Keyring, new: NewSlot) -> Slot:
    """Return a slot with a pair of keys of its own."""
    private, salt = crypto.new_key(), crypto.new_salt()
    public = as_text(crypto.box_public(private))
    blank = Slot(uuid.uuid4().hex, new.kind, new.label, clock.now().isoformat(), as_text(salt), new.costs, "", public)
    return replace(blank, sealed=sealed_private(keyring, blank, private, new.passphrase))


def sealed_private(keyring: Keyring, slot: Slot, private: bytes, passphrase: str) -> str:
    """Return the private half sealed under the stretched passphrase."""
    secret = crypto.stretch(secret_bytes(slot.kind, passphrase), as_bytes(slot.salt), slot.costs)
    return as_text(crypto.seal(secret, private, slot_context(keyring, slot)))


def slot_context(keyring: Keyring, slot: Slot) -> crypto.Context:
    """Return what the private half is bound to."""
    costs = f"{slot.costs.memory_kib}/{slot.costs.passes}/{slot.costs.lanes}"
    if slot.shared or keyring.format == FIRST_FORMAT:
        return (FIRST_FORMAT, *keyring.context()[1:], "slot", slot.id, slot.kind, costs)
    return keyring.context("slot", slot.id, slot.kind, costs, slot.public)


def resealed(keyring: Keyring, keys: Keys) -> Keyring:
    """Everything sealed anew by the master key in ``keys``, which every slot, or every pair of them, is given."""
    if not 1 <= len(keyring.slots) <= MOST_SLOTS or (keyring.two and len(keyring.slots) < LEAST_FOR_TWO):
        raise SlotsFull
    wrapping = crypto.derive(keys.master, "keyring parts")
    bare = replace(keyring, format=FORMAT)
    filled = replace(
        bare, current_kek=keys.current_kek, masters=_masters(bare, keys.master),
        keks=tuple(replace(kek, sealed=as_text(crypto.seal(wrapping, bytes(keys.keks[kek.id]), bare.context("kek", kek.id)))) for kek in keyring.keks),
        parts={name: as_text(crypto.seal(wrapping, bytes(getattr(keys, name)), bare.context("part", name))) for name in PARTS},
    )
    return replace(filled, mac=code_of(filled, keys.master))


def _masters(keyring: Keyring, master: crypto.Key) -> dict[str, str]:
    ways = itertools.combinations(sorted(keyring.slots, key=lambda slot: slot.id), 2 if keyring.two else 1)
    return {
        name: as_text(crypto.seal_to([as_bytes(slot.public) for slot in way], bytes(master), keyring.context("master", name)))
        for way in ways if (name := "+".join(slot.id for slot in way))
    }


def secret_bytes(kind: SlotKind, passphrase: str) -> bytes:
    """Return one spelling for what different keyboards type differently (NFKC, no space at the ends)."""
    if kind == "recovery":
        return recovery.plain(passphrase).encode()
    return unicodedata.normalize("NFKC", passphrase).strip().encode()


def code_of(keyring: Keyring, master: crypto.Key) -> str:
    """Return the code over everything in the file but itself."""
    message = json.dumps(keyring.content(), sort_keys=True, separators=(",", ":")).encode()
    return crypto.mac(crypto.derive(master, "keyring code"), message).hex()


def first_private(master: bytes, slot_id: str) -> bytes:
    """Return the private half of a slot of the first format, from the master key of that time."""
    return crypto.derive(master, "slot private", slot_id)
