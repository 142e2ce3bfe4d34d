"""One answer: a value or a reason why there is none, checked against its declaration (S13, S14)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from titip.dictionary.rules import dates, expressions
from titip.dictionary.rules.codebook import plain_number
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import is_row
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.places import place_of
from titip.dictionary.rules.points import read_point
from titip.dictionary.rules.reading import BadValue, Reading, constrain
from titip.dictionary.rules.types import Certainty, ElementType, Source
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.missing import Missing
from titip.kit.text import clean, clean_line, looks_zawgyi

__all__ = ["EMPTY", "LONGEST", "Answer", "BadValue", "JsonValue", "check"]

#: int, decimal as text, date as text (see ``titip.kit.dates``), code, text, yes/no, list of codes.
JsonValue = str | int | bool | list[str]

#: No answer is longer than this, whatever its declaration says (characters).
LONGEST = 100_000
#: No repeated group has more rows than this, whatever its declaration says.
MOST_ROWS = 60
_LINE = 1_000
_SOURCE = 200


@dataclass(frozen=True)
class Answer:
    """Exactly one of ``value`` and ``missing``. ``source``: where it comes from: a ``Source``, or words (an ID seen, a relative) where the answer is sealed."""

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


def check(
    declared: Declared,
    raw: object,
    missing: Missing | str | None = None,
    *,
    certainty: Certainty | str | None = None,
    source: str = "",
    held: Answer | None = None,
    today: date | None = None,
    zone: str = "UTC",
    as_it_is: bool = False,
) -> Answer:
    """The answer to keep for what was typed or chosen. Raises BadValue.

    ``raw`` is a text, number, date, yes/no, list of codes, or the boxes of a date by name; None or nothing but spaces is no value.
    ``held`` is the answer that stands already: a choice retired since may stay. ``zone``: the clock on which a time of day is read.
    ``as_it_is``: she was told that her Burmese looks like Zawgyi, and wants it kept.
    """
    if declared.type is ElementType.CALCULATED:  # worked out on saving; what was sent for it is not looked at
        return held or EMPTY
    reason = Missing(missing) if missing else None
    empty = raw is None or raw == [] or raw == () or (isinstance(raw, str) and not clean(raw)) or (isinstance(raw, Mapping) and dates.blank(raw))
    if not empty and reason not in (None, Missing.EMPTY):
        raise BadValue("both", _("%(field)s: there is an answer and also a reason for none. Keep one of them."), field=declared.label)
    if empty:
        return _no_value(declared, reason or Missing.EMPTY)
    value = _READERS[declared.type](Reading(declared, raw, today or clock.today(), zone, held.value if held else None, as_it_is))
    return Answer(value, certainty=Certainty(certainty) if certainty else None, source=_source(declared, source, held))


def _source(declared: Declared, source: str, held: Answer | None) -> str:
    """Free words may name somebody: they are kept only where they are sealed with the answer. Elsewhere the source is one of a few."""
    text = clean_line(source)[:_SOURCE]
    if declared.sealed or not text or text in set(Source) or (held is not None and text == held.source):
        return text
    template = _("%(field)s: choose from the list where it is from. Words of your own may name somebody, and this answer is not sealed.")
    raise BadValue("source", template, field=declared.label)


def _no_value(declared: Declared, reason: Missing) -> Answer:
    if reason is Missing.EMPTY and declared.required:
        raise BadValue("required", _("%(field)s: please answer, or choose “Prefer not to say”, “Not known” or “Ask later”."), field=declared.label)
    if reason not in (Missing.EMPTY, Missing.NOT_APPLICABLE) and reason not in declared.missing:
        raise BadValue("missing_code", _("%(field)s: this way of not answering is not offered here. Leave it empty instead."), field=declared.label)
    return Answer(missing=reason)


def _text(reading: Reading) -> str:
    declared = reading.declared
    long = declared.type is ElementType.LONG_TEXT
    text = clean(str(reading.raw)) if long else clean_line(str(reading.raw))
    _refuse_zawgyi(reading, text)
    most = min(declared.max_length or (LONGEST if long else _LINE), LONGEST)
    if len(text) > most:
        raise reading.refuse("length", _("%(field)s: %(length)s characters are too many. At most %(most)s fit; shorten it."), length=len(text), most=most)
    pattern = expressions.pattern_of(declared.pattern) if declared.pattern else None
    if pattern and not pattern.fullmatch(text):
        hint = declared.pattern_hint or declared.hint or declared.pattern
        raise reading.refuse("pattern", _("%(field)s: this is not in the form that is asked for. %(hint)s"), hint=hint)
    constrain(reading, text)
    return text


def _refuse_zawgyi(reading: Reading, text: str) -> None:
    """What is typed in Zawgyi is nonsense on other devices and is found by no search: it is told, and kept only where she insists."""
    if reading.as_it_is or text == reading.held or not looks_zawgyi(text):
        return
    template = _(
        "%(field)s: this Burmese text seems to be written in Zawgyi. Other devices show it as something else. Type it with a Unicode keyboard. "
        "If you send it again like this, it is kept as it is."
    )
    raise reading.refuse("zawgyi", template)


def _number(reading: Reading) -> Decimal:
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


def _in_range(reading: Reading, number: Decimal) -> None:
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
    constrain(reading, float(number))


def _integer(reading: Reading) -> int:
    number = _number(reading)
    if number != number.to_integral_value():
        raise reading.refuse("whole", _("%(field)s: “%(shown)s” is not a whole number. Leave out the part after the point."), shown=str(reading.raw)[:40])
    _in_range(reading, number)
    return int(number)


def _decimal(reading: Reading) -> str:
    number = _number(reading)
    _in_range(reading, number)
    return plain_number(number)


_YES = {"yes", "true", "1"}
_NO = {"no", "false", "0"}


def _yes_no(reading: Reading) -> bool:
    if isinstance(reading.raw, bool):
        return reading.raw
    text = clean_line(str(reading.raw)).lower()
    if text not in _YES | _NO:
        raise reading.refuse("yes_no", _("%(field)s: choose Yes or No, or one of the ways not to answer."))
    return text in _YES


def _one(reading: Reading) -> str:
    code = clean_line(str(reading.raw))
    _known(reading, code)
    constrain(reading, code)
    return code


def _many(reading: Reading) -> list[str]:
    raw = reading.raw
    codes = {clean_line(str(code)) for code in (raw if isinstance(raw, (list, tuple, set, frozenset)) else str(raw).split())} - {""}
    for code in codes:
        _known(reading, code)
    order = {choice.code: place for place, choice in enumerate(reading.declared.choices)}
    chosen = sorted(codes, key=lambda code: (order.get(code, len(order)), code))
    constrain(reading, tuple(chosen))
    return chosen


def _known(reading: Reading, code: str) -> None:
    choice = next((c for c in reading.declared.choices if c.code == code), None)
    stands = code == reading.held or (isinstance(reading.held, list) and code in reading.held)
    if choice is None and not stands and reading.declared.type is ElementType.PLACE and (place := place_of(code)):
        if place.level <= reading.declared.finest_place:
            return
        raise reading.refuse("fine", _("%(field)s: “%(shown)s” is finer than this question asks. Choose the district or province around it."), shown=place.name)
    if choice is None and not stands:
        raise reading.refuse("choice", _("%(field)s: “%(shown)s” is not one of the choices. Choose from the list."), shown=code[:40])
    if choice is not None and choice.retired and not stands:
        raise reading.refuse("retired", _("%(field)s: “%(shown)s” is no longer used. Choose another."), shown=choice.label)


def _person(reading: Reading) -> str:
    """Another person's code, in its canonical form. Whether there is such a person is not this check's."""
    text = clean_line(str(reading.raw))
    try:
        return read_code(text)
    except BadCode:
        pass
    if not any(character.isdigit() for character in text):
        template = _("%(field)s: “%(shown)s” is not a code. Write the person's code, such as KH7-4WMT, never a name.")
        raise reading.refuse("person", template, shown=text[:40])
    template = _("%(field)s: there is a slip in “%(shown)s”: its last character does not fit the others. Look at it again, letter by letter.")
    raise reading.refuse("person", template, shown=text[:40])


def _file(reading: Reading) -> str:
    """The id of a sealed file. Whether it is this person's is not this check's."""
    try:
        return str(UUID(str(reading.raw)))
    except ValueError:
        raise reading.refuse("file", _("%(field)s: this is not a file that was kept here. Choose the file again.")) from None


def _rows(reading: Reading) -> list[str]:
    """The ids of the rows of a repeated group, in order, each once."""
    raw = reading.raw
    rows = list(dict.fromkeys(row for row in (raw if isinstance(raw, (list, tuple)) else str(raw).split()) if is_row(str(row))))
    low, high = reading.declared.minimum_value, reading.declared.maximum_value
    most = min(int(high), MOST_ROWS) if high is not None else MOST_ROWS
    if low is not None and len(rows) < low:
        raise reading.refuse("rows", _("%(field)s: at least %(low)s are needed, and there are %(n)s. Add the others."), low=plain_number(low), n=len(rows))
    if len(rows) > most:
        raise reading.refuse("rows", _("%(field)s: at most %(most)s fit, and there are %(n)s. Remove some."), most=most, n=len(rows))
    return rows


_READERS: dict[ElementType, Callable[[Reading], JsonValue]] = {
    ElementType.TEXT: _text,
    ElementType.LONG_TEXT: _text,
    ElementType.INTEGER: _integer,
    ElementType.DECIMAL: _decimal,
    ElementType.DATE: dates.read_day,
    ElementType.PARTIAL_DATE: dates.read_part,
    ElementType.DATE_TIME: dates.read_time,
    ElementType.YES_NO: _yes_no,
    ElementType.SELECT_ONE: _one,
    ElementType.SELECT_MANY: _many,
    ElementType.PLACE: _one,
    ElementType.GEOPOINT: read_point,
    ElementType.HIERARCHY: _one,
    ElementType.PERSON: _person,
    ElementType.FILE: _file,
    ElementType.REPEAT: _rows,
}
