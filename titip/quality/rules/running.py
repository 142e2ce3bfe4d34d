"""Runs the checks over one record's answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import DATES
from titip.dictionary.rules.values import value_of
from titip.kit.dates import PartialDate
from titip.kit.missing import Missing
from titip.quality.rules.checks import AGE_CONCEPTS, CHECKS, FUTURE_DATE, UNANSWERED, Seen
from titip.quality.rules.concepts import Concept, bind
from titip.quality.rules.values import as_date, as_when


@dataclass(frozen=True, order=True)
class Problem:
    """Something that does not fit: which check, and which elements it looked at. ``element`` tells apart what a check says of one element alone."""

    check: str
    elements: tuple[str, ...]
    element: str = ""


@dataclass(frozen=True)
class About:
    """What is known of a record besides its answers. ``registered_on`` counts where no answer says on which day she was registered."""

    registered_on: date
    today: date
    age_status: str = "doubt"
    consented_alone: bool = False


def wanted(declared: Mapping[str, Declared]) -> frozenset[str]:
    """The codes of the elements whose answers the checks need: everything else stays closed."""
    bound = bind(declared)
    codes = {element.code for concept, element in bound.items() if any(concept in (*check.concepts, *AGE_CONCEPTS) for check in CHECKS)}
    codes |= {e.code for e in declared.values() if e.type in DATES or e.required}
    for element in declared.values():
        if element.required and element.relevant:
            codes |= _references(element.relevant) & set(declared)
    return frozenset(codes)


def run(declared: Mapping[str, Declared], answers: Mapping[str, Answer], about: About) -> list[Problem]:
    """Every problem in one record, in a fixed order. ``answers`` are by element code; an element without one counts as empty."""
    bound = bind(declared)
    facts = {concept: answers[element.code] for concept, element in bound.items() if element.code in answers}
    registered_on = as_date(facts.get(Concept.REGISTERED)) or about.registered_on
    seen = Seen(facts, registered_on, about.today, about.age_status, about.consented_alone)
    found = [Problem(check.code, _codes(bound, check.concepts or AGE_CONCEPTS)) for check in CHECKS if _runs(check.concepts, bound) and check.fails(seen)]
    found += [Problem(FUTURE_DATE, (e.code,), e.code) for e in declared.values() if _in_future(e, answers.get(e.code), about.today)]
    asked = (e for e in declared.values() if e.required and not e.inside)
    found += [Problem(UNANSWERED, (e.code,), e.code) for e in asked if _unanswered(e, answers, declared, about.today)]
    return sorted(found)


def _runs(concepts: tuple[Concept, ...], bound: Mapping[Concept, Declared]) -> bool:
    return all(c in bound for c in concepts) if concepts else any(c in bound for c in AGE_CONCEPTS)


def _codes(bound: Mapping[Concept, Declared], concepts: tuple[Concept, ...]) -> tuple[str, ...]:
    return tuple(bound[c].code for c in concepts if c in bound)


def _in_future(element: Declared, answer: Answer | None, today: date) -> bool:
    when = as_when(answer) if element.type in DATES else None
    return when is not None and PartialDate.of(today).before(when) is True


def _unanswered(element: Declared, answers: Mapping[str, Answer], declared: Mapping[str, Declared], today: date) -> bool:
    if answers.get(element.code, EMPTY).missing is not Missing.EMPTY:
        return False
    return not element.relevant or _is_asked(element.relevant, answers, declared, today)


def _is_asked(relevant: str, answers: Mapping[str, Answer], declared: Mapping[str, Declared], today: date) -> bool:
    """Whether skip logic surely lets the question arise; by a rule that we do not understand, or that cannot be told, it counts as not asked."""
    try:
        node = expressions.parse(relevant)
    except expressions.BadExpression:
        return False
    values = {code: value_of(answer, declared[code].type if code in declared else None) for code, answer in answers.items()}
    return expressions.truth(node, values, today=today) is True


def _references(relevant: str) -> set[str]:
    try:
        return set(expressions.references(expressions.parse(relevant)))
    except expressions.BadExpression:
        return set()

