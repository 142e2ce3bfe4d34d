"""The keyring file: the keys of an organisation, sealed under one to five passphrases.

One random master key seals the rest: the key-encryption keys by id, the key of the search tokens, of the audit chain, of signatures and of
small service secrets. A code over the whole file, made with the master key, tells whether anything in it was changed.

Each slot is a pair of keys of its own: the private half sealed under a key stretched from the slot's passphrase (Argon2id), the public half
beside it. The master key lies in the file once for each slot, sealed to its public half; so a new master key is given to every slot without
asking anybody for a passphrase. Where two people are needed, it lies there once for each pair of slots instead, sealed to both.

The organisation's id and whether it is a practice organisation are bound into every slot and every sealed key: a file in
which either was edited no longer opens, so a practice folder never becomes a real one, nor a real one practice.

This is its whole face; the modules beside it are its inside.
"""

from titip.protect.vault.keyring.changing import add_slot, brought_forward, fits, needing, remove_slot, renewed, retired, with_slots
from titip.protect.vault.keyring.file import create, load, save
from titip.protect.vault.keyring.opening import open_keys, open_slot, open_with
from titip.protect.vault.keyring.sealing import make
from titip.protect.vault.keyring.shape import FIRST_FORMAT, FORMAT, LEAST_FOR_TWO, MOST_SLOTS, Half, Kek, Keyring, Keys, NewSlot, Slot

__all__ = [
    "FIRST_FORMAT", "FORMAT", "LEAST_FOR_TWO", "MOST_SLOTS", "Half", "Kek", "Keyring", "Keys", "NewSlot", "Slot", "add_slot", "brought_forward", "create",
    "fits", "load", "make", "needing", "open_keys", "open_slot", "open_with", "remove_slot", "renewed", "retired", "save", "with_slots",
]
