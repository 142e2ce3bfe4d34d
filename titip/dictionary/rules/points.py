"""Reads answers that say where, as a square of the map: lowered to what the element keeps before anything else is done with them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.outlines import middle_of, region_of
from titip.dictionary.rules.places import Place, find
from titip.dictionary.rules.reading import BadValue, Reading, constrain
from titip.kit.points import COARSEST, SIDES, NotAPoint, Point, point_words, read_degrees, read_line
from titip.kit.text import clean_line

#: The finest square of an element whose answers are not sealed: smaller ones lead to a door (kilometres).
FINEST_OPEN: Final = 10

_REFUSALS: Final = {
    "shape": _("%(field)s: “%(shown)s” is no position. Write the degrees with a point: 11.55 as latitude, 104.92 as longitude."),
    "lat": _("%(field)s: “%(shown)s” is no latitude. It lies between -90 (south) and 90 (north)."),
    "lon": _("%(field)s: “%(shown)s” is no longitude. It lies between -180 (west) and 180 (east)."),
    "swapped": _("%(field)s: “%(shown)s” seems to be in the wrong box. Exchange latitude and longitude."),
    "one": _("%(field)s: one of the two numbers is missing. Write latitude and longitude, or leave both empty."),
    "km": _("%(field)s: choose from the list how coarsely it is kept."),
    "finer": _("%(field)s: what is kept says no more than that. To keep it more precisely, give the position anew; or leave it as coarse as it was."),
    "two": _("%(field)s: there are numbers and also the name of a place. Take one of them away."),
    "nobody": _("%(field)s: no place is called “%(shown)s” here. Try another spelling, or write latitude and longitude."),
    "several": _("%(field)s: several places are called “%(shown)s”. Write which one: %(which)s."),
    "nowhere": _("%(field)s: where “%(shown)s” lies is not known here. Write latitude and longitude, or the province."),
}


def read_point(reading: Reading) -> str:
    """The stored form of ``titip.kit.points``, never finer than the element keeps, nor than was chosen. Raises BadValue."""
    try:
        point = _lowered(reading)
    except NotAPoint as bad:
        raise _refuse(reading, bad.reason, shown=bad.shown) from None
    constrain(reading, str(point))
    return str(point)


def _lowered(reading: Reading) -> Point:
    km, raw = reading.declared.finest_km, reading.raw
    if not isinstance(raw, Mapping):
        return _of_line(clean_line(str(raw)), km)
    parts = {str(name): clean_line(str(text)) for name, text in raw.items()}
    chosen = parts.get("km", "")
    if chosen and chosen not in {str(size) for size in SIDES}:
        raise _refuse(reading, "km")
    km = max(km, int(chosen)) if chosen else km
    lat, lon = (box(parts, axis) for axis in ("lat", "lon"))
    if parts.get("from"):
        if lat or lon:
            raise _refuse(reading, "two")
        return _of_place(reading, parts["from"], km)
    if not lat or not lon:
        point = read_line(lat or lon) if lat else None  # both numbers put into the first box
        if point is None:
            raise NotAPoint("one")
    else:
        point = read_degrees(lat, "lat"), read_degrees(lon, "lon")
    _refuse_finer(reading, point, km)
    return Point.at(*point, km)


def box(parts: Mapping[str, str], axis: str) -> str:
    """What stands for latitude or longitude, whichever precision its box was made for."""
    return next((parts[name] for size in sorted(SIDES, reverse=True) if parts.get(name := f"{axis}{size}")), "")


def _of_line(text: str, km: int) -> Point:
    """A line of a file or a phone; one in our own stored form keeps its coarser size."""
    try:
        return Point.parse(text).lowered(km)
    except NotAPoint:
        return Point.at(*read_line(text), km)


def _refuse_finer(reading: Reading, point: tuple[Decimal, Decimal], km: int) -> None:
    """The middle of a large square is not a position that anybody gave: sent back with a finer size it would pretend to be one."""
    held = point_of(reading.declared, reading.held)
    if held is not None and km < held.km and point == (held.lat, held.lon):
        raise _refuse(reading, "finer")


def _of_place(reading: Reading, text: str, km: int) -> Point:
    found = list(find(text[:100]))
    same = [place for place in found if text.casefold() in (place.label.casefold(), place.code.casefold())]
    named = same or [place for place in found if text.casefold() in (place.name.casefold(), place.native.casefold())] or found
    if not named:
        raise _refuse(reading, "nobody", shown=text[:40])
    named = _widest(named)
    if len(named) > 1 and not same:
        raise _refuse(reading, "several", shown=text[:40], which=" / ".join(place.label for place in named[:4]))
    position = position_of(named[0])
    if position is None:
        raise _refuse(reading, "nowhere", shown=named[0].name)
    lat, lon, known = position
    return Point.at(lat, lon, max(km, known))


def _widest(named: list[Place]) -> list[Place]:
    """Of a province and what is called so within it, the province: it says less."""
    wide = min(named, key=lambda place: place.level)
    around = all(wide.code in {code for code, _name in place.above} for place in named if place is not wide)
    return [wide] if around else named


def position_of(place: Place) -> tuple[Decimal, Decimal, int] | None:
    """Latitude, longitude and how precisely they are known (kilometres): a place's own, else the middle of its province; None of a country."""
    if place.lat is not None and place.lon is not None and place.level > 1:
        return Decimal(str(place.lat)), Decimal(str(place.lon)), min(SIDES)
    for code in (place.code, *(code for code, _name in place.above)):
        if middle := middle_of(code):
            return (*middle, COARSEST)
    return None


def point_of(declared: Declared, value: object) -> Point | None:
    """A stored answer as coarse as the element keeps it now; None for what is no point."""
    try:
        return Point.parse(str(value)).lowered(declared.finest_km)
    except NotAPoint:
        return None


def point_boxes(point: Point, km: int) -> dict[str, str]:
    """What stands in the boxes of an element that keeps squares of ``km``: the size is said only where it is coarser."""
    size = {"km": str(point.km)} if point.km != km else {}
    return {f"lat{km}": f"{point.lat:f}", f"lon{km}": f"{point.lon:f}", **size}


def pin_words(declared: Declared, value: object, translate: Callable[[str], str] = str) -> str:
    """An answer in plain words, with the province or country that the whole square lies in; empty for what is no point."""
    point = point_of(declared, value)
    if point is None:
        return ""
    region = region_of(point)
    words = point_words(point, translate)
    return translate(_("%(place)s: %(square)s")) % {"place": region.name, "square": words} if region else words[:1].upper() + words[1:]


def _refuse(reading: Reading, reason: str, **params: object) -> BadValue:
    return reading.refuse("point", _REFUSALS[reason], **params)
