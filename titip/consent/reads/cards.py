"""The cards as a person goes through them, and which of them got other words since."""

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.cards import card_in
from titip.dictionary.rules.rewording import reworded


def reworded_since(number: int | None, language: str) -> frozenset[str]:
    """The purposes whose cards in that language say something else now than in the dictionary of that number; none where it is not known."""
    now = dictionary.current()
    if number is None or now is None or number == now.number:
        return frozenset()
    try:
        before = dictionary.frozen_book(number).purposes
    except dictionary.NoDictionary:
        return frozenset()
    given = {entry.code: card_in(entry, language).words_in for entry in before}
    return frozenset(one.purpose for one in reworded(before, dictionary.frozen_book(now).purposes) if one.reaches(given[one.purpose]))
