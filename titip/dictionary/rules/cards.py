"""What is read or played to a person on the card of a purpose, in each language, and whether that still says what the organisation says.

``PurposeEntry.texts[language]`` holds ``name``, ``card``, ``who_sees``, ``of`` (digest of the own words that it renders) and ``reviewed``
("yes" where a speaker has read it). ``PurposeEntry.sounds[language]`` holds ``file`` (SHA-256), ``of`` (digest of the words that it speaks),
``by`` (staff code) and ``at``. What renders or speaks earlier words is out of date, and is offered to nobody.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from titip.dictionary.rules.codebook import CardLanguageEntry, Codebook, PurposeEntry
from titip.dictionary.rules.forms import PurposeCard
from titip.dictionary.rules.languages import KNOWN


@dataclass(frozen=True)
class Words:
    """The words of a card in one language."""

    name: str
    card: str
    who_sees: str
    language: str


@dataclass(frozen=True)
class CardLanguage:
    """A language in which cards can be gone through: how many of them have words, how many a recording."""

    code: str
    name: str
    words: int
    sounds: int
    of: int


def own(entry: PurposeEntry) -> Words:
    """The organisation's own words."""
    return Words(entry.name, entry.card, entry.who_sees, entry.language)


def meaning(entry: PurposeEntry) -> str:
    """A digest of what words in another language must render: the sentence and who sees it."""
    return _digest(entry.card, entry.who_sees)


def speech(entry: PurposeEntry, language: str) -> str:
    """A digest of what a recording in that language must say: all that stands on the card."""
    words = words_in(entry, language) or own(entry)
    return _digest(words.name, words.card, words.who_sees, words.language, str(entry.months))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def words_in(entry: PurposeEntry, language: str) -> Words | None:
    """The words in that language, where there are some that still hold."""
    if language in ("", entry.language):
        return own(entry)
    held = entry.texts.get(language, {})
    return Words(held["name"], held["card"], held["who_sees"], language) if held.get("of") == meaning(entry) else None


def words_late(entry: PurposeEntry, language: str) -> bool:
    """Whether there are words in that language, and they render earlier ones."""
    return language in entry.texts and words_in(entry, language) is None


def sound_in(entry: PurposeEntry, language: str) -> str:
    """The SHA-256 of the recording that may be played in that language; empty where there is none that says these words."""
    held = entry.sounds.get(language or entry.language, {})
    return held.get("file", "") if held.get("of") == speech(entry, language or entry.language) else ""


def heard(entry: PurposeEntry, language: str) -> tuple[str, str]:
    """Which recording is said to speak which words: the same one put in again for other words is to be listened to again."""
    held = entry.sounds.get(language, {})
    return held.get("file", ""), held.get("of", "")


def sound_late(entry: PurposeEntry, language: str) -> bool:
    """Whether there is a recording in that language, and it says earlier words."""
    return language in entry.sounds and not sound_in(entry, language)


def card_in(entry: PurposeEntry, language: str = "") -> PurposeCard:
    """The card as it is gone through in ``language`` (empty: the organisation's own): its words there, or the own ones where it has none."""
    wanted = "" if language == entry.language else language
    found, sound = words_in(entry, wanted), sound_in(entry, wanted)
    words = found or own(entry)
    return PurposeCard(
        entry.code, words.name, words.card, words.who_sees, entry.months, entry.external, language=words.language,
        words_in=wanted if found or sound else "", lacking=not found and not sound,
        unread=bool(wanted and found) and entry.texts[wanted].get("reviewed") != "yes", sound=sound,
    )


def languages_of(book: Codebook) -> list[CardLanguage]:
    """The languages in which at least one card can be gone through: the organisation's own first, then those it added, in their order."""
    first = [e.language for e in sorted(book.purposes, key=lambda e: e.order)]
    codes = dict.fromkeys([*first, *(c.code for c in book.card_languages)])
    made = [CardLanguage(code, name_of(code, book.card_languages), *_counts(book.purposes, code), len(book.purposes)) for code in codes]
    return [language for language in made if language.words or language.sounds]


def _counts(purposes: Iterable[PurposeEntry], code: str) -> tuple[int, int]:
    entries = list(purposes)
    return sum(1 for e in entries if words_in(e, code)), sum(1 for e in entries if sound_in(e, code))


def name_of(code: str, languages: Iterable[CardLanguageEntry] = ()) -> str:
    """A language by its own name; its code where nobody named it."""
    return next((c.name for c in languages if c.code == code), "") or KNOWN.get(code, code)
