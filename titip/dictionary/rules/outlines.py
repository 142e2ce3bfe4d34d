"""Which province a square of the earth lies in, by the outlines that are shipped for maps."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from math import hypot
from pathlib import Path
from typing import Final

from titip.kit.points import SIDES, Point

#: Where the outlines lie: ``asean.json`` has the states, ``KH.json`` and the like their provinces (see ``tools/make_outlines.py``).
FOLDER: Final = Path(__file__).resolve().parents[1] / "outlines"
STATES: Final = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")
#: Provinces that were divided after the outlines were drawn (about 2012): of a place in one, only the country can be told.
DIVIDED: Final = frozenset(
    {"KH-3", "LA-VI", "LA-XI", "MM-04", "ID-KI", "ID-PA", "ID-PB", "PH-SUN", "PH-DAS", "PH-MAG"}
)  # fmt: skip
#: So far from the nearest outline (degrees) something at sea or on a shore that is drawn too plainly still belongs to it.
_NEAR: Final = 0.25
#: A square is looked at in so many places each way.
_LOOKS: Final = 5
_Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Region:
    """A province or a country. ``name``: with its country: "Battambang, Cambodia"."""

    code: str
    country: str
    name: str


@dataclass(frozen=True)
class _Drawn:
    region: Region
    rings: tuple[_Ring, ...]
    box: tuple[float, float, float, float]


@lru_cache(maxsize=4096)
def region_of(point: Point) -> Region | None:
    """The province that the whole square lies in, as far as it is land; the country where it is of several provinces or of one that was
    divided since; None where it is of several countries, or nowhere near. It never says more than the square does.
    """
    found = {region for x, y in _looks(point) if (region := _at(x, y)) is not None}
    if not found:
        near = _nearest(float(point.lon), float(point.lat))
        found = {near} if near is not None else set()
    countries = {region.country for region in found}
    if len(countries) != 1:
        return None
    country = countries.pop()
    only = next(iter(found)) if len(found) == 1 else None
    return only if only is not None and only.code not in DIVIDED else Region(country, country, _state(country).name)


def middle_of(code: str) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude of the middle of a province's largest part; None where it is not drawn."""
    drawn = next((one for one in _provinces() if one.region.code == code), None)
    if drawn is None:
        return None
    ring = drawn.rings[0]
    west, east, south, north = min(x for x, _y in ring), max(x for x, _y in ring), min(y for _x, y in ring), max(y for _x, y in ring)
    return Decimal(str(round((south + north) / 2, 3))), Decimal(str(round((west + east) / 2, 3)))


def _looks(point: Point) -> Iterator[tuple[float, float]]:
    """Places spread over a square, none on its edge."""
    south, west, _north, _east = (float(edge) for edge in point.edges)
    step = float(SIDES[point.km]) / _LOOKS
    for i in range(_LOOKS):
        for j in range(_LOOKS):
            yield west + step * (i + 0.5), south + step * (j + 0.5)


def _at(x: float, y: float) -> Region | None:
    for one in _provinces():
        west, south, east, north = one.box
        if west <= x <= east and south <= y <= north and sum(_inside(ring, x, y) for ring in one.rings) % 2:
            return one.region
    return None


def _inside(ring: _Ring, x: float, y: float) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def _nearest(x: float, y: float) -> Region | None:
    best, found = _NEAR, None
    for one in _provinces():
        west, south, east, north = one.box
        if west - _NEAR <= x <= east + _NEAR and south - _NEAR <= y <= north + _NEAR:
            away = min(hypot(x - px, y - py) for ring in one.rings for px, py in ring)
            if away < best:
                best, found = away, one.region
    return found


@cache
def _provinces() -> tuple[_Drawn, ...]:
    return tuple(one for code in STATES for one in _read(code))


def _read(state: str) -> Iterator[_Drawn]:
    told = json.loads((FOLDER / f"{state}.json").read_text(encoding="utf-8"))
    for place in told["places"]:
        rings = tuple(_ring(flat, told["grid"]) for flat in place["rings"])
        xs, ys = [x for ring in rings for x, _y in ring], [y for ring in rings for _x, y in ring]
        yield _Drawn(Region(place["code"], state, f"{place['name']}, {_state(state).name}"), rings, (min(xs), min(ys), max(xs), max(ys)))


def _ring(flat: Sequence[int], grid: int) -> _Ring:
    """Steps of longitude and latitude in parts of a degree, added up."""
    return tuple(zip((x / grid for x in accumulate(flat[::2])), (y / grid for y in accumulate(flat[1::2])), strict=True))


@cache
def _state(code: str) -> Region:
    told = json.loads((FOLDER / "asean.json").read_text(encoding="utf-8"))
    name = next(place["name"] for place in told["places"] if place["code"] == code)
    return Region(code, code, name)
