"""What makes two people look like one: the same whole name and birth year, or the same telephone number. Pure.

Deliberately small: exact agreement of normalised values, compared as keyed tokens that serve while the matrix in memory is not
made. Other spellings and scripts are the linkage engine's work (``actions.alike``). Whatever is found is for a human to decide.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

#: Words before a name that are no part of it.
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "mister", "madam"})
#: What may stand around a word and is no part of it.
_EDGES = ".,;:()[]'\"’‘“”/-"
#: A number that more people than this share is a shelter's or an office's, and says nothing about any of them.
MOST_SHARING = 5
#: Digits that are compared: without country and trunk codes, which are written in many ways.
PHONE_DIGITS = 8

Key = TypeVar("Key")


def name_key(parts: Iterable[str]) -> str:
    """The words of a whole name, without titles, marks and case, sorted, so that order and spelling of accents do not matter. Empty for no name."""
    words = [word for part in parts for word in _words(part)]
    return " ".join(sorted(words)) if len(words) > 1 or any(len(word) > 3 for word in words) else ""


def _words(part: str) -> list[str]:
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", part).casefold().replace("đ", "d"))
    plain = unicodedata.normalize("NFC", "".join(c for c in folded if not "\u0300" <= c <= "\u036f"))
    words = (word.strip(_EDGES) for word in plain.split())
    return [word for word in words if word and word not in _TITLES]


def phone_key(text: str) -> str:
    """The last digits of a telephone number, or empty where there are too few to tell anybody by."""
    digits = "".join(str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None)
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def birth_years(*, birth_year: int | None, about_year: int | None) -> tuple[int, ...]:
    """The years to compare: the one of the birth date; or, from an age, that year and the ones beside it."""
    if birth_year is not None:
        return (birth_year,)
    return (about_year - 1, about_year, about_year + 1) if about_year is not None else ()


def pairs(holders: Mapping[str, Sequence[Key]]) -> set[tuple[Key, Key]]:
    """Each two who hold the same token, in the order of their keys. A token held by too many says nothing."""
    found: set[tuple[Key, Key]] = set()
    for keys in holders.values():
        unique = sorted(set(keys))  # type: ignore[type-var]
        if len(unique) <= MOST_SHARING:
            found.update(combinations(unique, 2))
    return found
