"""Composite values of a person that can be compared as keyed tokens, without the values themselves.

A token is HMAC-SHA-256 under a key of its own, over type and value, cut to 64 bits. Only *composite* values become tokens:
single words of names could be guessed back by how often each token stands there, for the commonest names are known to
everybody; a word with a birth year could not (see ``docs/linkage.md``).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import combinations

from titip.quality.linkage import letters
from titip.quality.linkage.births import read as read_birth
from titip.quality.linkage.columns import Texts
from titip.quality.linkage.records import phone, sex
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.words import name_words, sounds

#: A key shorter than this could be tried out.
LEAST_KEY = 32


class TokenType(StrEnum):
    """What a token stands for."""

    WHOLE_NAME = "whole_name"
    TWO_WORDS = "two_words"
    WORD_YEAR = "word_year"
    NAME_YEAR = "name_year"
    DATE_SEX = "date_sex"
    PHONE = "phone"


#: What every token of one type says about a person, for a report.
IN_WORDS = {
    TokenType.WHOLE_NAME: "the whole name, by its consonants in any order",
    TokenType.TWO_WORDS: "two words of the name, by their consonants",
    TokenType.WORD_YEAR: "a word of the name, by its sound, and the birth year",
    TokenType.NAME_YEAR: "the whole name, by its sound in any order, and the birth year",
    TokenType.DATE_SEX: "the whole birth date and the sex",
    TokenType.PHONE: "the last eight digits of a telephone",
}

Value = tuple[TokenType, str]


def values(row: Mapping[Kind, str]) -> set[Value]:
    """The composite values of one person, from what was written about her by kind (a date may stand for the year)."""
    words = name_words(row.get(Kind.NAME) or row.get(Kind.NATIVE_NAME) or "")
    heard = [sounds(word) or word for word in words]
    bones = sorted({letters.skeleton(sound) if sound.isascii() else sound for sound in heard})
    year, month, day = read_birth(row.get(Kind.BIRTH_DATE, ""))
    year = year or read_birth(row.get(Kind.BIRTH_YEAR, ""))[0]
    found: set[Value] = set()
    if len(words) > 1:
        found.add((TokenType.WHOLE_NAME, " ".join(bones)))
        found |= {(TokenType.TWO_WORDS, f"{one} {other}") for one, other in combinations(bones, 2)}
    if words and year:
        found |= {(TokenType.WORD_YEAR, f"{sound}|{year}") for sound in heard}
        found.add((TokenType.NAME_YEAR, f"{' '.join(sorted(heard))}|{year}"))
    if month and day and (of := sex(row.get(Kind.SEX, ""))):
        found.add((TokenType.DATE_SEX, f"{year}-{month:02}-{day:02}|{of}"))
    if digits := phone(row.get(Kind.PHONE, "")):
        found.add((TokenType.PHONE, digits))
    return found


def token(key: bytes, value: Value) -> int:
    """The keyed token of one value, 64 bits. Raises ValueError for a key under 32 bytes."""
    if len(key) < LEAST_KEY:
        raise ValueError(f"A key of at least {LEAST_KEY} bytes is needed; this one has {len(key)}.")
    return int.from_bytes(hmac.digest(key, f"{value[0]}|{value[1]}".encode(), "sha256")[:8], "big")


def rows(spec: Spec, columns: Mapping[str, Texts]) -> Iterator[dict[Kind, str]]:
    """Each row of a table as its texts by kind; several columns of one kind are joined by a space."""
    cells = {name: columns[name].cells() for name in spec.compare}
    for place in range(len(next(iter(cells.values())))):
        row: dict[Kind, str] = {}
        for name, kind in spec.compare.items():
            if text := cells[name][place]:
                row[kind] = f"{row[kind]} {text}" if kind in row else text
        yield row
