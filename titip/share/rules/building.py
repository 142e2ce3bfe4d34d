"""From answers to the columns of a table: dates become years (or months), choices keep their codes and carry their labels."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.outlines import region_of
from titip.dictionary.rules.places import place_of
from titip.dictionary.rules.points import point_of
from titip.dictionary.rules.types import DATES, ElementType
from titip.kit.dates import Moment, NotStored, PartialDate
from titip.kit.missing import Missing
from titip.kit.points import COARSEST
from titip.share.rules.columns import Cell, Heading, Part, Value
from titip.share.rules.released import Table

_LISTS = frozenset({ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.PLACE, ElementType.HIERARCHY})


def build(elements: Sequence[Declared], rows: Sequence[Mapping[str, Answer]], dates: str = "year") -> Table:
    """One column an element, one row a person. An element without an answer is ``Missing.EMPTY``. ``dates``: the finest that is shown, year or month."""
    return Table.from_rows([{e.code: cell(e, row.get(e.code), dates) for e in elements} for row in rows], [heading(e, dates) for e in elements])


def heading(element: Declared, dates: str = "year") -> Heading:
    """How an element stands in a table, and what it may tell about who a row is."""
    part = Part.QUASI if element.quasi_identifier else Part.SENSITIVE if element.sensitive else Part.OTHER
    if element.type in DATES and dates == "month":
        return Heading(element.code, f"{element.label} (month)", ElementType.SELECT_ONE, ordered=True, part=part)
    if element.type in DATES:
        # A full date singles people out; the year answers most questions.
        return Heading(element.code, f"{element.label} (year)", ElementType.INTEGER, ordered=True, part=part)
    if element.type is ElementType.GEOPOINT:
        return _pin_heading(element, part)
    names: dict[Value, str] = {}
    if element.type in _LISTS:
        names = {choice.code: choice.label for choice in element.choices}
    elif element.type is ElementType.YES_NO:
        names = {True: "Yes", False: "No"}
    return Heading(element.code, element.label, element.type, element.unit, names, ordered=_ordered(element), part=part)


def _ordered(element: Declared) -> bool:
    """Bands and counted scales keep the order of their list in charts."""
    return element.code.endswith("_band") or element.type in (ElementType.INTEGER, ElementType.DECIMAL)


def cell(element: Declared, answer: Answer | None, dates: str = "year") -> Cell:
    """A value for a table, or the kind of its absence; zero stays a number."""
    if answer is None:
        return Missing.EMPTY
    if answer.missing is not None:
        return answer.missing
    value = answer.value
    match element.type:
        case ElementType.DATE | ElementType.PARTIAL_DATE | ElementType.DATE_TIME:
            return _month(str(value)) if dates == "month" else _year(str(value))
        case ElementType.DECIMAL:
            return Decimal(str(value))
        case ElementType.SELECT_MANY:
            return tuple(sorted(value)) if isinstance(value, (list, tuple)) else (str(value),)
        case ElementType.PLACE:
            return _listed(element, str(value))
        case ElementType.GEOPOINT:
            return _region(element, str(value))
        case _:
            return value


def _pin_heading(element: Declared, part: Part) -> Heading:
    """A pin never leaves as one: it is a province of the element's list, or a square of about 100 km."""
    if element.choices:
        return Heading(element.code, f"{element.label} (province)", ElementType.PLACE, "", {c.code: c.label for c in element.choices}, part=part)
    return Heading(element.code, f"{element.label} (square of about 100 km)", ElementType.SELECT_ONE, part=part)


def _region(element: Declared, stored: str) -> Cell:
    """The province that the whole square lies in where the list has it, else its country; a square between two countries is *not known*."""
    point = point_of(element, stored)
    if point is None:
        return Missing.UNKNOWN
    if not element.choices:
        wide = point.lowered(COARSEST)
        return f"{wide.lat:f} {wide.lon:f}"
    region, listed = region_of(point), {choice.code for choice in element.choices}
    return next((code for code in ((region.code, region.country) if region else ()) if code in listed), Missing.UNKNOWN)


def _listed(element: Declared, code: str) -> Cell:
    """The place itself where the element's list has it, else the nearest around it that the list has: no table is finer than the list."""
    listed = {choice.code for choice in element.choices}
    place = place_of(code) if code not in listed else None
    return next((above for above, _name in place.above if above in listed), Missing.UNKNOWN) if place else code


def _year(stored: str) -> int | Missing:
    """The year of a date, where only one is possible; one that is open between years is *not known*, and never a year that nobody said."""
    try:
        value = PartialDate.parse(stored)
    except NotStored:
        return Moment.parse(stored).said.year
    if value.single and value.since and value.since.precision != "named":
        return value.since.year
    ends = {day.year if day else None for day in (value.earliest, value.latest)}
    return next(iter(ends)) or Missing.UNKNOWN if len(ends) == 1 else Missing.UNKNOWN


def _month(stored: str) -> str | Missing:
    """The month as 2024-03; the year where only that is known, or where it was said to be about then."""
    try:
        value = PartialDate.parse(stored)
    except NotStored:
        said = Moment.parse(stored).said
        return f"{said.year}-{said.month:02d}"
    if value.single and value.since and value.since.month and not value.about:
        return f"{value.since.year}-{value.since.month:02d}"
    year = _year(stored)
    return year if isinstance(year, Missing) else str(year)
