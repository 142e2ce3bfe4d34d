"""Backups in the age format (age-encryption.org/v1): streamed, for one key that the keyring derives.

Besides Titip any age tool opens them, given the identity. Source: C2SP age; Bech32 after BIP 173.
"""

from __future__ import annotations

from typing import IO, Final

import pyrage

from titip.protect.vault.holder import HOLDER

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
#: What pyrage raises where bytes do not fit: a header, a chunk, an end.
BROKEN: Final = (pyrage.DecryptError, OSError)


class NotForUs(Exception):
    """The file is sealed to another key."""


class BadRecipient(ValueError):
    """This is not an age recipient."""


def identities() -> list[str]:
    """Return the house's age identities: of new backups first, then of those made before the keys were renewed. Raises Locked."""
    return [_bech32("age-secret-key-", key).upper() for key in HOLDER.backup_keys()]


def recipient() -> str:
    """Return the public half, which seals backups while the house is locked. Raises Locked."""
    return str(pyrage.x25519.Identity.from_str(identities()[0]).to_public())


def encrypt(source: IO[bytes], target: IO[bytes], recipients: list[str]) -> None:
    """Seal a stream to each of the recipients. Raises BadRecipient; what ``source`` and ``target`` raise comes as pyrage.EncryptError."""
    try:
        known = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError:
        raise BadRecipient from None
    pyrage.encrypt_io(source, target, known)


def decrypt(source: IO[bytes], target: IO[bytes], openers: list[str]) -> None:
    """Open a stream with whichever of the identities fits. Raises NotForUs, or one of BROKEN where it was cut or changed."""
    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(opener) for opener in openers])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForUs from None
        raise


def _bech32(kind: str, raw: bytes) -> str:
    values = _five_bits(raw)
    expanded = [ord(letter) >> 5 for letter in kind] + [0] + [ord(letter) & 31 for letter in kind]
    check = _polymod([*expanded, *values, *[0] * 6]) ^ 1
    values += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{kind}1{''.join(_LETTERS[value] for value in values)}"


def _five_bits(raw: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            check ^= generator if top >> place & 1 else 0
    return check
