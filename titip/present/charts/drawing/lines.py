"""Lines over time: each named at its end, told apart by mark and dash as well as by colour; gaps and breaks are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from titip.present.charts.colours import QUIET_TEXT
from titip.present.charts.drawing import axes
from titip.present.charts.drawing.page import Page
from titip.present.charts.drawing.scales import Scale
from titip.present.charts.drawing.words import axis_words, hatching
from titip.present.charts.kinds import Measure
from titip.present.charts.rows import Row
from titip.present.charts.specification import Break
from titip.share.rules import STAR

_MARKS: Final = ("o", "s", "^", "D")
_DASHES: Final[tuple[str | tuple[float, ...], ...]] = ("solid", (5, 2), (1.5, 1.5), (6, 2, 1.5, 2))


def line(page: Page) -> str:
    """Periods from left to right. A withheld period is a star at the foot and a gap in the line; a band is its interval."""
    spec = page.spec
    high = max([value for row in spec.rows for value in (row.drawn(spec.measure), row.high) if value is not None], default=1) or 1
    named = spec.series != ("",)
    size = page.medium.small + 1
    ends = {one: page.lines(one, page.inner * 0.24, size) for one in spec.series} if named else {}
    room = max((page.widths(size)(text) for block in ends.values() for text in block), default=0.1) + 0.15
    tall = min(3.2, page.inner * 0.55)
    top, bottom = page.down + 0.08, page.down + 0.08 + tall
    down = Scale(spec.axis_start, high * 1.05, bottom, top)
    share = spec.measure is Measure.SHARE
    left = page.left + axes.tick_room(page, down, share=share)
    axes.beside(page, down, left, page.right - room, share=share, broken=spec.axis_start != 0)
    across = _places(page, left + 0.15, page.right - room - 0.15)
    for place, one in enumerate(spec.series):
        rows = {row.name: row for row in spec.rows if row.series == one}
        _one_line(page, [rows.get(name) for name in spec.names], across, down, place)
    _end_names(page, ends, across, down)
    _breaks(page, across, top, bottom)
    _periods(page, across, bottom)
    return "; ".join(part for part in (axis_words(spec), _cuts(spec.breaks), _notes(spec.rows), hatching(spec)) if part)


def _places(page: Page, left: float, right: float) -> list[float]:
    """Where each period stands: by its number where all have one, else evenly."""
    names = page.spec.names
    at = {row.name: row.at for row in page.spec.rows}
    known = [value for value in (at[name] for name in names) if value is not None]
    if len(known) == len(names) and len(set(known)) == len(names):
        scale = Scale(min(known), max(known), left, right)
        return [scale(value) for value in known]
    step = (right - left) / max(len(names) - 1, 1)
    return [left + place * step for place in range(len(names))]


def _one_line(page: Page, rows: Sequence[Row | None], across: Sequence[float], down: Scale, place: int) -> None:
    spec = page.spec
    colour, mark, dash = spec.strokes[place], _MARKS[place], _DASHES[place]
    cut = {one.before for one in spec.breaks}
    part: list[tuple[float, float]] = []
    for row, x in zip(rows, across, strict=True):
        value = None if row is None else row.drawn(spec.measure)
        if value is None or (row is not None and row.name in cut):
            _stroke(page, part, colour, dash)
            part = []
        if row is not None and row.n is None:
            page.text(x, down.start - 0.1 - 0.12 * place, STAR, page.medium.text, ha="center", colour=colour, weight="bold")
        if row is None or value is None:
            continue
        if row.low is not None and row.high is not None:
            page.line([(x, down(row.low)), (x, down(row.high))], colour, 1.0)
        part.append((x, down(value)))
        page.dot(x, down(value), colour, marker=mark, hollow=bool(row.note))
    _stroke(page, part, colour, dash)


def _stroke(page: Page, points: Sequence[tuple[float, float]], colour: str, dash: str | tuple[float, ...]) -> None:
    if len(points) > 1:
        page.line(points, colour, 1.8, dash)


def _end_names(page: Page, ends: dict[str, list[str]], across: Sequence[float], down: Scale) -> None:
    """Each line's name beside its last point, moved apart where lines end close together."""
    spec, size = page.spec, page.medium.small + 1
    wanted: list[tuple[float, float, int, list[str]]] = []
    for place, (one, block) in enumerate(ends.items()):
        told = [value for row in spec.rows if row.series == one and (value := row.drawn(spec.measure)) is not None]
        wanted.append((down(told[-1]) if told else down.start, len(block) * page.line_height(one, size), place, block))
    lowest = -1e9
    for middle, height, place, block in sorted(wanted):
        middle = max(middle, lowest + height / 2)
        page.block(across[-1] + 0.15, middle, block, size, colour=spec.strokes[place])
        lowest = middle + height / 2


def _breaks(page: Page, across: Sequence[float], top: float, bottom: float) -> None:
    for cut in page.spec.breaks:
        place = page.spec.names.index(cut.before)
        x = (across[place - 1] + across[place]) / 2 if place else across[0] - 0.1
        page.line([(x, top), (x, bottom)], QUIET_TEXT, 1.2, (2, 2))


def _cuts(breaks: Sequence[Break]) -> str:
    return "; ".join(f"the line is cut before {cut.before}: {cut.why}" for cut in breaks)


def _notes(rows: Sequence[Row]) -> str:
    return "; ".join(f"hollow, {row.name}: {row.note}" for row in rows if row.note)


def _periods(page: Page, across: Sequence[float], bottom: float) -> None:
    """Names under the plot, as many as fit side by side, always the first and the last."""
    names, small = page.spec.names, page.medium.small
    width = page.widths(small)
    step = (across[-1] - across[0]) / max(len(names) - 1, 1)
    every = next((n for n in range(1, len(names) + 1) if max(width(name) for name in names) + 0.08 <= n * step), len(names))
    shown = [place for place in range(len(names)) if place % every == 0]
    if shown[-1] != len(names) - 1:
        shown = [*(place for place in shown if len(names) - 1 - place >= every), len(names) - 1]
    height = max(page.line_height(name, small) for name in names)
    for place in shown:
        page.line([(across[place], bottom), (across[place], bottom + 0.04)], QUIET_TEXT, 0.8)
        page.text(across[place], bottom + 0.05 + height / 2, names[place], small, ha="center", colour=QUIET_TEXT)
    page.down = bottom + height + 0.1
