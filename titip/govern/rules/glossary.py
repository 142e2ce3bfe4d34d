"""The words of the house, in plain language (G1, G3)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "glossary.toml"


@dataclass(frozen=True)
class Term:
    """A word and what it means here. ``also`` are other words for it."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """Every term, by its word."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = [Term(entry["word"], " ".join(entry["meaning"].split()), tuple(entry.get("also", ()))) for entry in read["term"]]
    return tuple(sorted(found, key=lambda term: term.word.casefold()))


def look_up(text: str) -> tuple[Term, ...]:
    """The terms in whose word, other words or meaning every word of ``text`` stands; those named so come first. All of them for no text."""
    words = text.casefold().split()
    named = [t for t in terms() if all(any(w in name.casefold() for name in (t.word, *t.also)) for w in words)]
    told = [t for t in terms() if t not in named and all(w in f"{t.word} {' '.join(t.also)} {t.meaning}".casefold() for w in words)]
    return tuple(named + told)
