"""What the answers weigh together, item by item, so that everybody can follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from titip.casework.rules.instruments.shape import Instrument, Item, Kind
from titip.dictionary.rules.expressions import Value, holds, parse
from titip.dictionary.rules.messages import gettext_noop as _

SIGNS, NONE = "signs", "none"
RESULTS: Final = {
    SIGNS: _("Signs present: refer for a full interview"),
    NONE: _("Fewer signs than this tool asks for were noted this time. It decides nothing."),
}


@dataclass(frozen=True)
class Scored:
    """One item of a result: what was answered (empty: nothing that counts), what it weighed; ``asked`` is False where its skip left it out."""

    item: Item
    answer: str
    weight: float
    asked: bool


def arises(item: Item, told: Mapping[str, Value], today: date) -> bool:
    """Whether the question is asked after these answers."""
    return not item.skip or holds(parse(item.skip), dict(told), today=today)


def score(instrument: Instrument, answers: Mapping[str, str], today: date) -> tuple[list[Scored], float, str]:
    """Each item with what it weighed, the sum, and ``signs`` or ``none``. What the skips leave out weighs nothing, whatever was typed there.

    ``answers`` by question: the code of an option, of several with spaces between, a number, or words.
    """
    told: dict[str, Value] = {}
    rows = []
    for item in instrument.items:
        asked = arises(item, told, today)
        value = _value(item, answers.get(item.code, "")) if asked else ""
        if value != "":
            told[item.code] = value
        rows.append(Scored(item, answers.get(item.code, "") if value != "" else "", _weight(item, value), asked))
    total = round(sum(row.weight for row in rows), 6)
    return rows, total, SIGNS if total >= instrument.threshold else NONE


def _value(item: Item, answer: str) -> Value:
    """The answer as an expression sees it; the empty text where it is none of this question's."""
    codes = {option.code for option in item.options}
    if item.kind is Kind.ONE:
        return answer if answer in codes else ""
    if item.kind is Kind.SEVERAL:
        return tuple(code for code in answer.split() if code in codes) or ""
    if item.kind is Kind.TEXT:
        return answer.strip()
    try:
        return float(answer)
    except ValueError:
        return ""


def _weight(item: Item, value: Value) -> float:
    if isinstance(value, float):
        return next((band.weight for band in reversed(item.bands) if value >= band.start), 0.0)
    chosen = value if isinstance(value, tuple) else (value,)
    return sum((option.weight for option in item.options if option.code in chosen), 0.0)
