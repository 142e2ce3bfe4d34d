"""Heat table: every number written in its cell, the shade beside it; withheld cells hatched, cells that nobody is in left blank."""

from __future__ import annotations

from titip.present.charts.colours import LINE
from titip.present.charts.drawing.page import POINT, Page
from titip.present.charts.drawing.words import axis_words, hatching
from titip.present.charts.kinds import Measure
from titip.present.charts.rows import Row
from titip.share.rules import STAR


def heat(page: Page) -> str:
    """Names down, series across; where the page is too narrow for the columns, their names are letters with a key above."""
    spec, size = page.spec, page.medium.small + 0.5
    cells = {(row.name, row.series): row for row in spec.rows}
    names, series = spec.names, spec.series
    blocks = {name: page.lines(name, page.inner * 0.34, size) for name in names}
    width = page.widths(size)
    start = page.left + max(width(line) for block in blocks.values() for line in block) + 0.1
    each = min(1.1, (page.right - start) / len(series))
    _heads(page, start, each)
    most = max((row.drawn(spec.measure) or 0 for row in spec.rows), default=0) or 1
    for name in names:
        height = max(len(blocks[name]) * page.line_height(name, size), size * 2 * POINT)
        page.block(start - 0.08, page.down + height / 2, blocks[name], size, ha="right")
        for place, one in enumerate(series):
            _cell(page, cells.get((name, one)), (start + place * each, page.down, each, height), most, size)
        page.down += height
    page.down += 0.08
    return "; ".join(part for part in (axis_words(spec), "darker: more", hatching(spec)) if part)


def _heads(page: Page, start: float, each: float) -> None:
    series, size = page.spec.series, page.medium.small
    width = page.widths(size)
    blocks = [page.lines(one, each - 0.06, size) for one in series]
    if max(width(line) for block in blocks for line in block) > each:
        letters = [chr(ord("a") + place) for place in range(len(series))]
        page.write("; ".join(f"{letter}: {one}" for letter, one in zip(letters, series, strict=True)), size, after=0.04)
        blocks = [[letter] for letter in letters]
    height = max(len(block) * page.line_height("".join(block), size) for block in blocks) + 0.04
    for place, block in enumerate(blocks):
        page.block(start + (place + 0.5) * each, page.down + height / 2, block, size, ha="center")
    page.down += height


def _cell(page: Page, row: Row | None, box: tuple[float, float, float, float], most: float, size: float) -> None:
    x, y, width, height = box
    ground = page.spec.ground_colour
    if row is None:
        page.rectangle(x, y, width, height, ground, edge=LINE)
        return
    if row.n is None:
        page.withheld(x + 0.01, y + 0.01, width - 0.02, height - 0.02)
        page.rectangle(x + width / 2 - 0.09, y + height / 2 - 0.09, 0.18, 0.18, ground)
        page.text(x + width / 2, y + height / 2, STAR, size, ha="center")
        return
    value = row.drawn(page.spec.measure)
    if value is None:
        page.rectangle(x, y, width, height, ground, edge=LINE)
        return
    colour = shade(page, value, most)
    page.rectangle(x, y, width, height, colour, edge=ground)
    page.text(x + width / 2, y + height / 2, _said(page, row, width, size), size, ha="center", colour=page.readable_on(colour))


def shade(page: Page, value: float, most: float) -> str:
    """The step of the ramp; nothing is the ground itself."""
    if value <= 0:
        return page.spec.ground_colour
    ramp = page.spec.ramp
    return ramp[min(int(value / most * len(ramp)), len(ramp) - 1)]


def _said(page: Page, row: Row, width: float, size: float) -> str:
    """The most that fits: count and share, else the number that is drawn."""
    measure = page.spec.measure
    short = row.share_text if measure is Measure.SHARE else row.count_text if measure is Measure.COUNT else row.text(measure)
    full = short if measure is Measure.COUNT else row.text(measure)
    return full if page.widths(size)(full) + 0.06 < width else short
