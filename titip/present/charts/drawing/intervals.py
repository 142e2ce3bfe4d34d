"""Dots with intervals: estimates, shares and ratios with how uncertain they are, against a value to compare with."""

from __future__ import annotations

from typing import Final

from titip.analyse.rules.sentences import number, percent
from titip.present.charts.colours import LINE, QUIET_TEXT
from titip.present.charts.drawing import axes
from titip.present.charts.drawing.page import Page
from titip.present.charts.drawing.scales import Scale
from titip.present.charts.drawing.words import axis_words, hatching, value_words
from titip.present.charts.kinds import Measure
from titip.present.charts.rows import WITHHELD, Row
from titip.present.charts.specification import ChartSpec
from titip.share.rules import STAR

#: On pages narrower than this, in inches, names stand above their lines.
_NARROW: Final = 5.0


def intervals(page: Page) -> str:
    """A row an estimate: its name, its numbers in words, the line from low to high and the dot at the value."""
    spec = page.spec
    top, scale = page.down, _scale(page)
    for row in spec.rows:
        _row(page, row, scale)
    if spec.reference is not None and scale.low <= spec.reference <= scale.high:
        page.line([(scale(spec.reference), top), (scale(spec.reference), page.down)], QUIET_TEXT, 1.2, (3, 2))
    axes.below(page, scale, page.down, page.down, share=spec.measure is Measure.SHARE, broken=spec.axis_start != 0 and not spec.log)
    words = value_words(spec) if spec.measure is Measure.VALUE else f"{axis_words(spec)}; {spec.interval_label}"
    compared = f"broken line: {spec.reference_label or number(spec.reference)}" if spec.reference is not None else ""
    ratio = "equal steps are equal ratios" if spec.log else ""
    return "; ".join(part for part in (words, compared, ratio, hatching(spec)) if part)


def _scale(page: Page) -> Scale:
    """From zero, from where a visible break says, or by ratios; beside the names where the page is wide enough."""
    spec = page.spec
    start = page.left + (0.1 if page.inner < _NARROW else page.inner * 0.42)
    ends = [value for row in spec.rows if row.n is not None for value in (row.low, row.high) if value is not None]
    ends += [spec.reference] if spec.reference is not None else []
    low, high = min(ends, default=0.1), max(ends, default=1.0)
    if spec.log:
        return Scale(low * 0.85, high * 1.15, start, page.right - 0.15, log=True)
    low = min(0.0, low) if spec.axis_start == 0 else spec.axis_start
    return Scale(low, high + (high - low) * 0.03 or 1.0, start, page.right - 0.15)


def _row(page: Page, row: Row, scale: Scale) -> None:
    size, small = page.medium.text, page.medium.small
    narrow = page.inner < _NARROW
    room = page.inner if narrow else scale.start - page.left - 0.2
    block, said = page.lines(row.name, room, size), page.lines(_told(row, page.spec), room, small)
    x, ha = (page.left, "left") if narrow else (scale.start - 0.15, "right")
    high, thin = len(block) * page.line_height(row.name, size), len(said) * page.line_height(said[0], small)
    page.block(x, page.down + high / 2, block, size, ha=ha)
    page.block(x, page.down + high + thin / 2, said, small, ha=ha, colour=QUIET_TEXT)
    middle = page.down + (high + thin + 0.1 if narrow else (high + thin) / 2)
    _mark(page, row, scale, middle)
    page.down += high + thin + (0.26 if narrow else 0.1)


def _told(row: Row, spec: ChartSpec) -> str:
    if row.n is None:
        return f"{STAR} {WITHHELD}"
    value = row.drawn(spec.measure)
    if value is None or row.low is None or row.high is None:
        return f"n = {row.count_text}"
    if spec.measure is Measure.VALUE:
        return f"{number(value)} ({number(row.low)} to {number(row.high)}), n = {row.count_text}"
    of = f"{row.count_text} of {row.n / value:,.0f}" if value else row.count_text
    return f"{percent(value)} ({percent(row.low)} to {percent(row.high)}), {of}"


def _mark(page: Page, row: Row, scale: Scale, middle: float) -> None:
    spec = page.spec
    value = row.drawn(spec.measure)
    page.line([(scale.start, middle), (scale.end, middle)], LINE, 0.5)
    if value is None or row.low is None or row.high is None:
        page.withheld(scale.start, middle - 0.07, 0.25, 0.14)
        return
    page.line([(scale(row.low), middle), (scale(row.high), middle)], spec.strokes[0], 2.0)
    for end in (row.low, row.high):
        page.line([(scale(end), middle - 0.05), (scale(end), middle + 0.05)], spec.strokes[0], 1.4)
    page.dot(scale(value), middle, spec.strokes[0], size=7, hollow=bool(row.note))
