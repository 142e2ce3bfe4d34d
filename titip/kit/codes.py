"""Pseudonymous codes (X2): no meaning inside, easy to read aloud, with a check character.

The alphabet leaves out 0/O, 1/I/L, 2/Z, 5/S, 8/B and the vowels (so that no word appears). It has 19 characters, a
prime number: a weighted sum modulo a prime with distinct weights catches every single wrong character and every swap
of two (the ISO 7064 / ISBN-10 principle).
"""

import secrets
from collections.abc import Callable

ALPHABET = "34679CDFGHJKMNPQRTW"
_BASE = len(ALPHABET)
_LENGTH = 6  # 19**6, 47 million, before the check character


class BadCode(ValueError):
    """The code was mistyped: its check character does not fit."""


def _check(body: str) -> str:
    total = sum((place + 2) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[-total % _BASE]


def new_code(prefix: str = "") -> str:
    """A fresh random code such as ``KH7-4WMT`` (seven characters, grouped for reading), with ``prefix-`` before it if given."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    code = body + _check(body)
    shown = f"{code[:3]}-{code[3:]}"
    return f"{prefix}-{shown}" if prefix else shown


def unused_code(prefix: str = "", *, taken: Callable[[str], bool]) -> str:
    """A fresh random code that ``taken`` does not know. Among 10,000 codes one draw in 4,700 hits one that is used already."""
    while taken(code := new_code(prefix)):
        pass
    return code


def read_code(text: str) -> str:
    """The canonical form of a typed code. Raises BadCode where the check character does not fit.

    Case, spaces and dashes do not matter; a one-letter prefix is kept.
    """
    plain = "".join(text.upper().split()).replace("-", "").replace("\N{EN DASH}", "")
    prefix, body = (plain[0], plain[1:]) if len(plain) == _LENGTH + 2 else ("", plain)
    if len(body) != _LENGTH + 1 or any(character not in ALPHABET for character in body):
        raise BadCode(text)
    if _check(body[:-1]) != body[-1]:
        raise BadCode(text)
    shown = f"{body[:3]}-{body[3:]}"
    return f"{prefix}-{shown}" if prefix else shown
