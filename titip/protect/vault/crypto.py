"""The only module that touches cryptography: envelopes, streams, stretched passphrases, codes that prove.

Envelope (a sealed value, a wrapped key, a keyring part)::

    version (1 byte = 1) | nonce (12 bytes, random) | AES-256-GCM ciphertext and tag (16 bytes)

Stream (a sealed file)::

    version (1 byte = 1) | salt (16 bytes, random) | chunks of up to 65,536 bytes, each with its tag

Box (sealed to one public key, or to several of which all are needed)::

    public half of a passing X25519 key (32 bytes) | an envelope under the key that it agrees on with each of them

Every seal names its context. A context is a tuple of texts that is framed (each part with its length before it, so that
no two contexts give the same bytes) and bound as associated data: bytes that were moved elsewhere do not open.

Sources: NIST SP 800-38D (GCM), RFC 5869 (HKDF), RFC 9106 (Argon2id), RFC 2104 (HMAC), RFC 8032 (Ed25519), RFC 7748 (X25519);
the stream follows the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION: Final = 1
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
SALT_BYTES: Final = 16
CHUNK_BYTES: Final = 65_536
_VERSION_BYTE: Final = bytes([VERSION])

Key: TypeAlias = bytes | bytearray
Context: TypeAlias = tuple[str, ...]


class NotAuthentic(Exception):
    """What was to be opened is not what was sealed here with this key: changed, moved, cut or foreign."""


@dataclass(frozen=True)
class Stretch:
    """What Argon2id costs: memory in KiB, passes over it, parallel lanes. Stored beside each slot."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        """Refuse costs that no slot of ours has: a changed file must not make us take all memory."""
        if not (1 <= self.lanes <= 16 and 1 <= self.passes <= 64 and 8 * self.lanes <= self.memory_kib <= 2_097_152):
            raise ValueError(f"Argon2id costs out of bounds: {self}")


# RFC 9106, section 4: at least 64 MiB with three passes. About a quarter of a second on a two-core machine.
STRETCH: Final = Stretch(memory_kib=131_072, passes=4, lanes=4)


def new_key() -> bytes:
    """Return a random 256-bit key from the operating system."""
    return os.urandom(KEY_BYTES)


def new_salt() -> bytes:
    """Return a random 128-bit salt from the operating system."""
    return os.urandom(SALT_BYTES)


def wipe(key: bytearray) -> None:
    """Overwrite the bytes of a key in place."""
    key[:] = bytes(len(key))


def frame(*parts: str | bytes) -> bytes:
    """Return the parts as one byte string, each after its length (4 bytes), so that no two lists look alike."""
    framed = bytearray()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        framed += len(raw).to_bytes(4, "big") + raw
    return bytes(framed)


def derive(key: Key, *context: str, salt: bytes | None = None) -> bytes:
    """Return a key (32 bytes) for one context from another key (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, frame("titip key", *context)).derive(bytes(key))


def stretch(passphrase: bytes, salt: bytes, costs: Stretch) -> bytes:
    """Return a key (32 bytes) from a passphrase (Argon2id)."""
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=costs.passes, lanes=costs.lanes, memory_cost=costs.memory_kib
    ).derive(passphrase)


# --- envelopes


def _bound(context: Context) -> bytes:
    return frame(_VERSION_BYTE, *context)


def seal(key: Key, plain: bytes, context: Context) -> bytes:
    """Return the envelope of some bytes, bound to its context."""
    nonce = os.urandom(NONCE_BYTES)
    return _VERSION_BYTE + nonce + AESGCM(key).encrypt(nonce, plain, _bound(context))


def unseal(key: Key, envelope: bytes, context: Context) -> bytes:
    """Return what an envelope holds.

    Raises:
        NotAuthentic: another key or context, a changed or cut envelope, an unknown version.
    """
    if len(envelope) < 1 + NONCE_BYTES + TAG_BYTES or envelope[:1] != _VERSION_BYTE:
        raise NotAuthentic("not an envelope of this version")
    nonce, sealed = envelope[1 : 1 + NONCE_BYTES], envelope[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, _bound(context))
    except InvalidTag:
        raise NotAuthentic("the envelope does not fit its key or its place") from None


# --- boxes


def box_public(private: Key) -> bytes:
    """Return the X25519 public key (32 bytes) of a private one (any 32 random bytes)."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(publics: Sequence[bytes], plain: bytes, context: Context) -> bytes:
    """Return a box that opens with the private keys of all of these, in this order; none of them is needed to make it."""
    passing = X25519PrivateKey.generate()
    half = passing.public_key().public_bytes_raw()
    agreed = [passing.exchange(X25519PublicKey.from_public_bytes(public)) for public in publics]
    return half + seal(_box_key(half, publics, agreed), plain, context)


def unseal_box(privates: Sequence[Key], box: bytes, context: Context) -> bytes:
    """Return what a box holds. Raises NotAuthentic: other keys, another context, a changed or cut box."""
    half, envelope = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        sender = X25519PublicKey.from_public_bytes(half)
        agreed = [X25519PrivateKey.from_private_bytes(private).exchange(sender) for private in privates]
    except ValueError:
        raise NotAuthentic("not a box") from None
    return unseal(_box_key(half, [box_public(private) for private in privates], agreed), envelope, context)


def _box_key(half: bytes, publics: Sequence[bytes], agreed: Sequence[bytes]) -> bytes:
    return derive(frame(*agreed), "box", salt=frame(half, *publics))


# --- streams


def _stream_nonce(counter: int, *, last: bool) -> bytes:
    # The key is new for every stream (random salt), so that a counter alone never repeats under one key.
    return counter.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield number, bytes and whether it is the last; an empty source is one empty last chunk."""
    counter, chunk = 0, _read_full(source, size)
    while True:
        following = _read_full(source, size) if len(chunk) == size else b""
        yield counter, chunk, not following
        if not following:
            return
        counter, chunk = counter + 1, following


def _read_full(source: BinaryIO, size: int) -> bytes:
    """Read until the size or the end: a pipe or an upload may give less than it was asked for."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def seal_stream(key: Key, source: BinaryIO, target: BinaryIO, context: Context) -> int:
    """Seal a stream chunk by chunk; return the number of plain bytes read."""
    salt, bound, total = new_salt(), _bound(context), 0
    cipher = AESGCM(derive(key, "stream", salt=salt))
    target.write(_VERSION_BYTE + salt)
    for counter, chunk, last in _chunks(source, CHUNK_BYTES):
        target.write(cipher.encrypt(_stream_nonce(counter, last=last), chunk, bound))
        total += len(chunk)
    return total


def unseal_stream(key: Key, source: BinaryIO, context: Context) -> Iterator[bytes]:
    """Yield the plain chunks of a sealed stream.

    Each chunk is authentic when it is yielded; the whole is complete only once the iterator has ended without error.

    Raises:
        NotAuthentic: a chunk was changed, moved, left out or repeated, or the end was cut off.
    """
    head = _read_full(source, 1 + SALT_BYTES)
    if len(head) < 1 + SALT_BYTES or head[:1] != _VERSION_BYTE:
        raise NotAuthentic("not a stream of this version")
    bound = _bound(context)
    cipher = AESGCM(derive(key, "stream", salt=head[1:]))
    for counter, chunk, last in _chunks(source, CHUNK_BYTES + TAG_BYTES):
        try:
            yield cipher.decrypt(_stream_nonce(counter, last=last), chunk, bound)
        except (InvalidTag, ValueError):
            raise NotAuthentic(f"chunk {counter} of the stream does not fit") from None


# --- codes that prove


def mac(key: Key, message: bytes) -> bytes:
    """Return the HMAC-SHA256 (32 bytes) of a message."""
    return hmac.digest(bytes(key), message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compare two codes in constant time."""
    return hmac.compare_digest(one, other)


def public_key(seed: Key) -> bytes:
    """Return the Ed25519 public key (32 bytes) that belongs to a signing seed (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: Key, message: bytes) -> bytes:
    """Return the Ed25519 signature (64 bytes) of a message."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature is the key owner's on this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
