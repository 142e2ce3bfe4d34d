"""Reads a partial date: as somebody types it in one line, or from three small boxes with what stands beside them.

Understood in one line: every stored form; ``2019``, ``2562`` (Buddhist), ``5/2019``, ``31/5/2019``, ``May 2019``, ``12 พ.ค. 2562``; before
it *about*, *before*, *until*, *after*, *since*; two of them with *between … and*, *from … to*, ``..`` or ``–``; ``rainy season 2019``, ``Tet 2019``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from titip.kit.dates.months import month_number
from titip.kit.dates.named import EVENTS, NAMED
from titip.kit.dates.partial import NotStored, PartialDate, Point
from titip.kit.dates.whole import NATIVE_DIGITS, BadDate, believable, believable_year

#: The parts that a form sends.
PARTS: Final = ("day", "month", "year", "about", "when", "name", "day2", "month2", "year2")
#: How ``when`` may be said; nothing is *then*.
WHEN: Final = ("", "before", "after", "between")

_ABOUT = re.compile(
    r"^(?:~|±|about|around|circa|approximately|approx|roughly|perhaps|c\.|ca\.?|ประมาณ|ราวๆ|ราว|ປະມານ|ប្រហែល|ប្រមាណ|ခန့်|khoảng|sekitar|kira-kira|mga)\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^(?:before|until|by|up to|not after|ก่อน|ກ່ອນ|មុន|trước|sebelum|bago)\s+|^\.\.\s*|^[<≤]=?\s*", re.IGNORECASE)
_AFTER = re.compile(r"^(?:after|since|from|not before|หลัง|ຫຼັງ|ក្រោយ|sau|setelah|sesudah|pagkatapos)\s+|^[>≥]=?\s*", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^(?:between|from|ระหว่าง|រវាង|antara)?\s*(.+?)"
    r"(?:\s+(?:and|to|until|till|ถึง|ដល់|đến|sampai|hingga)\s+|\s*\.\.\s*|\s*[\u2013\u2014]\s*|\s+-\s+|(?<=^\d{4})-(?=\d{4}$))(.+)$",
    re.IGNORECASE,
)
_ERA = re.compile(r"(?:\b(?:b\.?e\.?|a\.?d\.?|c\.?e\.?)(?=\s|\d|$)|พ\.?ศ\.?|ค\.?ศ\.?|ພ\.?ສ\.?|ព\.?ស\.?|\bnăm\b|\btahun\b|ปี|ປີ|ឆ្នាំ|ခုနှစ်|ခု)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ ./-]*)?([^\d\s][^\d]*|tháng \d{1,2})[ ,./-]+(\d{4})", re.IGNORECASE)
_STORED = re.compile(r"[\[\]^~]")
_LONGEST = 120


def read_partial(text: str, *, today: date) -> PartialDate:
    """The date in one line. Raises BadDate."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise BadDate("form", text[:_LONGEST])
    stored = _stored(plain, text, today)
    if stored is not None:
        return stored
    if found := _BETWEEN.match(plain):
        first, last = (_point(part, text, today) for part in found.groups())
        return _made(first, last, text)
    about = _ABOUT.match(plain)
    rest = _ABOUT.sub("", plain)
    for pattern, made in ((_BEFORE, _until), (_AFTER, _since)):
        if pattern.match(rest):
            point = _point(pattern.sub("", rest), text, today)
            return made(replace(point, about=point.about or bool(about)))
    return PartialDate.at(_point(plain, text, today))


def read_parts(parts: Mapping[str, str], *, today: date) -> PartialDate:
    """The date of a form's boxes (PARTS). Raises BadDate; ``shown`` is what stood in the boxes."""
    when, name = parts.get("when", ""), parts.get("name", "")
    about = bool(parts.get("about"))
    first = _boxes(parts, "", name, about=about, today=today)
    second = any(parts.get(part, "").strip() for part in ("day2", "month2", "year2"))
    if when == "between" or second:
        if not second:
            raise BadDate("no_end", shown_parts(parts))
        return _made(first, _boxes(parts, "2", "", about=about, today=today), shown_parts(parts))
    return _until(first) if when == "before" else _since(first) if when == "after" else PartialDate.at(first)


def parts_of(value: PartialDate) -> dict[str, str]:
    """The boxes as they stand for a value: what ``read_parts`` reads back as the same value."""
    first = value.since or value.until
    assert first is not None
    parts = _boxed(first, "")
    if first.about or value.about:
        parts["about"] = "on"
    if value.since is None:
        parts["when"] = "before"
    elif value.until is None:
        parts["when"] = "after"
    elif not value.single:
        parts |= {"when": "between", **_boxed(value.until, "2")}
    return {name: text for name, text in parts.items() if text}


def shown_parts(parts: Mapping[str, str]) -> str:
    """What stood in the boxes, for a message."""
    ends = ["/".join(text for part in ("day", "month", "year") if (text := parts.get(part + which, "").strip())) for which in ("", "2")]
    return " – ".join(end for end in ends if end)


def _boxed(point: Point, which: str) -> dict[str, str]:
    if point.name in EVENTS and not which:
        return {"name": point.name}
    made = {f"day{which}": point.day, f"month{which}": point.month, f"year{which}": point.year}
    texts = {name: str(number) if number else "" for name, number in made.items()}
    return {**texts, "name": point.name} if point.precision == "named" and not which else texts


def _boxes(parts: Mapping[str, str], which: str, name: str, *, about: bool, today: date) -> Point:
    shown = shown_parts(parts)
    day, month, year = (_plain(parts.get(part + which, "")) for part in ("day", "month", "year"))
    if name in EVENTS:
        if day or month or year:
            raise BadDate("two", shown)
        return replace(Point.parse(EVENTS[name].stored), name=name, about=about)
    if not year:
        raise BadDate("no_year" if day or month or name else "form", shown)
    if name in NAMED and (day or month):
        raise BadDate("two", shown)
    if day and not month:
        raise BadDate("no_month", shown)
    if not (year.isascii() and year.isdigit()) or len(year) > 4 or (day and not (day.isascii() and day.isdigit())):
        raise BadDate("form", shown)
    if month and not (number := month_number(month)):
        raise BadDate("month" if month.isascii() and month.isdigit() else "form", shown)
    return _checked(int(year), number if month else 0, int(day or 0), shown, today, name=name if name in NAMED else "", about=about, day_said=bool(day))


def _checked(year: int, month: int, day: int, shown: str, today: date, *, name: str = "", about: bool = False, day_said: bool = False) -> Point:
    if day or day_said:
        whole = believable(year, month, day, shown, today=today)
        return Point(whole.year, whole.month, whole.day, name, about)
    year = believable_year(year, shown, today=today)
    if not 0 <= month <= 12:
        raise BadDate("month", shown)
    return Point(year, month, 0, name, about)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).translate(NATIVE_DIGITS)
    return " ".join("".join(c for c in folded if c not in "\u200b\u200c\u200d\ufeff").split())


def _stored(plain: str, shown: str, today: date) -> PartialDate | None:
    """A stored form, its years perhaps Buddhist; None where it is none and has no mark of one."""
    if not _STORED.search(plain):
        return None
    if plain.startswith("~"):
        return None
    try:
        value = PartialDate.parse(plain)
        since, until = (point and _restated(point, shown, today) for point in (value.since, value.until))
        return PartialDate.between(since, until) if since and until and not value.single else PartialDate(since, until)
    except NotStored:
        raise BadDate("form", shown) from None


def _restated(point: Point, shown: str, today: date) -> Point:
    """The point with a believable year, and with its name only where we know that name and it fits."""
    read = _checked(point.year, point.month, point.day, shown, today, about=point.about)
    fits = (point.name in NAMED and not point.month) or (point.name in EVENTS and read.plain == EVENTS[point.name].stored)
    return replace(read, name=point.name) if fits else read


def _point(text: str, shown: str, today: date) -> Point:
    """One date of any precision, perhaps with *about* before it."""
    about = bool(_ABOUT.match(text)) or text.endswith("~")
    bare = " ".join(_ERA.sub(" ", _ABOUT.sub("", text).removesuffix("~")).split()).strip(" ,")
    if named := _named(bare):
        name, year = named
        return _checked(year, 0, 0, shown, today, name=name, about=about)
    for pattern, order in ((_YEAR, "y"), (_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "my")):
        if found := pattern.fullmatch(bare):
            numbers = dict(zip(order, found.groups() or (bare,), strict=True))
            year, month, day = (int(numbers.get(part) or 0) for part in "ymd")
            if "m" in order and month == 0:
                raise BadDate("month", shown)
            return _checked(year, month, day, shown, today, about=about, day_said=numbers.get("d") is not None)
    if (found := _WORDS.fullmatch(bare)) and (month := month_number(found[2].strip(" ./-,"))):
        return _checked(int(found[3]), month, int(found[1] or 0), shown, today, about=about, day_said=found[1] is not None)
    raise BadDate("form", shown)


def _named(text: str) -> tuple[str, int] | None:
    """The part of a year that is named, and its year."""
    found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    if not found:
        return None
    words = " ".join((text[: found.start()] + " " + text[found.end() :]).casefold().replace(",", " ").split())
    words = re.sub(r"\b(?:the|season|of|in)\b", " ", words)
    words = " ".join(words.split())
    return next(((code, int(found[0])) for code, named in NAMED.items() if words in named.spoken), None)


def _made(first: Point, last: Point, shown: str) -> PartialDate:
    try:
        return PartialDate.between(first, last)
    except NotStored:
        raise BadDate("order", shown) from None


def _until(point: Point) -> PartialDate:
    return PartialDate(None, point)


def _since(point: Point) -> PartialDate:
    return PartialDate(point, None)
