"""What was typed or chosen for one element, before it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.dates import blank, time_parts
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.parts import CERTAINTY, MISSING, SOURCE, WAY
from titip.dictionary.rules.points import point_boxes, point_of
from titip.dictionary.rules.types import ElementType
from titip.kit.dates import Moment, PartialDate, show_date
from titip.kit.dates.reading import parts_of
from titip.kit.missing import Missing


@dataclass(frozen=True)
class Raw:
    """``value``: text, list of codes, or what stands in the boxes of a date by name. ``bad``: why the file that was chosen last was not taken.

    ``both``: the way not to answer for which she was told that a value stands beside it, or ZAWGYI where she was told of that.
    """

    value: str | list[str] | Mapping[str, str] = ""
    missing: str = ""
    certainty: str = ""
    source: str = ""
    both: str = ""
    bad: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed or chosen as a value."""
        if isinstance(self.value, Mapping):
            return blank(self.value)
        return not self.value or (isinstance(self.value, str) and not self.value.strip())


def raw_of(answer: Answer | None, declared: Declared) -> Raw:
    """An answer as it stands in the controls: dates day before month, yes and no as such."""
    if answer is None:
        return Raw()
    missing = "" if answer.missing in (None, Missing.EMPTY, Missing.NOT_APPLICABLE) else str(answer.missing)
    return Raw(_typed(answer, declared), missing, str(answer.certainty or ""), answer.source)


def as_sent(name: str, answer: Answer, declared: Declared) -> dict[str, list[str]]:
    """What a form would send under ``name`` for an answer left as it stands; parts that say nothing are left out."""
    raw = raw_of(answer, declared)
    parts: dict[str, list[str]] = {}
    if isinstance(raw.value, Mapping):
        parts = {f"{name}{WAY}{box}": [text] for box, text in raw.value.items()}
    else:
        parts[name] = raw.value if isinstance(raw.value, list) else [raw.value]
    parts |= {name + MISSING: [raw.missing], name + CERTAINTY: [raw.certainty], name + SOURCE: [raw.source]}
    return {part: sent for part, sent in parts.items() if any(sent)}


def _typed(answer: Answer, declared: Declared) -> str | list[str] | Mapping[str, str]:
    value = answer.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [str(code) for code in value]
    if declared.type is ElementType.GEOPOINT and (point := point_of(declared, value)) is not None:
        return point_boxes(point, declared.finest_km)
    try:
        if declared.type is ElementType.DATE:
            return show_date(date.fromisoformat(str(value)))
        if declared.type is ElementType.PARTIAL_DATE:
            return parts_of(PartialDate.parse(str(value)))
        if declared.type is ElementType.DATE_TIME:
            return time_parts(Moment.parse(str(value)))
    except ValueError:  # kept while the element was of another type
        pass
    return str(value)
