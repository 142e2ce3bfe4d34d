"""An answer in words: choices by their labels, days before months, missing kinds said plainly."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.dates import date_words
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.levels import path_words
from titip.dictionary.rules.points import pin_words
from titip.dictionary.rules.types import DATES, Certainty, ElementType, Source
from titip.kit.missing import Missing

_MISSING = {
    Missing.EMPTY: lazy("Not answered"),
    Missing.UNKNOWN: lazy("Not known"),
    Missing.NOT_APPLICABLE: lazy("Does not apply"),
    Missing.DECLINED: lazy("Prefers not to say"),
    Missing.ASK_LATER: lazy("Ask later"),
}
_CERTAINTY = {Certainty.VERIFIED: lazy("verified"), Certainty.REPORTED: lazy("as told"), Certainty.APPROXIMATE: lazy("approximate")}
#: Words of sealed answers stand as they were written.
_SOURCE: dict[str, object] = {
    Source.PERSON: lazy("from herself"), Source.RELATIVE: lazy("from a relative or friend"), Source.DOCUMENT: lazy("from a document we saw"),
    Source.OBSERVED: lazy("seen by us"), Source.ORGANISATION: lazy("from another organisation"), Source.AUTHORITY: lazy("from an authority"),
    Source.RECORD: lazy("from an older record"),
}  # fmt: skip


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
    elif element.type is ElementType.REPEAT and isinstance(value, list):
        text = ngettext("%(n)s entry", "%(n)s entries", len(value)) % {"n": len(value)}
    elif isinstance(value, bool):
        text = _("Yes") if value else _("No")
    elif isinstance(value, list):
        text = ", ".join(element.choice_label(code) for code in value)
    elif element.type in DATES:
        text = date_words(element.type, str(value), _) or str(value)
    elif element.type is ElementType.HIERARCHY:
        text = path_words(element.choices, str(value))
    elif element.type is ElementType.FILE:
        text = _("A file, sealed")
    elif element.type is ElementType.GEOPOINT:
        text = pin_words(element, value, _) or _("A position that cannot be read")
    elif element.choices:
        text = element.choice_label(str(value))
    else:
        text = f"{value} {element.unit}".strip()
    beside = beside_words(answer)
    return _("%(answer)s (%(beside)s)") % {"answer": text, "beside": beside} if beside else text


def beside_words(answer: Answer) -> str:
    """How sure a value is and where it is from, in the reader's language; empty where neither was said."""
    told = [str(_CERTAINTY[answer.certainty])] if answer.certainty else []
    return ", ".join([*told, *([str(_SOURCE.get(answer.source, answer.source))] if answer.source else [])])
