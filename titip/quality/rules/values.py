"""Answers read as what they mean: dates, numbers, codes. A missing answer is None, and is never taken for zero (S14)."""

from datetime import date
from decimal import Decimal, InvalidOperation

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.types import Certainty
from titip.kit.dates import Moment, NotStored, PartialDate, years_between


def as_date(answer: Answer | None) -> date | None:
    """The date of an answer."""
    if answer is None or not isinstance(answer.value, str):
        return None
    try:
        return date.fromisoformat(answer.value)
    except ValueError:
        return None


def as_when(answer: Answer | None) -> PartialDate | None:
    """The days that an answer can mean: of a whole day, of a date known in part, of a day with its time."""
    if answer is None or not isinstance(answer.value, str):
        return None
    try:
        return PartialDate.parse(answer.value)
    except NotStored:
        pass
    try:
        return PartialDate.of(Moment.parse(answer.value).said.date())
    except NotStored:
        return None


def as_number(answer: Answer | None) -> Decimal | None:
    """The number of an answer; a yes or no is none."""
    if answer is None or answer.value is None or isinstance(answer.value, bool | list):
        return None
    try:
        return Decimal(str(answer.value))
    except InvalidOperation:
        return None


def as_codes(answer: Answer | None) -> frozenset[str]:
    """The codes chosen; none where nothing was."""
    if answer is None or answer.value is None or isinstance(answer.value, bool):
        return frozenset()
    return frozenset(answer.value) if isinstance(answer.value, list) else frozenset({str(answer.value)})


def as_yes(answer: Answer | None) -> bool | None:
    """Yes or no; None where neither was said."""
    return answer.value if answer is not None and isinstance(answer.value, bool) else None


def approximate(*answers: Answer | None) -> bool:
    """Whether one of these answers is marked as approximate (D4)."""
    return any(answer is not None and answer.certainty is Certainty.APPROXIMATE for answer in answers)


def since(day: date, until: date) -> int:
    """Full years from one whole day to another."""
    return years_between(PartialDate.of(day), PartialDate.of(until)).exact or 0
