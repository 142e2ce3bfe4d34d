"""The outlines that maps stand on: states of Southeast Asia and their provinces, from Natural Earth, shipped with the package."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.outlines import FOLDER

#: Which maps there are, and of where.
OUTLINES: Final[dict[str, str]] = {
    "asean": _("Southeast Asia"),
    "BN": _("Brunei"),
    "ID": _("Indonesia"),
    "KH": _("Cambodia"),
    "LA": _("Laos"),
    "MM": _("Myanmar"),
    "MY": _("Malaysia"),
    "PH": _("Philippines"),
    "SG": _("Singapore"),
    "TH": _("Thailand"),
    "TL": _("Timor-Leste"),
    "VN": _("Vietnam"),
}
#: What a map says of itself (R30, R37).
SAYS: Final = _("Outlines: Natural Earth (public domain), simplified; they say nothing about the legal status of any border.")
PROVINCES_SAY: Final = _("Provinces as they were drawn about 2012: later ones are in the table, not on the map.")

Ring = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Place:
    """One place: its ISO code, names, and rings of longitude and latitude in degrees, the largest first (shape (points, 2))."""

    code: str
    name: str
    also: tuple[str, ...]
    rings: tuple[Ring, ...]
    at: tuple[float, float] | None = None

    @property
    def centre(self) -> tuple[float, float]:
        """Where it is named: ``at`` where that is said, else the centroid of its largest ring; longitude and latitude."""
        if self.at:
            return self.at
        ring = self.rings[0]
        x, y = ring[:, 0], ring[:, 1]
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        area = cross.sum() / 2
        if abs(area) < 1e-9:
            return float(x.mean()), float(y.mean())
        return float(((x[:-1] + x[1:]) * cross).sum() / (6 * area)), float(((y[:-1] + y[1:]) * cross).sum() / (6 * area))


@dataclass(frozen=True, eq=False)
class Outlines:
    """A map: its places, and land around them that belongs to none."""

    code: str
    places: tuple[Place, ...]
    around: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the places, in degrees."""
        points = np.concatenate([ring for place in self.places for ring in place.rings])
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return float(west), float(south), float(east), float(north)

    @property
    def squeeze(self) -> float:
        """How much narrower a degree of longitude is than one of latitude, in the middle of the map (equirectangular)."""
        _west, south, _east, north = self.box
        return cos(radians((south + north) / 2))


@functools.lru_cache(maxsize=4)
def outlines(code: str) -> Outlines:
    """The outlines of that code. Raises KeyError."""
    if code not in OUTLINES:
        raise KeyError(code)
    told = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    places = tuple(
        Place(
            place["code"],
            place["name"],
            tuple(place["also"]),
            tuple(_ring(flat, told["grid"]) for flat in place["rings"]),
            tuple(place["at"]) if "at" in place else None,
        )
        for place in told["places"]
    )
    return Outlines(code, places, tuple(_ring(flat, told["grid"]) for flat in told["around"]))


def find(code: str, name: str) -> Place | None:
    """The place of that ISO code or name on a map, whatever its capitals and accents; None where it is not drawn."""
    return _by_name(code).get(_folded(name))


@functools.lru_cache(maxsize=4)
def _by_name(code: str) -> dict[str, Place]:
    return {_folded(said): place for place in outlines(code).places for said in (*place.also, place.name, place.code)}


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in letters if letter > "\u0e00" or not unicodedata.combining(letter))
    return re.sub(r"\s*\b(province|city|state)\b|[\s'’.–-]+", "", plain)


def _ring(flat: list[Any], grid: int) -> Ring:
    steps = np.array(flat, dtype=np.float64).reshape(-1, 2)
    points: Ring = steps.cumsum(axis=0) / grid
    return np.concatenate([points, points[:1]]) if (points[0] != points[-1]).any() else points


def under_a_map(parts: Sequence[str], absent: Sequence[str], outlines: str) -> str:
    """What stands under a map: its own ``parts``, the places that are ``absent`` from it, and what its ``outlines`` do not say."""
    missing = f"not on this map, only in the table: {', '.join(absent)}" if absent else ""
    told = [*parts, missing, SAYS, "" if outlines == "asean" else PROVINCES_SAY]
    return "; ".join(part.rstrip(".") for part in told if part) + "."
