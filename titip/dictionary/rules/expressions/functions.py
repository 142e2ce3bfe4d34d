"""The values of expressions, and the functions that take them; no function looks at anything but its values and the day."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from titip.kit.dates import Moment, NotStored, PartialDate
from titip.kit.truth import Truth, negated

#: What an answer looks like to an expression. Several: codes chosen, or one value for each row of a repeated group. None: cannot be told.
Value = str | float | bool | tuple[str, ...] | PartialDate | Moment | None
DATED = (PartialDate, Moment)

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLOW = re.compile(r"\([^()]*[+*}][^()]*\)\s*[+*{]")
_EPOCH = date(1970, 1, 1)
_NAN = float("nan")


def is_true(value: Value) -> bool:
    """Nothing, zero, no and not-a-number are false."""
    return value not in (False, 0.0, "", (), None) and value == value


def truth_of(value: Value) -> Truth:
    """Yes, no, or cannot be told."""
    return None if value is None else is_true(value)


def as_date(value: Value) -> date | None:
    """A whole date, or None; of a moment its day."""
    if isinstance(value, PartialDate):
        return value.whole
    if isinstance(value, Moment):
        return value.said.date()
    if not (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_number(value: Value) -> float:
    """A number; a date is its days since 1970-01-01; NaN for everything else."""
    if isinstance(value, (bool, float, int)):
        return float(value)
    day = as_date(value)
    if day is not None:
        return float((day - _EPOCH).days)
    if not isinstance(value, str) or not re.fullmatch(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*", value):
        return _NAN
    return float(value)


def as_text(value: Value) -> str:
    """A text; whole numbers without a point."""
    if isinstance(value, tuple):
        return " ".join(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "NaN" if value != value else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def pattern_of(text: str) -> re.Pattern[str] | None:
    """A regular expression ready for use; None where it is none, or where a repeat inside a repeat could take for ever."""
    if _SLOW.search(text):
        return None
    try:
        return re.compile(text)
    except re.error:
        return None


def _codes(value: Value) -> Sequence[str]:
    return value if isinstance(value, tuple) else as_text(value).split()


def _regex(_today: date, text: Value, pattern: Value) -> bool:
    found = pattern_of(as_text(pattern))
    return found is None or found.search(as_text(text)) is not None


def _int(_today: date, value: Value) -> float:
    number = as_number(value)
    return float(int(number)) if number == number and abs(number) != float("inf") else _NAN


def _round(_today: date, value: Value, digits: Value = 0.0) -> float:
    number, places = as_number(value), as_number(digits)
    if number != number or abs(number) == float("inf") or not 0 <= places <= 10:
        return _NAN
    scale = 10.0 ** int(places)
    return float(int(number * scale + (0.5 if number >= 0 else -0.5))) / scale


def _numbers(values: Sequence[Value]) -> list[float]:
    """The numbers among values; the empty ones of a repeated group are left out."""
    flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return [as_number(one) for one in flat if one not in ("", None)]


def _sum(_today: date, *values: Value) -> float:
    return float(sum(_numbers(values)))


def _least(_today: date, *values: Value) -> float:
    return min(_numbers(values), default=_NAN)


def _most(_today: date, *values: Value) -> float:
    return max(_numbers(values), default=_NAN)


def _count(_today: date, value: Value) -> float:
    return float(len(value)) if isinstance(value, tuple) else float(value not in ("", None))


def _date(_today: date, value: Value) -> Value:
    """A date of any precision from its stored form, or from a number of days; what is none is the empty text."""
    if isinstance(value, DATED):
        return value
    if isinstance(value, float) and abs(value) < 300_000:
        return PartialDate.of(_EPOCH + timedelta(days=int(value)))
    try:
        return PartialDate.parse(as_text(value))
    except NotStored:
        return ""


def _either(_today: date, condition: Value, first: Value, second: Value) -> Value:
    """One of two values; where the condition cannot be told, what both agree on."""
    told = truth_of(condition)
    if told is None:
        return first if first == second else None
    return first if told else second


_PARTS: dict[str, Callable[[date], str]] = {
    "Y": lambda day: f"{day.year:04d}", "y": lambda day: f"{day.year % 100:02d}", "m": lambda day: f"{day.month:02d}",
    "n": lambda day: str(day.month), "d": lambda day: f"{day.day:02d}", "e": lambda day: str(day.day),
}  # fmt: skip


def _format_date(_today: date, value: Value, pattern: Value) -> str:
    day = as_date(value)
    return re.sub(r"%([Yymnde])", lambda found: _PARTS[found[1]](day), as_text(pattern)) if day is not None else ""


def _substr(_today: date, text: Value, start: Value, end: Value = float("inf")) -> str:
    first, last = as_number(start), as_number(end)
    if first != first or last != last:
        return ""
    return as_text(text)[int(first) : None if last == float("inf") else int(last)]


def _coalesce(_today: date, first: Value, second: Value) -> Value:
    return first if as_text(first) not in ("", "NaN") else second


def _nothing(_today: date, value: Value) -> Value:
    return value


Function = Callable[..., Value]
#: Name: least and most values it takes, what it does.
FUNCTIONS: dict[str, tuple[int, int, Function]] = {
    "not": (1, 1, lambda _today, value: negated(truth_of(value))),
    "selected": (2, 2, lambda _today, value, code: as_text(code) in _codes(value)),
    "count-selected": (1, 1, lambda _today, value: float(len(_codes(value)))),
    "string-length": (1, 1, lambda _today, value: float(len(as_text(value)))),
    "regex": (2, 2, _regex),
    "today": (0, 0, lambda today: today.isoformat()),
    "true": (0, 0, lambda _today: True),
    "false": (0, 0, lambda _today: False),
    "if": (3, 3, _either),
    "coalesce": (2, 2, _coalesce),
    "int": (1, 1, _int),
    "round": (1, 2, _round),
    "abs": (1, 1, lambda _today, value: abs(as_number(value))),
    "number": (1, 1, lambda _today, value: as_number(value)),
    "string": (1, 1, lambda _today, value: as_text(value)),
    "concat": (1, 50, lambda _today, *values: "".join(as_text(value) for value in values)),
    "substr": (2, 3, _substr),
    "sum": (1, 50, _sum),
    "min": (1, 50, _least),
    "max": (1, 50, _most),
    "count": (1, 1, _count),
    "date": (1, 1, _date),
    "format-date": (2, 2, _format_date),
    "decimal-date-time": (1, 1, lambda _today, value: as_number(value) if as_date(value) is not None else _NAN),
    "once": (1, 1, _nothing),
}
