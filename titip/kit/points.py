"""A position on the earth as coarsely as it may be kept: one square of a fixed grid, never a point.

The grid is of decimal degrees, as Chapman (2020, *Current Best Practices for Generalizing Sensitive Species Occurrence Data*, GBIF) recommends
for what must not be found: 0.01°, 0.1° and 1°, which between 11° S and 29° N are about 1, 10 and 100 km. A square of the finer grid lies
wholly in one of the coarser, so that lowering twice tells no more than lowering once. Squares do not depend on what lies in them, and no
chance is in them: asking again and averaging tells nothing.

Stored form: a geo URI (RFC 5870) of the square's middle, ``geo:11.55,104.95;u=7900``; ``u`` is the distance in metres from the middle to the
farthest corner, and by it the size is known.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from titip.kit.messages import gettext_noop as _

#: Side of a square in degrees, by what people call it (kilometres).
SIDES: Final = {1: Decimal("0.01"), 10: Decimal("0.1"), 100: Decimal(1)}
#: What is kept where nobody said how precisely.
COARSEST: Final = 100
_TO_CORNER: Final = {1: 790, 10: 7_900, 100: 79_000}
_STORED: Final = re.compile(r"geo:(-?\d{1,2}\.\d{1,3}),(-?\d{1,3}\.\d{1,3});u=(\d{3,5})")
_MOST: Final = {"lat": 90, "lon": 180}
_LETTERS: Final = {"lat": "NS", "lon": "EW"}
_ANGLE: Final = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<sign>[-+])?\s*(?P<degrees>\d{1,3}(?:\.\d*)?)\s*°?\s*(?:(?P<minutes>\d{1,2}(?:\.\d*)?)\s*['\u2032\u2019]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d*)?)\s*(?:[\"\u2033\u201d]|''|\u2032\u2032)\s*)?(?P<after>[NSEW])?",
    re.IGNORECASE,
)
#: A box of a form that holds a latitude or longitude says in its name how precisely it may be kept.
_BOX: Final = re.compile(r".*__(lat|lon)(1|10|100)")


class NotAPoint(ValueError):
    """What was written is no position. ``reason``: shape, lat, lon (beyond the earth), swapped, one (the other is missing)."""

    def __init__(self, reason: str, shown: str = "") -> None:
        super().__init__(f"{reason}: {shown}")
        self.reason = reason
        self.shown = shown


@dataclass(frozen=True)
class Point:
    """A square by its middle: degrees (WGS 84), with the side in kilometres as people call it (1, 10, 100). Made by ``at``."""

    lat: Decimal
    lon: Decimal
    km: int

    @classmethod
    def at(cls, lat: Decimal, lon: Decimal, km: int) -> "Point":
        """The square around a position. Raises NotAPoint for one that is not on the earth, KeyError for another size."""
        return cls(_middle(lat, "lat", km), _middle(lon, "lon", km), km)

    @classmethod
    def parse(cls, stored: str) -> "Point":
        """The point of its stored form. Raises NotAPoint."""
        found = _STORED.fullmatch(stored)
        size = next((km for km, metres in _TO_CORNER.items() if found and str(metres) == found[3]), 0)
        if not found or not size:
            raise NotAPoint("shape", stored[:40])
        point = cls.at(Decimal(found[1]), Decimal(found[2]), size)
        if str(point) != stored:
            raise NotAPoint("shape", stored[:40])
        return point

    def __str__(self) -> str:
        return f"geo:{self.lat:f},{self.lon:f};u={_TO_CORNER[self.km]}"

    def lowered(self, km: int) -> "Point":
        """Itself, or the larger square that it lies in; never a smaller one."""
        return self if km <= self.km else Point.at(self.lat, self.lon, km)

    @property
    def edges(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """South, west, north, east of the square."""
        half = SIDES[self.km] / 2
        return self.lat - half, self.lon - half, self.lat + half, self.lon + half


def coarse_enough(km: Decimal | int | None) -> int:
    """The size that keeps what is asked for: the next larger of ours; the coarsest where nothing is said."""
    return next((size for size in sorted(SIDES) if km is not None and size >= km), COARSEST)


def _middle(degrees: Decimal, axis: str, km: int) -> Decimal:
    side, most = SIDES[km], _MOST[axis]
    if not degrees.is_finite() or abs(degrees) > most:
        raise NotAPoint(axis, f"{degrees:f}"[:20])
    number = (degrees / side).to_integral_value(ROUND_FLOOR)
    last = Decimal(most) / side - 1  # the edge of the world belongs to the square before it
    return min(number, last) * side + side / 2


def read_degrees(text: str, axis: str) -> Decimal:
    """One number of a position (``axis``: lat or lon): 11.5564, 11,5564, 11°33'23"N, S 8.55. Raises NotAPoint."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    found = _ANGLE.fullmatch(plain) if len(plain) <= 60 else None
    letter = (found["before"] or found["after"] or "").upper() if found else ""
    if not found or (found["before"] and found["after"]) or (letter and found["sign"]):
        raise NotAPoint("shape", text.strip()[:40])
    if letter and letter not in _LETTERS[axis]:
        raise NotAPoint("swapped", text.strip()[:40])
    minutes, seconds = (Decimal(found[part] or 0) for part in ("minutes", "seconds"))
    degrees = Decimal(found["degrees"]) + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60:
        raise NotAPoint("shape", text.strip()[:40])
    if degrees > _MOST[axis]:
        raise NotAPoint("swapped" if axis == "lat" and degrees <= _MOST["lon"] else axis, text.strip()[:40])
    return -degrees if letter in ("S", "W") or found["sign"] == "-" else degrees


def read_line(text: str) -> tuple[Decimal, Decimal]:
    """Latitude and longitude of one line, as ODK and many maps write it: ``11.5564 104.9282 12.0 4.8`` or ``11.5564, 104.9282``. Raises NotAPoint."""
    plain = text.strip().removeprefix("geo:").partition(";")[0] if text.strip().startswith("geo:") else text.strip()
    parts = plain.split() if len(plain.split()) > 1 else re.split(r"[,;]", plain)
    parts = [part.strip(" ,;") for part in parts]
    if len(parts) == 1 and parts[0]:
        raise NotAPoint("one", text.strip()[:40])
    if not 2 <= len(parts) <= 4 or not all(parts):
        raise NotAPoint("shape", text.strip()[:40])
    return read_degrees(parts[0], "lat"), read_degrees(parts[1], "lon")


def lowered_box(name: str, text: str) -> str:
    """What stands in a box of a form, as coarse as the box's own name says (``…__lat10``); any other text as it is.

    What cannot be read keeps whole degrees and no other digit: half a position is kept no more precisely than a whole one.
    """
    box = _BOX.fullmatch(name)
    if box is None or not text.strip():
        return text
    axis, km = box[1], int(box[2])
    try:
        return f"{_middle(read_degrees(text, axis), axis, km):f}"
    except NotAPoint:
        pass
    try:  # both numbers, put into one box as a map gives them
        return ", ".join(f"{_middle(degrees, one, km):f}" for one, degrees in zip(_MOST, read_line(text), strict=True))
    except NotAPoint:
        first = re.match(r"\D*\d{0,3}", text)
        end = first.end() if first else 0
        return text[:end] + re.sub(r"\d", "", text[end:])


def lowered_fields(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a form with every box of a pin lowered, to the coarser size where one was chosen beside it (``…__km``).

    Numbers that were put into the box for the name of a place (``…__from``) are a position too.
    """
    given = list(fields)
    chosen = {name.removesuffix("__km"): text for name, text in given if name.endswith("__km") and text in {str(km) for km in SIDES}}
    sizes = {name[: box.start(1) - 2]: box[2] for name, _text in given if (box := _BOX.fullmatch(name))}
    boxes = [(name, _of_numbers(name, text, sizes), text) for name, text in given]
    return [(name, lowered_box(_as_chosen(box, chosen), text)) for name, box, text in boxes]


def _of_numbers(name: str, text: str, sizes: Mapping[str, str]) -> str:
    """The name of the box that a text belongs into: of a position that stands where the name of a place should, the first of the two numbers."""
    start = name.removesuffix("__from")
    if start == name or start not in sizes:
        return name
    letters = {letter for letter in text.upper() if letter.isalpha()}
    return name if letters - set("NSEW") else f"{start}__lat{sizes[start]}"


def _as_chosen(name: str, chosen: Mapping[str, str]) -> str:
    box = _BOX.fullmatch(name)
    start = name[: box.start(1) - 2] if box else ""
    coarser = chosen.get(start, "0") if box else "0"
    return f"{start}__{box[1]}{coarser}" if box and int(coarser) > int(box[2]) else name


#: How coarse a point is, in words.
SIZES: Final = {1: _("about 1 km"), 10: _("about 10 km"), 100: _("about 100 km")}
_AROUND: Final = _("a square of %(size)s around %(lat)s, %(lon)s")


def point_words(point: Point, translate: Callable[[str], str] = str) -> str:
    """A point in plain words: "a square of about 10 km around 11.55° N, 104.95° E"."""
    lat = f"{abs(point.lat):f}° {'S' if point.lat < 0 else 'N'}"
    lon = f"{abs(point.lon):f}° {'W' if point.lon < 0 else 'E'}"
    return translate(_AROUND) % {"size": translate(SIZES[point.km]), "lat": lat, "lon": lon}
