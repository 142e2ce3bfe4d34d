"""An answer in words: choices by their labels, days before months, missing kinds said plainly."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.dates import date_words
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import DATES, Certainty, ElementType
from titip.kit.missing import Missing

_MISSING = {
    Missing.EMPTY: lazy("Not answered"),
    Missing.UNKNOWN: lazy("Not known"),
    Missing.NOT_APPLICABLE: lazy("Does not apply"),
    Missing.DECLINED: lazy("Prefers not to say"),
    Missing.ASK_LATER: lazy("Ask later"),
}
_CERTAINTY = {Certainty.VERIFIED: lazy("verified"), Certainty.REPORTED: lazy("as told"), Certainty.APPROXIMATE: lazy("approximate")}


def missing_words(missing: Missing) -> str:
    """Why there is no value, in words."""
    return str(_MISSING[missing])


def answer_words(element: Declared, answer: Answer) -> str:
    """The answer as a page shows it."""
    if answer.missing is not None:
        return missing_words(answer.missing)
    value = answer.value
    if element.type is ElementType.YES_NO:
        text = _("Yes") if value else _("No")
    elif isinstance(value, list):
        text = ", ".join(element.choice_label(code) for code in value)
    elif element.type in DATES:
        text = date_words(element.type, str(value), _) or str(value)
    elif element.choices:
        text = element.choice_label(str(value))
    else:
        text = f"{value} {element.unit}".strip()
    return f"{text} ({_CERTAINTY[answer.certainty]})" if answer.certainty else text
