"""Small multiples: one small bar chart a series, all to one scale."""

from __future__ import annotations

from titip.present.charts.colours import LINE
from titip.present.charts.drawing.page import POINT, Page
from titip.present.charts.drawing.words import axis_words, hatching
from titip.present.charts.kinds import Measure
from titip.present.charts.rows import Row
from titip.present.charts.specification import ChartSpec
from titip.share.rules import STAR

_GAP = 0.3


def multiples(page: Page) -> str:
    """Panels beside each other where the page is wide enough, under each other on a phone."""
    spec = page.spec
    per_line = max(1, min(len(spec.series), int(page.inner / 2.4)))
    width = (page.inner - _GAP * (per_line - 1)) / per_line
    most = max((row.drawn(spec.measure) or 0 for row in spec.rows), default=0) or 1
    top = lowest = page.down
    for place, one in enumerate(spec.series):
        column = place % per_line
        if column == 0:
            top = lowest
        lowest = max(lowest if column else top, _panel(page, one, page.left + column * (width + _GAP), top, width, most))
    page.down = lowest + 0.04
    return "; ".join(part for part in (axis_words(spec), "all panels have the same scale", hatching(spec)) if part)


def _panel(page: Page, one: str, left: float, top: float, width: float, most: float) -> float:
    """One panel; returns how far down it reaches."""
    spec, size, small = page.spec, page.medium.text, page.medium.small + 0.5
    y = top
    for line in page.lines(one, width, size):
        page.text(left, y + page.line_height(one, size) / 2, line, size, weight="bold")
        y += page.line_height(one, size)
    rows = [row for row in spec.rows if row.series == one]
    texts = page.widths(small)
    blocks = [page.lines(row.name, width * 0.42, small) for row in rows]
    start = left + max(texts(line) for block in blocks for line in block) + 0.08
    per_unit = (left + width - start - max(texts(_said(row, spec)) for row in rows) - 0.1) / most
    begun, thick = y, small * 1.7 * POINT
    for row, block in zip(rows, blocks, strict=True):
        height = max(len(block) * page.line_height(row.name, small), small * 1.7 * POINT) + 0.06
        long = (row.drawn(spec.measure) or 0) * max(per_unit, 0.0)
        if row.n is None:
            long = 0.14
            page.withheld(start, y + height / 2 - thick / 2, long, thick)
        else:
            page.rectangle(start, y + height / 2 - thick / 2, long, thick, spec.bar_colour)
        page.block(start - 0.07, y + height / 2, block, small, ha="right")
        page.text(start + long + 0.05, y + height / 2, STAR if row.n is None else _said(row, spec), small)
        y += height
    page.line([(start, begun), (start, y)], LINE, 1)
    return y + 0.14


def _said(row: Row, spec: ChartSpec) -> str:
    return row.count_text if spec.measure is Measure.COUNT else row.text(spec.measure)
