"""Words for what a list or a page says of records and activities: places by name, a record by its first plain answers."""

from collections.abc import Sequence
from uuid import UUID

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.intake.models import OwnRecord
from titip.intake.reads.records import Kind
from titip.register import reads as register

#: Answers that say in a word or two which record it is.
_TELLING = (ElementType.SELECT_ONE, ElementType.PLACE)
_MOST = 2


def place_words(code: str) -> str:
    """The name of a place, with the country it lies in; its code where neither the list nor the gazetteer knows it."""
    if not code:
        return ""
    listed = {choice.code: choice for choice in dictionary.code_list("places")}
    found = listed.get(code)
    if found is None:
        place = dictionary.place_of(code)
        return place.label if place else code
    wider = listed.get(found.parent)
    return f"{found.label}, {wider.label}" if wider else found.label


def telling(kind: Kind) -> list[Declared]:
    """The questions of a kind whose answers stand in its list: at most two, of the lowest class, about nobody."""
    if kind.subject != "none":
        return []
    return [e for e in dictionary.form_spec(kind.form_code) if e.type in _TELLING and e.risk == "low" and not e.identifier][:_MOST]


def summaries(kind: Kind, owns: Sequence[OwnRecord]) -> dict[UUID, str]:
    """A line for each record. The caller's event names the records and these questions."""
    elements = telling(kind)
    found = register.many_answers([own.record for own in owns], frozenset(e.code for e in elements)) if elements else {}
    return {
        own.pk: ", ".join(
            register.answer_words(e, answer) for e in elements if (answer := found.get(own.record_id, {}).get(e.code)) is not None and answer.given
        )
        for own in owns
    }
