"""Kinds of record of the organisation's own: what one is about, and what may stand on it."""

from typing import Final

#: Kinds that come with the product and have pages of their own.
BUILT_IN: Final = frozenset({"registration", "screening", "case"})
#: What one record may be about, when the organisation declares it.
ABOUT: Final = ("none", "person")
#: Classes of answers that need a key, and somebody's basis.
SEALED: Final = ("high", "identity")


def is_own(code: str) -> bool:
    """Whether a kind of record was declared by the organisation."""
    return code not in BUILT_IN


def may_stand(subject: str, risk: str) -> bool:
    """Whether an answer of this class may be kept on a record about ``subject``: where nobody could agree, nothing sealed is held."""
    return subject == "person" or risk not in SEALED
