"""Opens a keyring with a passphrase, or with two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from titip.protect.vault import crypto, recovery
from titip.protect.vault.errors import DamagedKeyring, SecondNeeded, WrongPassphrase
from titip.protect.vault.keyring.sealing import code_of, first_private, secret_bytes, slot_context
from titip.protect.vault.keyring.shape import FIRST_FORMAT, PARTS, Half, Keyring, Keys, Slot, SlotKind, as_bytes


def open_keys(keyring: Keyring, *passphrases: str) -> Keys:
    """Return the unlocked keys.

    Raises:
        WrongPassphrase: no slot opens with it.
        SecondNeeded: it opens a slot, and two are needed; both must be of different slots.
        DamagedKeyring: a slot opens, but something else in the file was changed.
    """
    return open_with(keyring, [open_slot(keyring, passphrase) for passphrase in passphrases])


def open_slot(keyring: Keyring, passphrase: str) -> Half:
    """Return the slot that a passphrase opens. Raises WrongPassphrase; DamagedKeyring where nothing needs a second and the file was changed."""
    for slot in sorted(keyring.slots, key=_likely_first(passphrase)):
        if not _may_fit(slot.kind, passphrase):
            continue
        secret = crypto.stretch(secret_bytes(slot.kind, passphrase), as_bytes(slot.salt), slot.costs)
        try:
            inside = crypto.unseal(secret, as_bytes(slot.sealed), slot_context(keyring, slot))
        except crypto.NotAuthentic:
            continue
        return Half(slot, bytearray(first_private(inside, slot.id) if slot.shared else inside))
    raise WrongPassphrase


def open_with(keyring: Keyring, halves: Sequence[Half]) -> Keys:
    """Return the unlocked keys from one opened slot, or from two where two are needed; see ``open_keys``."""
    by_id = {half.slot.id: half for half in halves}
    if keyring.two and len(by_id) < 2:
        raise SecondNeeded
    used = [by_id[slot_id] for slot_id in sorted(by_id)][: 2 if keyring.two else 1]
    master = bytes(used[0].private) if keyring.format == FIRST_FORMAT else _master(keyring, used)
    if not crypto.same(code_of(keyring, master).encode(), keyring.mac.encode()):
        raise DamagedKeyring
    wrapping = crypto.derive(master, "keyring parts")
    try:
        parts = {name: _unseal_part(wrapping, keyring.parts[name], keyring.context("part", name)) for name in PARTS}
        keks = {kek.id: _unseal_part(wrapping, kek.sealed, keyring.context("kek", kek.id)) for kek in keyring.keks}
    except (crypto.NotAuthentic, ValueError, KeyError):
        raise DamagedKeyring from None
    public = crypto.public_key(parts["signing"])
    if keyring.current_kek not in keks or public.hex() != keyring.public:
        raise DamagedKeyring
    slot = "+".join(half.slot.code for half in used)
    return Keys(keyring.organisation, keyring.practice, slot, keyring.current_kek, public, keks, master=bytearray(master), **parts)


def _master(keyring: Keyring, used: Sequence[Half]) -> bytes:
    name = "+".join(half.slot.id for half in used)
    try:
        return crypto.unseal_box([half.private for half in used], as_bytes(keyring.masters[name]), keyring.context("master", name))
    except (crypto.NotAuthentic, ValueError, KeyError):
        raise DamagedKeyring from None


def _likely_first(passphrase: str) -> Callable[[Slot], bool]:
    expected = "recovery" if recovery.is_code(passphrase) else "passphrase"
    return lambda slot: slot.kind != expected


def _may_fit(kind: SlotKind, passphrase: str) -> bool:
    return kind != "recovery" or recovery.is_code(passphrase)


def _unseal_part(wrapping: bytes, sealed: str, context: crypto.Context) -> bytearray:
    key = bytearray(crypto.unseal(wrapping, as_bytes(sealed), context))
    if len(key) != crypto.KEY_BYTES:
        raise ValueError("a key of another length")
    return key
