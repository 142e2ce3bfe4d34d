"""From degrees to inches on a page: one flat projection for a whole map, and which places would be too small to see on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from titip.present.charts.colours import LINE, QUIET_TEXT
from titip.present.charts.drawing.page import Page
from titip.present.charts.maps.outlines import Outlines, Place

#: A place that is less than this across, in inches, is drawn with a ring around it.
SMALL: Final = 0.07


@dataclass(frozen=True)
class Projection:
    """Equirectangular, true in the middle of the map: north up, one scale for all."""

    west: float
    north: float
    squeeze: float
    per_degree: float
    left: float
    top: float

    @classmethod
    def on(cls, page: Page, map_: Outlines) -> Projection:
        """As large as the page allows; the page grows by the map."""
        west, south, east, north = map_.box
        wide, high = (east - west) * map_.squeeze, north - south
        per_degree = min(page.inner / wide, page.tallest / high)
        left = page.left + (page.inner - wide * per_degree) / 2
        made = cls(west, north, map_.squeeze, per_degree, left, page.down)
        page.down += high * per_degree + 0.1
        return made

    def points(self, ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """A ring in inches."""
        x = self.left + (ring[:, 0] - self.west) * self.squeeze * self.per_degree
        y = self.top + (self.north - ring[:, 1]) * self.per_degree
        return np.column_stack([x, y])

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """One point in inches."""
        x, y = self.points(np.array([[longitude, latitude]]))[0]
        return float(x), float(y)

    def small(self, place: Place) -> bool:
        """Whether a place is too small to be seen on this page."""
        across = self.points(place.rings[0])
        size = across.max(axis=0) - across.min(axis=0)
        return bool(size.max() < SMALL * 2 or size.min() < SMALL)


def around(page: Page, map_: Outlines, projection: Projection) -> None:
    """Land that belongs to no place of the map, so that it is not taken for sea; within the page."""
    _west, south, _east, _north = map_.box
    bottom = projection.points(np.array([[0.0, south]]))[0][1]
    for ring in map_.around:
        points = projection.points(ring)
        points[:, 0] = points[:, 0].clip(page.left, page.right)
        points[:, 1] = points[:, 1].clip(projection.top, bottom)
        if np.ptp(points[:, 0]) > 0.02 and np.ptp(points[:, 1]) > 0.02:
            page.polygon(points, LINE)


def land(page: Page, place: Place, projection: Projection, colour: str, *, hatch: str = "") -> None:
    """A place in its colour."""
    for ring in place.rings:
        page.polygon(projection.points(ring), colour, edge=QUIET_TEXT, edge_width=0.4, hatch=hatch)
