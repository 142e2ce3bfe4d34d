"""Text broken into lines that fit a width, in scripts with and without spaces between words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

#: After one of these the next letter belongs to the same cluster: Khmer coeng, Burmese virama, the joiner.
_BINDS_NEXT: Final = "\u17d2\u1039\u200d"
#: Thai and Lao vowels that are written before their consonant and stay with it.
_LEADING_VOWELS: Final = "เแโใไເແໂໃໄ"
#: No line begins with one of these, or with a mark: closing signs, and the vowels of Thai and Lao that follow their consonant.
_NEVER_FIRST: Final = ".,;:!?%)]}”’…ๆฯ។៕၊။ะาำๅຯໆະາຳຽ"
#: A letter under one of these ends the syllable before it: Burmese asat, Khmer bantoc, Thai and Lao cancelling marks.
_ENDS_SYLLABLE: Final = "\u103a\u17cb\u0e4c\u0ecc"

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than ``width`` (a single cluster may be). ``measure`` gives a text's width in the same unit.

    Lines end at spaces; inside a word only where it is wider than a whole line, and then never within a cluster.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_fill(list(_pieces(paragraph)), width, measure))
    return lines


def _fill(pieces: list[str], width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if not line or measure((line + piece).rstrip()) <= width:
            line += piece
        else:
            yield line.rstrip()
            line = piece.lstrip()
        while measure(line.rstrip()) > width and len(cut := list(clusters(line))) > 1:
            head = _head(cut, width, measure)
            yield head
            line = line[len(head) :]
    yield line.rstrip()


def _head(cut: list[str], width: float, measure: Measure) -> str:
    """As many clusters as fit, at least one: for a word longer than a line."""
    kept = 1
    while kept < len(cut) and measure("".join(cut[: kept + 1])) <= width:
        kept += 1
    return "".join(cut[:kept])


def _pieces(text: str) -> Iterator[str]:
    """The parts between which a line ends first: after a space, or the invisible one that marks a word's end in scripts without spaces."""
    piece = ""
    for letter in text:
        piece += letter
        if (letter.isspace() and letter != "\u00a0") or letter == "\u200b":
            yield piece
            piece = ""
    if piece:
        yield piece


def clusters(text: str) -> Iterator[str]:
    """What may not be torn apart: a base with its marks, stacked consonants, a syllable's closing consonant with the letter before it."""
    cluster = ""
    for place, letter in enumerate(text):
        if cluster and not cluster.isspace() and _joins(cluster[-1], letter, text[place + 1 : place + 3]):
            cluster += letter
            continue
        if cluster:
            yield cluster
        cluster = letter
    if cluster:
        yield cluster


def _joins(before: str, letter: str, after: str) -> bool:
    if letter.isspace():
        return False
    if unicodedata.category(letter)[0] == "M" or letter in _NEVER_FIRST or letter in "\u200c\u200d":
        return True
    return before in _BINDS_NEXT or before in _LEADING_VOWELS or any(mark in _ENDS_SYLLABLE for mark in _marks(after))


def _marks(after: str) -> str:
    """The marks that follow directly."""
    return after[0:1] if not after or unicodedata.category(after[0])[0] != "M" else after
