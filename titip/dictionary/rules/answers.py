"""One answer: a value or a reason why there is none, checked against its declaration (S13, S14)."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from titip.dictionary.rules import expressions
from titip.dictionary.rules.codebook import plain_number
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import Certainty, ElementType
from titip.kit import clock
from titip.kit.dates import BadDate, read_date
from titip.kit.missing import Missing
from titip.kit.text import clean, clean_line

#: int, decimal as text, ISO date text, code, text, yes/no, list of codes.
JsonValue = str | int | bool | list[str]

#: No answer is longer than this, whatever its declaration says (characters).
LONGEST = 100_000
_LINE = 1_000


@dataclass(frozen=True)
class Answer:
    """Exactly one of ``value`` and ``missing``. ``source``: where it comes from, in words (an ID seen, a relative)."""

    value: JsonValue | None = None
    missing: Missing | None = None
    certainty: Certainty | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing is None):
            raise ValueError("An answer is either a value or a reason why there is none.")

    @property
    def given(self) -> bool:
        """Whether there is a value."""
        return self.missing is None

    def to_json(self) -> dict[str, Any]:
        """As kept: keys that say nothing are left out."""
        kept: dict[str, Any] = {"value": self.value} if self.missing is None else {"missing": self.missing.value}
        if self.certainty:
            kept["certainty"] = self.certainty.value
        if self.source:
            kept["source"] = self.source
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Answer":
        """The answer that ``to_json`` gave."""
        return cls(
            value=kept.get("value"),
            missing=Missing(kept["missing"]) if "missing" in kept else None,
            certainty=Certainty(kept["certainty"]) if kept.get("certainty") else None,
            source=kept.get("source", ""),
        )


EMPTY = Answer(missing=Missing.EMPTY)


class BadValue(Told):
    """What was typed cannot be kept. ``code`` names the rule; the message names the field and the cure."""


def check(
    declared: Declared,
    raw: object,
    missing: Missing | str | None = None,
    *,
    certainty: Certainty | str | None = None,
    source: str = "",
    held: Answer | None = None,
    today: date | None = None,
) -> Answer:
    """The answer to keep for what was typed or chosen. Raises BadValue.

    ``raw`` is a text, number, date, yes/no or list of codes; None or nothing but spaces is no value. ``held`` is the answer that stands
    already: a choice retired since may stay.
    """
    reason = Missing(missing) if missing else None
    empty = raw is None or raw == [] or raw == () or (isinstance(raw, str) and not clean(raw))
    if not empty and reason not in (None, Missing.EMPTY):
        raise BadValue("both", _("%(field)s: there is an answer and also a reason for none. Keep one of them."), field=declared.label)
    if empty:
        return _no_value(declared, reason or Missing.EMPTY)
    value = _READERS[declared.type](_Reading(declared, raw, held, today or clock.today()))
    return Answer(value, certainty=Certainty(certainty) if certainty else None, source=clean_line(source))


def _no_value(declared: Declared, reason: Missing) -> Answer:
    if reason is Missing.EMPTY and declared.required:
        raise BadValue("required", _("%(field)s: please answer, or choose “Prefer not to say”, “Not known” or “Ask later”."), field=declared.label)
    if reason not in (Missing.EMPTY, Missing.NOT_APPLICABLE) and reason not in declared.missing:
        raise BadValue("missing_code", _("%(field)s: this way of not answering is not offered here. Leave it empty instead."), field=declared.label)
    return Answer(missing=reason)


@dataclass(frozen=True)
class _Reading:
    """What a reader needs to know."""

    declared: Declared
    raw: object
    held: Answer | None
    today: date

    def refuse(self, code: str, template: str, **params: object) -> BadValue:
        return BadValue(code, template, field=self.declared.label, **params)


def _text(reading: _Reading) -> str:
    declared = reading.declared
    long = declared.type is ElementType.LONG_TEXT
    text = clean(str(reading.raw)) if long else clean_line(str(reading.raw))
    most = min(declared.max_length or (LONGEST if long else _LINE), LONGEST)
    if len(text) > most:
        raise reading.refuse("length", _("%(field)s: %(length)s characters are too many. At most %(most)s fit; shorten it."), length=len(text), most=most)
    pattern = expressions.pattern_of(declared.pattern) if declared.pattern else None
    if pattern and not pattern.fullmatch(text):
        hint = declared.pattern_hint or declared.hint or declared.pattern
        raise reading.refuse("pattern", _("%(field)s: this is not in the form that is asked for. %(hint)s"), hint=hint)
    _constrain(reading, text)
    return text


def _number(reading: _Reading) -> Decimal:
    raw = reading.raw
    if isinstance(raw, bool):
        raise reading.refuse("number", _("%(field)s: this is not a number. Write it in digits."))
    text = clean_line(str(raw)).replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not re.fullmatch(r"[-+]?[\d.]+", text) or abs(number.adjusted()) > 18:
        raise reading.refuse("number", _("%(field)s: “%(shown)s” is not a number. Write digits only, for example 12."), shown=text[:40])
    return number


def _in_range(reading: _Reading, number: Decimal) -> None:
    low, high, unit = reading.declared.minimum_value, reading.declared.maximum_value, reading.declared.unit
    shown = f"{plain_number(number)} {unit}".strip()
    if low is not None and high is not None and not low <= number <= high:
        template = _("%(field)s: %(shown)s cannot be right. Write a number from %(low)s to %(high)s, or choose “Not known”.")
        raise reading.refuse("range", template, shown=shown, low=plain_number(low), high=plain_number(high))
    if low is not None and number < low:
        template = _("%(field)s: %(shown)s is too little. Write %(low)s or more, or choose “Not known”.")
        raise reading.refuse("range", template, shown=shown, low=plain_number(low))
    if high is not None and number > high:
        template = _("%(field)s: %(shown)s is too much. Write %(high)s or less, or choose “Not known”.")
        raise reading.refuse("range", template, shown=shown, high=plain_number(high))
    _constrain(reading, float(number))


def _integer(reading: _Reading) -> int:
    number = _number(reading)
    if number != number.to_integral_value():
        raise reading.refuse("whole", _("%(field)s: “%(shown)s” is not a whole number. Leave out the part after the point."), shown=str(reading.raw)[:40])
    _in_range(reading, number)
    return int(number)


def _decimal(reading: _Reading) -> str:
    number = _number(reading)
    _in_range(reading, number)
    return plain_number(number)


def _date(reading: _Reading) -> str:
    if isinstance(reading.raw, date):
        text = reading.raw.isoformat()[:10]
    else:
        text = clean_line(str(reading.raw))
    try:
        read = read_date(text, today=reading.today).isoformat()
    except BadDate as bad:
        raise _bad_date(reading, bad) from None
    _constrain(reading, read)
    return read


_MONTHS = [
    "", _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
]  # fmt: skip


def _bad_date(reading: _Reading, bad: BadDate) -> BadValue:
    shown = bad.shown[:40]
    if bad.reason == "day":
        days = calendar.monthrange(bad.year, bad.month)[1]
        template = _("%(field)s: %(shown)s is not a date: %(month)s has %(days)s days in %(year)s. Write day/month/year.")
        return reading.refuse("date", template, shown=shown, month=_MONTHS[bad.month], days=days, year=bad.year)
    if bad.reason == "month":
        template = _("%(field)s: %(shown)s is not a date: there are twelve months. Write the day before the month, as in 31/12/2024.")
        return reading.refuse("date", template, shown=shown)
    if bad.reason == "year":
        template = _("%(field)s: the year of %(shown)s cannot be right. Write it with four digits, as in 31/12/2024 or 31/12/2567.")
        return reading.refuse("date", template, shown=shown)
    return reading.refuse("date", _("%(field)s: “%(shown)s” is not a date. Write day/month/year, as in 31/12/2024."), shown=shown)


_YES = {"yes", "true", "1"}
_NO = {"no", "false", "0"}


def _yes_no(reading: _Reading) -> bool:
    if isinstance(reading.raw, bool):
        return reading.raw
    text = clean_line(str(reading.raw)).lower()
    if text not in _YES | _NO:
        raise reading.refuse("yes_no", _("%(field)s: choose Yes or No, or one of the ways not to answer."))
    return text in _YES


def _one(reading: _Reading) -> str:
    code = clean_line(str(reading.raw))
    _known(reading, code)
    _constrain(reading, code)
    return code


def _many(reading: _Reading) -> list[str]:
    raw = reading.raw
    codes = {clean_line(str(code)) for code in (raw if isinstance(raw, (list, tuple, set, frozenset)) else str(raw).split())} - {""}
    for code in codes:
        _known(reading, code)
    order = {choice.code: place for place, choice in enumerate(reading.declared.choices)}
    chosen = sorted(codes, key=lambda code: (order.get(code, len(order)), code))
    _constrain(reading, tuple(chosen))
    return chosen


def _known(reading: _Reading, code: str) -> None:
    choice = next((c for c in reading.declared.choices if c.code == code), None)
    held = reading.held.value if reading.held else None
    stands = code == held or (isinstance(held, list) and code in held)
    if choice is None and not stands:
        raise reading.refuse("choice", _("%(field)s: “%(shown)s” is not one of the choices. Choose from the list."), shown=code[:40])
    if choice is not None and choice.retired and not stands:
        raise reading.refuse("retired", _("%(field)s: “%(shown)s” is no longer used. Choose another."), shown=choice.label)


def _constrain(reading: _Reading, value: expressions.Value) -> None:
    """A constraint that looks at this answer alone is obeyed; one that we do not understand, or that looks elsewhere, is not this check's."""
    if not reading.declared.constraint:
        return
    try:
        node = expressions.parse(reading.declared.constraint)
    except expressions.BadExpression:
        return
    if expressions.references(node) or expressions.holds(node, {}, current=value, today=reading.today):
        return
    message = reading.declared.constraint_message or reading.declared.hint
    raise reading.refuse("constraint", _("%(field)s: this cannot be right. %(message)s"), message=message)


_READERS: dict[ElementType, Callable[[_Reading], JsonValue]] = {
    ElementType.TEXT: _text,
    ElementType.LONG_TEXT: _text,
    ElementType.INTEGER: _integer,
    ElementType.DECIMAL: _decimal,
    ElementType.DATE: _date,
    ElementType.YES_NO: _yes_no,
    ElementType.SELECT_ONE: _one,
    ElementType.SELECT_MANY: _many,
    ElementType.PLACE: _one,
}
