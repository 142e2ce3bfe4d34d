"""The flow map: curved arrows as wide as how many moved, the number at each, withheld ones listed and not drawn."""

from __future__ import annotations

from math import hypot
from typing import Final

from titip.present.charts.colours import LINE
from titip.present.charts.drawing.page import Page, Point, on_curve
from titip.present.charts.kinds import MOST_FLOWS
from titip.present.charts.maps.outlines import Place, find, outlines, under_a_map
from titip.present.charts.maps.projecting import Projection, around, land
from titip.present.charts.rows import Row

_WIDEST: Final = 7.0  # points
_THINNEST: Final = 0.8
_BEND: Final = 0.18

_Box = tuple[float, float, float, float]


def flows(page: Page) -> str:
    """Arrows from the middle of one place to the middle of another; the largest first, so that thin ones lie on top."""
    spec = page.spec
    map_ = outlines(spec.outlines)
    projection = Projection.on(page, map_)
    around(page, map_, projection)
    ends = [_ends(page, row) for row in spec.rows]
    touched = {place.code for pair in ends if pair for place in pair}
    for place in map_.places:
        land(page, place, projection, spec.ramp[0] if place.code in touched else spec.ground_colour)
    moved = [(row, pair) for row, pair in zip(spec.rows, ends, strict=True) if row.n and pair and pair[0] is not pair[1]]
    drawn = sorted(moved, key=lambda one: -(one[0].n or 0))[:MOST_FLOWS]
    most = max((row.n or 0 for row, _pair in drawn), default=1)
    labels = []
    for row, (here, there) in drawn:
        start, end = projection.point(*here.centre), projection.point(*there.centre)
        bend = _bent(start, end)
        page.arrow(start, bend, end, spec.strokes[1], max(_THINNEST, _WIDEST * (row.n or 0) / most))
        labels.append((row.count_text, (start, bend, end)))
    taken = _names(page, projection, touched)
    unwritten = sum(1 for text, curve in labels if not _number(page, text, curve, taken))
    return _said(page, most, len(moved) - len(drawn), unwritten)


def _number(page: Page, text: str, curve: tuple[Point, Point, Point], taken: list[_Box]) -> bool:
    """The number on its arrow, where it covers no name and no other number; whether there was room."""
    size = page.medium.small
    width, height = page.widths(size)(text) + 0.06, page.line_height(text, size) * 0.9
    for step in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        x, y = on_curve(*curve, step)
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not any(_overlap(box, other) for other in taken):
            page.rectangle(box[0], box[1], width, height, page.spec.ground_colour, edge=LINE)
            page.text(x, y, text, size, ha="center")
            taken.append(box)
            return True
    return False


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ends(page: Page, row: Row) -> tuple[Place, Place] | None:
    here = find(page.spec.outlines, row.code or row.name)
    there = find(page.spec.outlines, row.series_code or row.series)
    return (here, there) if here and there else None


def _bent(start: Point, end: Point) -> Point:
    """A point beside the middle, always on the right of the way, so that there and back are two arrows."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    long = hypot(dx, dy) or 1.0
    return middle[0] - dy / long * long * _BEND * 2, middle[1] + dx / long * long * _BEND * 2


def _names(page: Page, projection: Projection, touched: set[str]) -> list[_Box]:
    """The places that flows begin or end at, named by what the table calls them; where each name stands."""
    spec, size = page.spec, page.medium.small
    called = {}
    for row in spec.rows:
        for code, name in ((row.code, row.name), (row.series_code, row.series)):
            if place := find(spec.outlines, code or name):
                called[place.code] = (name, place)
    taken: list[_Box] = []
    for code in sorted(touched, key=lambda one: -called[one][1].centre[1]):
        name, place = called[code]
        x, y = projection.point(*place.centre)
        half, tall = page.widths(size)(name) / 2 + 0.03, page.line_height(name, size) * 0.8
        x = min(max(x, page.left + half), page.right - half)
        tries = [(x + dx * half, y + dy * tall) for dx, dy in ((0, 0.7), (0, -0.7), (1.1, 0), (-1.1, 0), (0, 1.5), (0, -1.5), (1.1, 1), (-1.1, 1))]
        boxes = [(at - half, mid - tall / 2, at + half, mid + tall / 2) for at, mid in tries if page.left <= at - half and at + half <= page.right]
        free = [box for box in boxes if not any(_overlap(box, other) for other in taken)] or boxes
        box = free[0]
        taken.append(box)
        page.text((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, name, size, ha="center", weight="bold", halo=True)
    return taken


def _said(page: Page, most: int, left_out: int, unwritten: int) -> str:
    spec = page.spec
    named = [pair for row in spec.rows for pair in ((row.code, row.name), (row.series_code, row.series))]
    hidden = [f"{row.name} → {row.series}" for row in spec.rows if row.n is None]
    within = [f"{row.name} {row.count_text}" for row in spec.rows if row.name == row.series and row.n]
    absent = sorted({name for code, name in named if not find(spec.outlines, code or name)})
    parts = [
        f"Arrows: number of observed {spec.unit}, from {spec.column} to {spec.series_label}; the widest is {most:,}",
        "they join places and show no routes",
        f"withheld to protect people, not drawn: {len(hidden)} ({', '.join(hidden[:4])}{' …' if len(hidden) > 4 else ''})" if hidden else "",
        f"{left_out} smaller flows are only in the table" if left_out else "",
        f"without room for their number, which is in the table: {unwritten}" if unwritten else "",
        f"within one place: {', '.join(within[:6])}" if within else "",
    ]
    return under_a_map(parts, absent, spec.outlines)
