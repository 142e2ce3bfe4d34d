"""Stacked bars: the parts of each whole side by side, keyed by letter as well as by colour, withheld parts hatched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from titip.present.charts.drawing.keys import key
from titip.present.charts.drawing.page import POINT, Page
from titip.present.charts.drawing.words import axis_words, hatching
from titip.present.charts.kinds import Measure
from titip.present.charts.rows import Row

_NAMES: Final = 0.34
#: How long a withheld part is drawn whose size is not told, in inches.
_STUB: Final = 0.2
_LETTERS: Final = "abcdefghij"


def stacked(page: Page) -> str:
    """One bar a name; the parts in the order of the series. By share every bar is as long as the page; by count as long as its total."""
    spec, size = page.spec, page.medium.text
    series = spec.series
    letters = dict(zip(series, _LETTERS, strict=False))
    colours = dict(zip(series, spec.fills, strict=False))
    key(page, [(letters[one], one, colours[one]) for one in series], hides=any(row.n is None for row in spec.rows))
    names = spec.names
    lines = {name: page.lines(name, page.inner * _NAMES, size) for name in names}
    width = page.widths(size)
    start = page.left + max(width(line) for block in lines.values() for line in block) + 0.1
    wholes = {name: _whole([row for row in spec.rows if row.name == name]) for name in names}
    end_room = 0.1 + max(width(_total(wholes[name], exact=_exact(spec.rows, name))) for name in names)
    length = page.right - start - end_room
    thick = size * 2 * POINT
    most = max(wholes.values()) or 1
    for name in names:
        rows = [row for row in spec.rows if row.name == name]
        height = max(len(lines[name]) * page.line_height(name, size), size * 2 * POINT) + 0.1
        whole = wholes[name] or 1
        long = length if spec.measure is Measure.SHARE else max(length * wholes[name] / most, _STUB)
        _parts(page, rows, letters, colours, (start, page.down + height / 2 - thick / 2, long, thick), whole)
        page.block(start - 0.1, page.down + height / 2, lines[name], size, ha="right")
        page.text(start + long + 0.06, page.down + height / 2, _total(wholes[name], exact=_exact(rows, name)), size)
        page.down += height
    page.down += 0.06
    said = "; ".join(part for part in (axis_words(spec), "n at the end of each bar", hatching(spec)) if part)
    return said


def _whole(rows: Sequence[Row]) -> float:
    """How many a bar stands for. With withheld parts it is what the shares say, else what is shown."""
    shown = sum(row.n or 0 for row in rows)
    known = next((row.n / row.share for row in rows if row.n and row.share), 0)
    return max(float(shown), round(known))


def _exact(rows: Sequence[Row], name: str) -> bool:
    mine = [row for row in rows if row.name == name]
    return all(row.n is not None for row in mine) or any(row.share for row in mine)


def _total(whole: float, *, exact: bool) -> str:
    return f"n = {whole:,.0f}" if exact else "n = *"


def _parts(page: Page, rows: Sequence[Row], letters: dict[str, str], colours: dict[str, str], bar: tuple[float, float, float, float], whole: float) -> None:
    """The segments in order. What is withheld is one hatched segment at the end: how it is made up is not told."""
    x, y, length, height = bar
    hides, shown = any(row.n is None for row in rows), sum(row.n or 0 for row in rows)
    if hides and shown >= whole:  # the whole is not told either: its end is a hatched piece of no length
        whole, length = shown or 1, length - _STUB
    size, ground = page.medium.small, page.spec.ground_colour
    width = page.widths(size)
    for row in rows:
        if not row.n:
            continue
        long = row.n / whole * length
        page.rectangle(x, y, long, height, colours[row.series], edge=ground, edge_width=1.0)
        said = f"{letters[row.series]} {row.n:,}"
        fits = next((text for text in (said, letters[row.series]) if width(text) + 0.06 < long), "")
        if fits:
            page.text(x + long / 2, y + height / 2, fits, size, ha="center", colour=page.readable_on(colours[row.series]))
        x += long
    if hides:
        page.withheld(x, y, max(bar[0] + bar[2] - x, 0.02), height)
