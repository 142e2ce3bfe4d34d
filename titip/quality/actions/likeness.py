"""A person as the linkage engine compares her: what was answered about her, by kind."""

from collections.abc import Mapping
from datetime import date

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.quality.linkage.spec import Kind
from titip.quality.rules.concepts import Concept, bind
from titip.quality.rules.tokens import NAMES, PHONES
from titip.quality.rules.values import as_codes, as_date, as_number, as_when

#: What a person is compared by.
COMPARED = (*NAMES, *PHONES, Concept.BIRTH_DATE, Concept.AGE, Concept.REGISTERED, Concept.GENDER, Concept.ORIGIN, Concept.NATIONALITY)
#: A birth known no better than within so many years is no clue.
WIDEST = 6

Row = Mapping[Kind, str]


def row_of(declared: Mapping[str, Declared], answers: Mapping[str, Answer], registered_on: date) -> Row:
    """What is known of a person by kind; what is not known is left out."""
    bound = bind(declared)
    facts = {concept: answers[element.code] for concept, element in bound.items() if element.code in answers}

    def label(concept: Concept) -> str:
        """The words of the choice, which clerks of other organisations write too; a code would not sound like them."""
        code = min(as_codes(facts.get(concept)), default="")
        return bound[concept].choice_label(code) if code else ""

    found = {
        Kind.NAME: " ".join(text for concept in NAMES if (text := _text(facts.get(concept)))),
        Kind.PHONE: next((text for concept in PHONES if (text := _text(facts.get(concept)))), ""),
        Kind.SEX: min(as_codes(facts.get(Concept.GENDER)), default=""),
        Kind.PLACE: label(Concept.ORIGIN),
        Kind.COUNTRY: min(as_codes(facts.get(Concept.NATIONALITY)), default=""),
        **_birth(facts, registered_on),
    }
    return {kind: text for kind, text in found.items() if text}


def _birth(facts: Mapping[Concept, Answer], registered_on: date) -> dict[Kind, str]:
    """The birth date where it is whole, else the year in the middle of what it can be, else the year that an age leaves."""
    born = as_when(facts.get(Concept.BIRTH_DATE))
    if born is not None and born.whole is not None:
        return {Kind.BIRTH_DATE: born.whole.isoformat()}
    if born is not None and born.earliest is not None and born.latest is not None and born.latest.year - born.earliest.year <= WIDEST:
        return {Kind.BIRTH_YEAR: str((born.earliest.year + born.latest.year) // 2)}
    age = as_number(facts.get(Concept.AGE))
    day = as_date(facts.get(Concept.REGISTERED)) or registered_on
    return {Kind.BIRTH_YEAR: str(day.year - int(age))} if age is not None else {}


def _text(answer: Answer | None) -> str:
    return answer.value if answer is not None and isinstance(answer.value, str) else ""
