"""An answer as an expression sees it."""

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.expressions import Value
from titip.dictionary.rules.types import ElementType
from titip.kit.dates import Moment, NotStored, PartialDate


def value_of(answer: Answer, kind: ElementType | None = None) -> Value:
    """The value of an answer of an element of type ``kind``: dates known in part as such, numbers as floats, a missing answer as the empty text."""
    value = answer.value
    if value is None:
        return ""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    try:
        if kind is ElementType.PARTIAL_DATE:
            return PartialDate.parse(value)
        if kind is ElementType.DATE_TIME:
            return Moment.parse(value)
    except NotStored:  # written while the element was of another type: a text, as it always was
        pass
    return value
