"""What of a record is compared with others, before it becomes keyed tokens. Pure."""

from collections.abc import Mapping
from datetime import date

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.quality.rules.concepts import Concept, bind
from titip.quality.rules.duplicates import birth_years, name_key, phone_key
from titip.quality.rules.values import as_date, as_number, as_when

NAMES = (Concept.GIVEN_NAME, Concept.MIDDLE_NAME, Concept.FAMILY_NAME, Concept.FULL_NAME)
PHONES = (Concept.PHONE, Concept.OTHER_PHONE)
#: A birth date that leaves more years open than this tells nobody by its year.
MOST_YEARS = 6
TOKEN_CONCEPTS = (*NAMES, *PHONES, Concept.BIRTH_DATE, Concept.AGE, Concept.REGISTERED)


def comparable(declared: Mapping[str, Declared], answers: Mapping[str, Answer], registered_on: date) -> set[tuple[str, str]]:
    """(kind, normalised value) of everything that may tell that two people are one: kinds ``name`` (with birth year) and ``phone``."""
    facts = {concept: answers[element.code] for concept, element in bind(declared).items() if element.code in answers}
    found = {("phone", key) for concept in PHONES if (key := phone_key(_text(facts.get(concept))))}
    name = name_key(_text(facts.get(concept)) for concept in NAMES)
    if name:
        found |= {("name", f"{name}|{year}") for year in _years(facts, registered_on)}
    return found


def _years(facts: Mapping[Concept, Answer], registered_on: date) -> tuple[int, ...]:
    """Every birth year that is possible, where they are few; else from an age."""
    born, age = as_when(facts.get(Concept.BIRTH_DATE)), as_number(facts.get(Concept.AGE))
    if born is not None and born.earliest and born.latest and born.latest.year - born.earliest.year < MOST_YEARS:
        return tuple(range(born.earliest.year, born.latest.year + 1))
    day = as_date(facts.get(Concept.REGISTERED)) or registered_on
    return birth_years(birth_year=None, about_year=day.year - int(age) if age is not None else None)


def _text(answer: Answer | None) -> str:
    return answer.value if answer is not None and isinstance(answer.value, str) else ""
