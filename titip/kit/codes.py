"""Pseudonymous codes (X2): no meaning inside, easy to read aloud, with a check character.

The alphabet leaves out 0/O, 1/I/L, 2/Z, 5/S, 8/B and the vowels (so that no word appears). It has 19 characters, a
prime number: a weighted sum modulo a prime with distinct weights catches every single wrong character and every swap
of two, beside each other or not (the ISO 7064 / ISBN-10 principle). A letter before the code says what kind of thing it names
and is not in the sum: with a wrong letter it names nothing of that kind.

A mistyped code is refused and nothing more: which codes exist, and which is near, is told to nobody who does not hold one.
"""

import secrets
from collections.abc import Callable
from typing import Final

from titip.kit.dates.whole import NATIVE_DIGITS

ALPHABET = "34679CDFGHJKMNPQRTW"
_BASE = len(ALPHABET)
_LENGTH = 6  # 19**6, 47 million, before the check character
_DASHES = dict.fromkeys(map(ord, "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u200b\u200c\u200d\ufeff"))
#: How each letter is said on the telephone (the spelling alphabet of ICAO, 1956), and each digit.
_SPOKEN: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ34679",
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey "
        "Xray Yankee Zulu three four six seven nine".split(),
        strict=True,
    )
)
MOST_CODES = _BASE**_LENGTH
#: Shares no factor with 19, so that numbers in a row give codes far apart, each another.
_STRIDE = 29_074_961


class BadCode(ValueError):
    """The code was mistyped: its check character does not fit. Never says which code was nearly meant."""


def _check(body: str) -> str:
    total = sum((place + 2) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[-total % _BASE]


def new_code(prefix: str = "") -> str:
    """A fresh random code such as ``KH7-4WMT`` (seven characters, grouped for reading), with ``prefix-`` before it if given."""
    return _shown("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)), prefix)


def numbered_code(number: int, prefix: str = "") -> str:
    """The code of a number from 0 to ``MOST_CODES`` - 1, each number's another: for made-up people, who are told again from a seed.

    Real codes are drawn (``new_code``): this one tells its number.
    """
    left, body = number * _STRIDE % MOST_CODES, ""
    for _ in range(_LENGTH):
        left, place = divmod(left, _BASE)
        body += ALPHABET[place]
    return _shown(body, prefix)


def _shown(body: str, prefix: str) -> str:
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

    Case, spaces, dashes of any kind and native digits do not matter; a one-letter prefix is kept.
    """
    plain = "".join(text.translate(NATIVE_DIGITS).translate(_DASHES).upper().split())
    prefix, body = (plain[0], plain[1:]) if len(plain) == _LENGTH + 2 else ("", plain)
    if len(body) != _LENGTH + 1 or any(character not in ALPHABET for character in body):
        raise BadCode(text)
    if prefix and not "A" <= prefix <= "Z":
        raise BadCode(text)
    if _check(body[:-1]) != body[-1]:
        raise BadCode(text)
    shown = f"{body[:3]}-{body[3:]}"
    return f"{prefix}-{shown}" if prefix else shown


def spoken(code: str) -> str:
    """How a code is read out: ``Kilo Hotel seven, four Whiskey Mike Tango``. Each word is heard apart from the others on a bad line."""
    return ", ".join(" ".join(_SPOKEN.get(character, character) for character in group) for group in code.split("-"))
