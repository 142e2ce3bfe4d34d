"""Horizontal bars from zero (R31), the count at the end of each: one column, or groups of bars under a heading."""

from __future__ import annotations

from collections.abc import Sequence

from titip.present.charts.colours import LINE
from titip.present.charts.drawing.page import POINT, Page
from titip.present.charts.drawing.words import axis_words
from titip.present.charts.rows import WITHHELD, Row
from titip.present.charts.specification import ChartSpec
from titip.share.rules import STAR

#: How much of the page names may take.
_NAMES = 0.38


def plain(page: Page) -> str:
    """One bar a row."""
    rows = page.spec.drawn
    _bars(page, rows, [row.name for row in rows], [page.spec.bar_colour] * len(rows), page.medium.text)
    return axis_words(page.spec)


def grouped(page: Page) -> str:
    """Under each value's name its bars, each named itself: which series it is stands beside it, not in its colour alone."""
    spec = page.spec
    colour = dict(zip(spec.series, spec.fills, strict=False))
    longest = _longest(spec.rows, spec)
    for name in spec.names:
        page.write(name, page.medium.text, weight="bold", after=0.02)
        rows = [row for row in spec.rows if row.name == name]
        _bars(page, rows, [row.series for row in rows], [colour[row.series] for row in rows], page.medium.small + 1, longest=longest)
        page.down += 0.06
    return axis_words(spec)


def end_text(row: Row, spec: ChartSpec) -> str:
    """What stands at the end of a bar."""
    if row.n is None:
        return f"{STAR} {WITHHELD}"
    text = row.text(spec.measure).replace(" %", "\u00a0%")
    return text.replace(" (", "  (") if spec.value_unit == "" else f"{text} {spec.value_unit}"


def _longest(rows: Sequence[Row], spec: ChartSpec) -> float:
    return max((row.drawn(spec.measure) or 0 for row in rows), default=0) or 1


def _bars(page: Page, rows: Sequence[Row], names: Sequence[str], colours: Sequence[str], size: float, *, longest: float = 0.0) -> None:
    spec, width = page.spec, page.widths(size)
    lines = [page.lines(name, page.inner * _NAMES, size) for name in names]
    room_for_names = max(width(line) for block in lines for line in block) + 0.1
    room_for_count = max(width(end_text(row, spec)) for row in rows) + 0.12
    line_height = max(page.line_height(name, size) for name in names)
    start, length = page.left + room_for_names, page.inner - room_for_names
    per_unit = max(length - room_for_count, 0.5) / (longest or _longest(rows, spec))
    top, thick = page.down, size * 1.7 * POINT
    for row, block, colour in zip(rows, lines, colours, strict=True):
        height = max(len(block) * line_height, size * 1.7 * POINT) + 0.1
        middle = page.down + height / 2
        drawn = (row.drawn(spec.measure) or 0) * per_unit
        if row.n is None:
            page.withheld(start, middle - thick / 2, 0.18, thick)
            drawn = 0.18
        else:
            page.rectangle(start, middle - thick / 2, drawn, thick, colour)
        page.block(start - 0.1, middle, block, size, ha="right")
        page.text(start + drawn + 0.06, middle, end_text(row, spec), size)
        page.down += height
    page.line([(start, top), (start, page.down)], LINE, 1)
    page.down += 0.06
