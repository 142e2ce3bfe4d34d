"""Reads answers that say when: a whole day, a date as far as it is known, a day with its time."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.reading import BadValue, Reading, constrain
from titip.dictionary.rules.types import ElementType
from titip.kit.dates import BadDate, Moment, PartialDate, moment_words, partial_words, read_date, read_moment, read_partial, read_parts, show_date
from titip.kit.dates.moments import read_stored_moment
from titip.kit.dates.words import MONTHS
from titip.kit.text import clean_line

#: Boxes that alone say nothing: a date is not given by "about", nor a pin by how coarse it shall be.
_BESIDE: Final = frozenset({"about", "when", "km"})


def blank(parts: Mapping[str, object]) -> bool:
    """Whether nothing was written in the boxes of a date, or of a pin."""
    return not any(str(text).strip() for name, text in parts.items() if name not in _BESIDE)


def read_day(reading: Reading) -> str:
    """A whole day: ISO 8601."""
    try:
        read = read_date(_line(reading.raw), today=reading.today).isoformat()
    except BadDate as bad:
        raise _refusal(reading, bad) from None
    constrain(reading, read)
    return read


def read_part(reading: Reading) -> str:
    """A date as far as it is known: the stored form of ``titip.kit.dates.partial``."""
    raw = reading.raw
    try:
        value = read_parts(raw, today=reading.today) if isinstance(raw, Mapping) else read_partial(_line(raw), today=reading.today)
    except BadDate as bad:
        raise _refusal(reading, bad) from None
    constrain(reading, value)
    return str(value)


def read_time(reading: Reading) -> str:
    """A day and a time: the stored form of ``titip.kit.dates.moments``, on the clock of ``reading.zone``."""
    try:
        moment = _moment(reading)
    except BadDate as bad:
        raise _refusal(reading, bad) from None
    constrain(reading, moment)
    return str(moment)


def _moment(reading: Reading) -> Moment:
    raw = reading.raw
    if isinstance(raw, Mapping):
        held = _unchanged(raw, reading)
        return held or read_moment(str(raw.get("date", "")), str(raw.get("time", "")), zone=reading.zone, today=reading.today)
    return read_stored_moment(raw.isoformat() if isinstance(raw, datetime) else _line(raw), zone=reading.zone, today=reading.today)


def _unchanged(parts: Mapping[str, object], reading: Reading) -> Moment | None:
    """The moment that stands, where its boxes came back as they were: it keeps the clock on which it was said."""
    if not isinstance(reading.held, str):
        return None
    held = Moment.parse(reading.held)
    same = {name: str(parts.get(name, "")) for name in ("date", "time")} == time_parts(held)
    return held if same else None


def time_parts(moment: Moment) -> dict[str, str]:
    """The boxes of a moment as they stand in a form."""
    return {"date": f"{moment.said:%d/%m/}{moment.said.year:04d}", "time": f"{moment.said:%H:%M}"}


def date_words(kind: ElementType, value: str, translate: Callable[[str], str] = str) -> str:
    """An answer that says when, in plain words; empty for any other type, and for what is no such date."""
    try:
        if kind is ElementType.DATE:
            return show_date(date.fromisoformat(value))
        if kind is ElementType.PARTIAL_DATE:
            return partial_words(PartialDate.parse(value), translate)
        return moment_words(Moment.parse(value), translate) if kind is ElementType.DATE_TIME else ""
    except ValueError:
        return ""


def _line(raw: object) -> str:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    return str(raw) if isinstance(raw, PartialDate | Moment) else clean_line(str(raw))


_REFUSALS: Final = {
    "month": _("%(field)s: %(shown)s is not a date: there are twelve months. Write the day before the month, as in 31/12/2024."),
    "year": _("%(field)s: the year of %(shown)s cannot be right. Write it with four digits, as in 31/12/2024 or 31/12/2567."),
    "far": _("%(field)s: %(shown)s is too far ahead: it would be the year %(year)s. Look at the year again."),
    "no_year": _("%(field)s: the year is missing. Write it as well as you know it, and choose “about” if it is a guess."),
    "no_month": _("%(field)s: there is a day and a year, but no month. Add the month, or take the day away."),
    "no_end": _("%(field)s: “between” needs two dates. Write the second one too, or choose something else."),
    "order": _("%(field)s: %(shown)s ends before it begins. Write the earlier date first."),
    "two": _("%(field)s: what you chose from the list has its own date, and another stands in the boxes. Take one of them away."),
    "time": _("%(field)s: “%(shown)s” is not a time. Write hours and minutes, as in 14:30."),
}


def _refusal(reading: Reading, bad: BadDate) -> BadValue:
    shown = bad.shown[:40]
    if bad.reason == "day":
        days = calendar.monthrange(bad.year, bad.month)[1]
        template = _("%(field)s: %(shown)s is not a date: %(month)s has %(days)s days in %(year)s. Write day/month/year.")
        return reading.refuse("date", template, shown=shown, month=MONTHS[bad.month], days=days, year=bad.year)
    if bad.reason == "far":
        return reading.refuse("date", _REFUSALS["far"], shown=shown, year=bad.year)
    if bad.reason in _REFUSALS:
        return reading.refuse("date", _REFUSALS[bad.reason], shown=shown)
    return reading.refuse("date", _("%(field)s: “%(shown)s” is not a date. Write day/month/year, as in 31/12/2024."), shown=shown)
