"""How a survey was drawn, what came of each attempt, and how far what it says reaches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake.models import OwnRecord, Survey
from titip.intake.reads.records import Kind
from titip.intake.rules.surveys import Against, Outcomes, Rate, against, effective, outcome_of, rates
from titip.kit.missing import Missing
from titip.register import reads as register

_AT_ONCE = 500


@dataclass(frozen=True)
class Standing:
    """How representative a survey is. ``weights``: how many records have one; ``effective``: what the weighted answers are worth."""

    survey: Survey
    outcomes: Outcomes
    rates: Sequence[Rate]
    against: Sequence[tuple[str, Against]]
    weights: int
    effective: float
    compared_by: str = ""


def survey_of(kind_code: str) -> Survey | None:
    """The design of the survey of this kind, or None where it is none."""
    return Survey.objects.select_related("record_type").filter(record_type__code=kind_code).first()


def standing_of(kind: Kind, survey: Survey) -> Standing:
    """Counts and rates over every record and attempt, whoever made them: numbers only, no record is shown. Sealed answers are not opened."""
    declared = {code: element for code, element in dictionary.declared(kind.code).items() if not element.sealed}
    asked = [element.code for element in dictionary.form_spec(kind.form_code) if element.code in declared]
    answers = _answers(kind, frozenset(declared))
    ends = Counter(outcome_of(*_answered(asked, one)) for one in answers)
    tried = dict(survey.contacts.order_by().values("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    outcomes = Outcomes(**ends, **tried)
    weights = [weight for one in answers if (weight := _weight(survey, one)) is not None]
    element = declared.get(survey.compare_element)
    frame = {row.value: row.number for row in survey.counts.all()}
    rows = against(frame, [(_value(one.get(survey.compare_element)), _weight(survey, one)) for one in answers]) if element else []
    words = {"true": Answer(True), "false": Answer(False)}
    labelled = [(register.answer_words(element, words.get(row.value, Answer(row.value))), row) for row in rows] if element else []
    return Standing(survey, outcomes, rates(outcomes), labelled, len(weights), effective(weights), element.label if element else "")


def _answers(kind: Kind, codes: frozenset[str]) -> list[Mapping[str, Answer]]:
    owns = OwnRecord.objects.filter(record__record_type__code=kind.code).select_related("record").order_by("pk")
    records = [own.record for own in owns.iterator(chunk_size=_AT_ONCE)]
    found: list[Mapping[str, Answer]] = []
    for start in range(0, len(records), _AT_ONCE):
        found += register.many_answers(records[start : start + _AT_ONCE], codes).values()
    return found


def _answered(asked: Sequence[str], answers: Mapping[str, Answer]) -> tuple[int, int]:
    """How many questions were answered, of how many that arose."""
    arose = [code for code in asked if code not in answers or answers[code].missing is not Missing.NOT_APPLICABLE]
    return sum(code in answers and answers[code].given for code in arose), len(arose)


def _value(answer: Answer | None) -> str:
    if answer is None or not answer.given:
        return ""
    return str(answer.value).lower() if isinstance(answer.value, bool) else str(answer.value)


def _weight(survey: Survey, answers: Mapping[str, Answer]) -> float | None:
    answer = answers.get(survey.weight_element)
    try:
        return float(str(answer.value)) if answer is not None and answer.given else None
    except ValueError:
        return None
