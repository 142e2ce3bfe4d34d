"""Axes: a line of ticks below a plot, one beside it, and the visible break of one that does not start at zero (R31)."""

from __future__ import annotations

from typing import Final

from titip.present.charts.colours import LINE, QUIET_TEXT
from titip.present.charts.drawing.page import Page
from titip.present.charts.drawing.scales import Scale, told

_ZIG: Final = 0.05  # inches


def below(page: Page, scale: Scale, top: float, bottom: float, *, share: bool = False, years: bool = False, most: int = 6, broken: bool = False) -> None:
    """Ticks under a plot with faint lines up through it; the page grows by them."""
    small = page.medium.small
    fits = max(3, int((scale.end - scale.start) / 0.5))
    for tick in scale.ticks(min(most, fits)):
        x = scale(tick)
        page.line([(x, top), (x, bottom)], LINE, 0.7)
        page.text(x, bottom + page.line_height("0", small) / 2 + 0.03, told(tick, share=share, years=years), small, ha="center", colour=QUIET_TEXT)
    if broken:
        zigzag_across(page, scale.start - 0.02, bottom)
    page.down = bottom + page.line_height("0", small) + 0.05


def beside(page: Page, scale: Scale, left: float, right: float, *, share: bool = False, broken: bool = False) -> None:
    """Ticks at the left of a plot with faint lines through it."""
    small = page.medium.small
    for tick in scale.ticks(6):
        y = scale(tick)
        page.line([(left, y), (right, y)], LINE, 0.7)
        page.text(left - 0.06, y, told(tick, share=share), small, ha="right", colour=QUIET_TEXT)
    if broken:
        x, y = left, scale.start + 0.02
        page.line([(x, y), (x - _ZIG, y + _ZIG), (x + _ZIG, y + 2 * _ZIG), (x, y + 3 * _ZIG)], QUIET_TEXT, 1.2)


def tick_room(page: Page, scale: Scale, *, share: bool = False) -> float:
    """How much room the ticks beside a plot need."""
    width = page.widths(page.medium.small)
    return max((width(told(tick, share=share)) for tick in scale.ticks(6)), default=0.2) + 0.1


def zigzag_across(page: Page, x: float, y: float) -> None:
    """The sign of an axis that is cut: a zigzag before its beginning."""
    page.line([(x, y), (x - _ZIG, y - _ZIG), (x - 2 * _ZIG, y + _ZIG), (x - 3 * _ZIG, y)], QUIET_TEXT, 1.2)
