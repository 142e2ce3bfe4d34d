"""Backups are ordinary age files: another implementation's keys and ours agree."""

import io
import secrets

import pyrage
import pytest

from titip.protect.vault import age


def test_our_spelling_of_a_key_is_the_standards() -> None:
    for _ in range(50):
        made = pyrage.x25519.Identity.generate()
        raw = _raw(str(made))
        assert age._bech32("age-secret-key-", raw).upper() == str(made)


def test_what_is_sealed_opens_and_a_stranger_is_told_apart() -> None:
    ours, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    plain, sealed, opened = secrets.token_bytes(200_000), io.BytesIO(), io.BytesIO()
    age.encrypt(io.BytesIO(plain), sealed, [str(ours.to_public())])
    age.decrypt(io.BytesIO(sealed.getvalue()), opened, [str(ours)])
    assert opened.getvalue() == plain
    with pytest.raises(age.NotForUs):
        age.decrypt(io.BytesIO(sealed.getvalue()), io.BytesIO(), [str(other)])
    with pytest.raises(age.BROKEN):
        age.decrypt(io.BytesIO(sealed.getvalue()[:-1]), io.BytesIO(), [str(ours)])
    with pytest.raises(age.BadRecipient):
        age.encrypt(io.BytesIO(b"x"), io.BytesIO(), ["age1nobody"])


def _raw(identity: str) -> bytes:
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{letters.index(letter):05b}" for letter in identity.lower().rpartition("1")[2][:-6])
    return bytes(int(bits[start : start + 8], 2) for start in range(0, 256, 8))
