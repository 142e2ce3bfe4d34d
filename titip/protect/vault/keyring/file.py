"""Reads and writes the keyring file, of today's format and of the first."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

from titip.protect.vault import crypto
from titip.protect.vault.durable import exposed, read_limited, write_durably
from titip.protect.vault.errors import DamagedKeyring, ExposedKeyring, KeyringExists, NoKeyring
from titip.protect.vault.keyring.shape import FIRST_FORMAT, FORMAT, MOST_SLOTS, SLOT_KINDS, Kek, Keyring, Slot, as_bytes

MOST_BYTES: Final = 1_000_000
#: An envelope that holds one key.
_SEALED_KEY: Final = 1 + crypto.NONCE_BYTES + crypto.KEY_BYTES + crypto.TAG_BYTES


def create(path: Path, keyring: Keyring) -> None:
    """Write a new keyring file. Raises KeyringExists where one stands."""
    if path.exists():
        raise KeyringExists
    save(path, keyring)


def save(path: Path, keyring: Keyring) -> None:
    """Write the keyring file whole or not at all, for its owner alone."""
    content = json.dumps({"format": keyring.format, **keyring.content(), "mac": keyring.mac}, indent=1, sort_keys=True)
    write_durably(path, content.encode() + b"\n", mode=0o600)


def load(path: Path) -> Keyring:
    """Return the keyring of a file, still sealed.

    Raises:
        NoKeyring: no such file.
        ExposedKeyring: others on this computer may read or change it.
        DamagedKeyring: not a keyring of this format.
    """
    try:
        raw = read_limited(path, MOST_BYTES)
    except FileNotFoundError:
        raise NoKeyring from None
    if exposed(path):
        raise ExposedKeyring
    try:
        return _parse(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedKeyring from None


def _parse(content: dict[str, Any]) -> Keyring:
    form = content.pop("format")
    if form not in (FORMAT, FIRST_FORMAT):
        raise ValueError("another format")
    slots = tuple(Slot(**{**slot, "costs": crypto.Stretch(**slot["costs"])}) for slot in content["slots"])
    keks = tuple(Kek(**kek) for kek in content["keks"])
    found = Keyring(**cast("dict[str, Any]", {**content, "slots": slots, "keks": keks, "format": form}))
    if _plain(found) != content:
        raise ValueError("other fields")  # more than its format has
    _check_types(found)
    return found


def _plain(keyring: Keyring) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps({**keyring.content(), "mac": keyring.mac}))
    return told


def _check_types(found: Keyring) -> None:
    strings: list[object] = [found.organisation, found.created, found.current_kek, found.public, found.mac]
    strings += [*found.parts, *found.parts.values(), *found.masters, *found.masters.values()]
    strings += [text for slot in found.slots for text in (slot.id, slot.label, slot.created, slot.salt, slot.sealed, slot.public)]
    strings += [text for kek in found.keks for text in (kek.id, kek.created, kek.sealed, kek.retired)]
    flags = [found.practice, found.two, *(slot.shared for slot in found.slots)]
    if not all(isinstance(text, str) for text in strings) or not all(isinstance(flag, bool) for flag in flags):
        raise ValueError("other types")
    "".join(map(str, strings)).encode()  # what cannot be written as UTF-8 was not written by us
    if not 1 <= len(found.slots) <= MOST_SLOTS or any(slot.kind not in SLOT_KINDS for slot in found.slots):
        raise ValueError("slots")
    if not all(type(cost) is int for slot in found.slots for cost in asdict(slot.costs).values()):
        raise ValueError("costs")
    _check_lengths(found)


def _check_lengths(found: Keyring) -> None:
    """What is cut or grown is told here, before a passphrase is stretched for it. Raises ValueError."""
    lengths = [(slot.salt, crypto.SALT_BYTES) for slot in found.slots]
    lengths += [(sealed, _SEALED_KEY) for sealed in (*(slot.sealed for slot in found.slots), *(kek.sealed for kek in found.keks), *found.parts.values())]
    if found.format == FORMAT:
        lengths += [(slot.public, crypto.KEY_BYTES) for slot in found.slots]
        lengths += [(box, crypto.KEY_BYTES + _SEALED_KEY) for box in found.masters.values()]
    if any(len(as_bytes(text)) != length for text, length in lengths):
        raise ValueError("another length")
    if any(len(bytes.fromhex(text)) != crypto.KEY_BYTES for text in (found.public, found.mac)):
        raise ValueError("no key and no code")
