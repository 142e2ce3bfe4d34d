"""Which purposes say something else than before, and to whom: what people agreed to under the old words is asked again (S4). Later rooms register here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from titip.dictionary.rules.cards import words_in
from titip.dictionary.rules.codebook import PurposeEntry


@dataclass(frozen=True)
class Rewording:
    """Who is asked again about a purpose: those who were read it in ``languages``, or, with ``but``, everybody else.

    A language is that of the words given to her; empty for the organisation's own.
    """

    purpose: str
    languages: frozenset[str]
    but: bool = False

    def reaches(self, language: str) -> bool:
        """Whether somebody who was given the words of that language is asked again."""
        return (language in self.languages) is not self.but


#: ``run(rewordings, actor_code)`` inside the transaction that puts new words in force.
Reworded = Callable[[tuple[Rewording, ...], str], object]
ON_REWORDED: dict[str, Reworded] = {}


def reworded(before: Iterable[PurposeEntry], after: Iterable[PurposeEntry]) -> tuple[Rewording, ...]:
    """What is asked again. A new name, order or length of time, a speaker's reading and a recording change nobody's word.

    Where the organisation's own words change, everybody is asked again but those who were read it in a language whose words were looked at
    again and stand. Where words in one language change, those are asked again who were read it in that language. Where data go further
    than before, everybody is.
    """
    held = {entry.code: entry for entry in before}
    found = (_of(held[entry.code], entry) for entry in after if entry.code in held)
    return tuple(one for one in found if one is not None)


def _of(was: PurposeEntry, now: PurposeEntry) -> Rewording | None:
    if was.external != now.external:
        return Rewording(now.code, frozenset(), but=True)
    others = {language for language in now.texts if language != now.language}
    if (was.card, was.who_sees, was.language) != (now.card, now.who_sees, now.language):
        return Rewording(now.code, frozenset(one for one in others if words_in(now, one) and not _differs(was, now, one)), but=True)
    changed = frozenset(one for one in others if _differs(was, now, one))
    return Rewording(now.code, changed) if changed else None


def _differs(was: PurposeEntry, now: PurposeEntry, language: str) -> bool:
    old, new = was.texts.get(language, {}), now.texts.get(language, {})
    return any(old.get(word, "") != new.get(word, "") for word in ("card", "who_sees"))
