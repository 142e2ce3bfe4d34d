"""Private set intersection of two organisations' tokens: each blinds its own and the other's, and only what both have blinded is compared.

Diffie–Hellman on the curve edwards25519 (Meadows 1986; Huberman, Franklin and Hogg 1999), by libsodium through PyNaCl (extra ``titip[psi]``).
A token t is hashed to a point H(t); one side sends H(t)·a, the other H(t)·b; each multiplies what it was sent by its own secret, and
H(t)·a·b is the same whoever came first. Nobody can undo a factor that he does not hold, so that no side sees the other's tokens, nor which of
its own were met as long as what comes back is in another order. Safe against members who keep to the protocol (semi-honest) only.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from titip.quality.linkage.tokens import TokenType

POINT: Final = 32
_DOMAIN: Final = b"titip psi 1"

Sets = Mapping[TokenType, Iterable[str]]
Watch = Callable[[Iterable[str]], Iterable[str]]


class PsiMissing(RuntimeError):
    """PyNaCl is not installed; the message says how to get it."""


def _sodium() -> Any:
    try:
        from nacl import bindings
    except ImportError:
        raise PsiMissing("Private set intersection needs PyNaCl. Install it with: pip install 'titip[psi]'.") from None
    return bindings


def new_secret() -> bytes:
    """A secret factor, 32 bytes, from the system's secure source. For one exercise; never shown to anybody, the other members included."""
    sodium = _sodium()
    while True:
        if any(made := bytes(sodium.crypto_core_ed25519_scalar_reduce(secrets.token_bytes(64)))):
            return made


def blind(secret: bytes, tokens: Sets, watch: Watch = iter) -> dict[TokenType, list[str]]:
    """One's own tokens, hashed to the curve and multiplied by the secret: 64 hexadecimal digits each, sorted, which is an order that tells nothing."""
    sodium = _sodium()
    return {kind: sorted(_times(sodium, secret, _point(sodium, kind, token)).hex() for token in watch(list(held))) for kind, held in tokens.items()}


def blind_again(secret: bytes, points: Sets, watch: Watch = iter) -> dict[TokenType, list[str]]:
    """What the other side has blinded, multiplied by one's own secret. Raises ValueError for what is no point of the curve's large group."""
    sodium = _sodium()
    return {kind: sorted(_times(sodium, secret, _read(one)).hex() for one in watch(list(held))) for kind, held in points.items()}


def _point(sodium: Any, kind: TokenType, token: str) -> bytes:
    """Two halves of SHA-512 mapped to the curve and added: every point is equally likely, and no multiple of another's is known (RFC 9380)."""
    digest = hashlib.sha512(_DOMAIN + f"|{kind}|{token}".encode()).digest()
    halves = (sodium.crypto_core_ed25519_from_uniform(half) for half in (digest[:POINT], digest[POINT:]))
    return bytes(sodium.crypto_core_ed25519_add(*halves))


def _read(text: str) -> bytes:
    try:
        point = bytes.fromhex(text)
    except ValueError:
        point = b""
    if len(point) != POINT:
        raise ValueError("This is not a blinded token (64 hexadecimal digits).")
    return point


def _times(sodium: Any, secret: bytes, point: bytes) -> bytes:
    from nacl.exceptions import RuntimeError as Refused

    try:
        return bytes(sodium.crypto_scalarmult_ed25519_noclamp(secret, point))
    except Refused:  # not on the curve, or in a small group where the secret would show
        raise ValueError("This is no point of the curve: the file was damaged, or made to find out the secret.") from None
