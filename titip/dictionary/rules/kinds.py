"""Kinds of record of the organisation's own: what one is about, and what may stand on it."""

from typing import Final

from titip.dictionary.rules.classify import Class, Suggestion, recognised
from titip.dictionary.rules.codebook import ElementEntry
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import ElementType

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


def proposed(entry: ElementEntry, subject: str) -> Suggestion:
    """The class proposed for one question of a record about ``subject``, with the reason; the person decides.

    About a person, words that nobody recognises are sealed where somebody may write anything. A record about nobody seals nothing.
    """
    found = recognised(entry)
    if found is not None and (subject == "person" or found.proposal.identifier):
        return found
    if found is not None:
        return Suggestion(Class("medium"), found.template, found.params)
    if entry.type is ElementType.GEOPOINT:
        return Suggestion(Class("medium"), _("A square of about 100 km; it says little."), {})
    written = entry.type in (ElementType.TEXT, ElementType.LONG_TEXT)
    if subject == "person":
        if written:
            return Suggestion(Class("high"), _("People write anything into words of their own."), {})
        return Suggestion(Class("medium"), _("A choice, a number or a day about a person."), {})
    if written:
        return Suggestion(Class("medium"), _("Words somebody types; never who somebody is."), {})
    return Suggestion(Class("low"), _("A choice, a number or a day, about nobody."), {})
