"""How place names are compared: folded, and by the sounds that clerks of the region write in several ways."""

import re
from typing import Final

from titip.kit.text.searching import search_key, search_words

folded = search_key

#: Written for each other in romanised names, longest first. What decides is the list's order.
_SAME: Final = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("ngh|ng", "n"), ("aung|oung|ong", "on"), ("sch|sh|ch|tj|gy|ky|j|c(?=[eiy])", "s"), ("ph|f", "p"), ("kh|gh|q|c|g|x", "k"), ("th|dh|d", "t"),
        ("bh|b", "p"), ("v|w", "w"), ("r", "l"), ("z", "s"), ("nh|ny|m", "n"), ("h", ""), ("[aeiouy]+", "a"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def skeleton(word: str) -> str:
    """The consonants of a folded Latin word, look-alikes as one, after its first letter; other scripts as they are.

    "battambang" and "batdambang" give the same, as do "surabaya" and "soerabaja", "phnum" and "pnom".
    """
    if not word.isascii():
        return word
    for pattern, letter in _SAME:
        word = pattern.sub(letter, word)
    return word[:1] + word[1:].replace("a", "")


def older(word: str) -> str:
    """A word in the Dutch spelling of Indonesia as it is spelt now ("soerabaja", "djakarta"); others as they are."""
    if not any(pair in word for pair in ("oe", "tj", "dj", "nj", "sj")):
        return word
    for was, now in (("oe", "u"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("dj", "\0"), ("j", "y"), ("\0", "j")):
        word = word.replace(was, now)
    return word


def words(text: str) -> list[str]:
    """The folded words of a name."""
    return search_words(text)
