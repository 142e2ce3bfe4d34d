"""The recovery code: 150 random bits on paper, easy to read aloud, with a check that tells a slip of the pen.

Crockford's base 32 (no I, L, O, U), eight groups of four characters; the last two characters check the other thirty.
"""

import hashlib
import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY: Final = 30
_ALIKE: Final = str.maketrans("OIL", "011")
_SHAPE: Final = re.compile(rf"[{ALPHABET}]{{{_BODY + 2}}}")


def new_code() -> str:
    """Return a fresh code such as ``7K3M-…-9QXA`` (39 characters with its dashes)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    whole = body + _check(body)
    return "-".join(whole[start : start + 4] for start in range(0, len(whole), 4))


def plain(code: str) -> str:
    """Return a typed code as one word: case, spaces, dashes and look-alike letters do not matter."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", code).upper().translate(_ALIKE)


def is_code(text: str) -> bool:
    """Say whether a text is a recovery code without a slip."""
    word = plain(text)
    return bool(_SHAPE.fullmatch(word)) and _check(word[:_BODY]) == word[_BODY:]


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return ALPHABET[digest[0] % 32] + ALPHABET[digest[1] % 32]
