"""Distributions: histogram, boxes, and dots whose area is how many they stand for, so that no dot is a person."""

from __future__ import annotations

from math import sqrt
from typing import Final

from titip.analyse.rules.sentences import number
from titip.present.charts.colours import LINE, QUIET_TEXT, TEXT
from titip.present.charts.drawing import axes
from titip.present.charts.drawing.page import POINT, Page
from titip.present.charts.drawing.scales import Scale, told
from titip.present.charts.drawing.words import axis_words, hatching, value_words
from titip.present.charts.rows import Row
from titip.share.rules import STAR

_LARGEST_DOT: Final = 22.0  # points across
_SMALLEST_DOT: Final = 3.5


def histogram(page: Page) -> str:
    """Classes of one width side by side, upright, from zero; a withheld class is hatched at the foot."""
    spec = page.spec
    tall = min(2.8, page.inner * 0.5)
    top, bottom = page.down + 0.2, page.down + 0.2 + tall
    most = max((row.n or 0 for row in spec.rows), default=0) or 1
    down = Scale(0, most * 1.02, bottom, top)
    left = page.left + axes.tick_room(page, down)
    edges = [row.at or 0.0 for row in spec.rows] + [spec.rows[-1].to or 0.0]
    across = Scale(edges[0], edges[-1], left, page.right - 0.15)
    axes.beside(page, down, left, page.right - 0.15)
    fits = page.widths(page.medium.small)
    for row in spec.rows:
        x, width = across(row.at or 0.0), across(row.to or 0.0) - across(row.at or 0.0)
        if row.n is None:
            page.withheld(x, bottom - 0.3, width, 0.3)
        elif row.n:
            page.rectangle(x, down(row.n), width, bottom - down(row.n), spec.bar_colour, edge=spec.ground_colour)
        if fits(row.count_text) < 1.2 * width:
            y = bottom - 0.3 if row.n is None else down(row.n or 0)
            page.text(x + width / 2, y - 0.09, row.count_text, page.medium.small, ha="center")
    page.line([(left, bottom), (page.right - 0.15, bottom)], QUIET_TEXT, 0.8)
    _edges(page, across, edges, bottom)
    unit = f" ({spec.value_unit})" if spec.value_unit else ""
    return "; ".join(part for part in (f"{spec.column}{unit}; number of observed {spec.unit} in each class", hatching(spec)) if part)


def _edges(page: Page, across: Scale, edges: list[float], bottom: float) -> None:
    small = page.medium.small
    wide = max(page.widths(small)(told(edge, years=_years(edges))) for edge in edges) + 0.08
    every = max(1, round(wide * len(edges) / (across.end - across.start) + 0.49))
    for edge in edges[::every]:
        page.line([(across(edge), bottom), (across(edge), bottom + 0.04)], QUIET_TEXT, 0.8)
        page.text(across(edge), bottom + 0.05 + page.line_height("0", small) / 2, told(edge, years=_years(edges)), small, ha="center", colour=QUIET_TEXT)
    page.down = bottom + page.line_height("0", small) + 0.1


def _years(values: list[float]) -> bool:
    return bool(values) and min(values) >= 1900 and max(values) <= 2100 and all(value % 1 == 0 for value in values)


def boxes(page: Page) -> str:
    """A box a row: the middle half, a line at the median, whiskers to the ends where those may be told."""
    spec = page.spec
    ends = [end for row in spec.rows if row.box for end in (row.box.low, row.box.q1, row.box.q3, row.box.high) if end is not None]
    scale, lines, top = _named_rows(page, max(ends, default=1.0), [f"{row.name} (n = {row.count_text})" for row in spec.rows])
    for row, (middle, _block) in zip(spec.rows, lines, strict=True):
        if row.box is None or row.n is None:
            page.withheld(scale.start, middle - 0.09, 0.25, 0.18)
            page.text(scale.start + 0.3, middle, STAR, page.medium.text)
            continue
        low, high = row.box.low if row.box.low is not None else row.box.q1, row.box.high if row.box.high is not None else row.box.q3
        page.line([(scale(low), middle), (scale(high), middle)], TEXT, 1.0)
        for end in (low, high):
            page.line([(scale(end), middle - 0.05), (scale(end), middle + 0.05)], TEXT, 1.0)
        page.rectangle(scale(row.box.q1), middle - 0.1, scale(row.box.q3) - scale(row.box.q1), 0.2, spec.fills[3], edge=TEXT)
        page.line([(scale(row.box.median), middle - 0.1), (scale(row.box.median), middle + 0.1)], TEXT, 2.4)
    axes.below(page, scale, top, page.down, broken=spec.axis_start != 0)
    return f"{value_words(spec)}. Box: the middle half; thick line: median; thin line: to the ends that may be told"


def strip(page: Page) -> str:
    """A line of dots a group; the area of a dot is how many it stands for."""
    spec = page.spec
    groups = spec.series if spec.series != ("",) else (spec.column,)
    values = [row.at for row in spec.rows if row.at is not None]
    scale, lines, top = _named_rows(page, max(values, default=1.0), list(groups), tall=0.42)
    most = max((row.n or 0 for row in spec.rows), default=1) or 1
    for row in spec.rows:
        middle = lines[groups.index(row.series) if row.series in groups else 0][0]
        _dot(page, row, scale(row.at or 0.0), middle, most)
    axes.below(page, scale, top, page.down, broken=spec.across_start != 0)
    return "; ".join(part for part in (spec.value_label or spec.column, _dots_mean(most, spec.unit), hatching(spec)) if part)


def scatter(page: Page) -> str:
    """Two measures against each other; the area of a dot is how many it stands for."""
    spec = page.spec
    tall = min(4.0, page.inner * 0.65)
    top, bottom = page.down + 0.1, page.down + 0.1 + tall
    ys, xs = [row.value for row in spec.rows if row.value is not None], [row.at for row in spec.rows if row.at is not None]
    down = Scale(spec.axis_start, max(ys) * 1.08 or 1, bottom, top)
    left = page.left + axes.tick_room(page, down)
    across = Scale(spec.across_start, max(xs) * 1.05 or 1, left, page.right - 0.1)
    axes.beside(page, down, left, page.right - 0.1, broken=spec.axis_start != 0)
    axes.below(page, across, top, bottom, broken=spec.across_start != 0, years=_years(xs))
    most = max((row.n or 0 for row in spec.rows), default=1) or 1
    for row in spec.rows:
        if row.value is not None and row.at is not None:
            _dot(page, row, across(row.at), down(row.value), most)
    words = f"Across: {spec.column}. Up: {value_words(spec)}"
    return "; ".join(part for part in (words, _dots_mean(most, spec.unit), hatching(spec)) if part)


def _dot(page: Page, row: Row, x: float, y: float, most: int) -> None:
    if row.n is None:
        page.text(x, y, STAR, page.medium.text, ha="center", colour=QUIET_TEXT)
    elif row.n:
        page.dot(x, y, page.spec.strokes[3], size=max(_SMALLEST_DOT, _LARGEST_DOT * sqrt(row.n / most)), hollow=bool(row.note))


def _dots_mean(most: int, unit: str) -> str:
    return f"the area of a dot is how many {unit} it stands for, the largest {number(most)}"


def _named_rows(page: Page, high: float, names: list[str], *, tall: float = 0.34) -> tuple[Scale, list[tuple[float, list[str]]], float]:
    """Rows with their names at the left: the scale beside them, the middle of each, and where they begin."""
    spec, size = page.spec, page.medium.text
    blocks = [page.lines(name, page.inner * 0.36, size) for name in names]
    start = page.left + max(page.widths(size)(line) for block in blocks for line in block) + 0.2
    scale = Scale(spec.axis_start or spec.across_start, high * 1.03 or 1, start, page.right - 0.15, spec.log)
    top, placed = page.down, []
    for name, block in zip(names, blocks, strict=True):
        height = max(len(block) * page.line_height(name, size), size * 1.9 * POINT, tall) + 0.06
        middle = page.down + height / 2
        page.block(start - 0.15, middle, block, size, ha="right")
        page.line([(start, middle), (page.right - 0.15, middle)], LINE, 0.5)
        placed.append((middle, block))
        page.down += height
    return scale, placed, top


__all__ = ["axis_words", "boxes", "histogram", "scatter", "strip"]
