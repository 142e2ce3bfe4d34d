"""The pie: few slices, the largest first from twelve o'clock, each named beside it; its angles are its counts."""

from __future__ import annotations

from math import cos, pi, sin

from titip.present.charts.drawing.bars import end_text
from titip.present.charts.drawing.page import Page, Point
from titip.present.charts.drawing.words import axis_words

#: Fills in an order in which neighbours are far apart in lightness, also the last beside the first.
_ORDER = (0, 3, 1, 4, 2)


def pie(page: Page) -> str:
    """Slices clockwise from the top; names with counts in a list beside, numbered as the slices are."""
    spec, size = page.spec, page.medium.text
    total = sum(row.n or 0 for row in spec.rows) or 1
    radius = min(page.inner * 0.24, 1.5)
    centre = (page.left + radius + 0.05, page.down + radius + 0.05)
    turned = 0.0
    colours = [spec.fills[_ORDER[place % len(_ORDER)] % len(spec.fills)] for place in range(len(spec.rows))]
    for place, (row, colour) in enumerate(zip(spec.rows, colours, strict=True), start=1):
        part = (row.n or 0) / total
        page.polygon(_slice(centre, radius, turned, part), colour, edge=spec.ground_colour, edge_width=2)
        x, y = _at(centre, radius * 0.62, turned + part / 2)
        page.text(x, y, str(place), size, ha="center", weight="bold", colour=page.readable_on(colour))
        turned += part
    _list(page, centre[0] + radius + 0.25, centre[1], colours)
    return axis_words(spec)


def _list(page: Page, x: float, middle: float, colours: list[str]) -> None:
    spec, size, top = page.spec, page.medium.text, page.down
    told = [f"{row.name}: {end_text(row, spec)}" for row in spec.rows]
    blocks = [page.lines(words, page.right - x - 0.28, size) for words in told]
    heights = [len(block) * page.line_height(words, size) + 0.04 for block, words in zip(blocks, told, strict=True)]
    y = max(top, middle - sum(heights) / 2)
    for place, (block, height, colour) in enumerate(zip(blocks, heights, colours, strict=True), start=1):
        page.rectangle(x, y + height / 2 - 0.1, 0.2, 0.2, colour)
        page.text(x + 0.1, y + height / 2, str(place), size, ha="center", weight="bold", colour=page.readable_on(colour))
        page.block(x + 0.28, y + height / 2, block, size)
        y += height
    page.down = max(y, 2 * middle - top) + 0.1


def _slice(centre: Point, radius: float, start: float, part: float) -> list[Point]:
    steps = max(3, round(part * 180))
    return [centre, *(_at(centre, radius, start + part * step / steps) for step in range(steps + 1))]


def _at(centre: Point, radius: float, turn: float) -> Point:
    return centre[0] + radius * sin(2 * pi * turn), centre[1] - radius * cos(2 * pi * turn)
