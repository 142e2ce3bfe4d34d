"""Three-valued truth (Kleene): yes, no, and *cannot be told*, which is ``None``.

What cannot be told is neither yes nor no: it never fires an error by itself, and never proves that all is well.
"""

from collections.abc import Iterable
from typing import Final

Truth = bool | None
#: Neither yes nor no.
CANNOT_BE_TOLD: Final = None


def negated(value: Truth) -> Truth:
    """Not: what cannot be told stays so."""
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """And: one no decides; all must be yes for yes."""
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Or: one yes decides; all must be no for no."""
    return negated(all_of(negated(value) for value in values))
