"""A specification as a figure: words above, the plot of its kind, what the axes mean, the signposts below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from titip.present.charts.colours import QUIET_TEXT
from titip.present.charts.companions import NOBODY
from titip.present.charts.drawing import bars, heat, intervals, lines, panels, pies, spread, stacks
from titip.present.charts.drawing.page import Medium, Page
from titip.present.charts.kinds import Kind
from titip.present.charts.maps import flowing, shading
from titip.present.charts.specification import ChartSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Each draws its rows on the page and returns what its axes mean, in words.
_PLOTS: Final[Mapping[Kind, Callable[[Page], str]]] = {
    Kind.BAR: bars.plain,
    Kind.GROUPED: bars.grouped,
    Kind.STACKED: stacks.stacked,
    Kind.PIE: pies.pie,
    Kind.LINE: lines.line,
    Kind.HISTOGRAM: spread.histogram,
    Kind.BOX: spread.boxes,
    Kind.STRIP: spread.strip,
    Kind.SCATTER: spread.scatter,
    Kind.INTERVAL: intervals.intervals,
    Kind.MULTIPLES: panels.multiples,
    Kind.HEAT: heat.heat,
    Kind.CHOROPLETH: shading.choropleth,
    Kind.FLOW: flowing.flows,
}


def draw(spec: ChartSpec, medium: Medium, *, bare: bool = False) -> Figure:
    """The figure of a specification that has passed its checks. ``bare``: the plot only, for a page that carries title and signposts itself."""
    page = Page(spec, medium, bare=bare)
    if not bare:
        if spec.notice:
            page.write(spec.notice, medium.text, weight="bold", after=0.08)
        page.write(spec.full_title, medium.title, weight="bold", after=0.04)
        page.write(spec.subtitle, medium.text, colour=QUIET_TEXT, after=0.12)
    if spec.empty:
        _nobody(page)
    else:
        words = _PLOTS[spec.kind](page)
        page.write(words, medium.small, colour=QUIET_TEXT, after=0.0 if bare else 0.14)
    for label, text in () if bare else spec.signposts:
        page.write(f"{label}: {text}", medium.small, colour=QUIET_TEXT)
    return page.finish()


def _nobody(page: Page) -> None:
    """An empty frame that says why it is empty."""
    height = 1.2
    page.rectangle(page.left, page.down, page.inner, height, page.spec.ground_colour, edge=QUIET_TEXT)
    lines = page.lines(NOBODY, page.inner - 0.4, page.medium.text)
    page.block(page.left + page.inner / 2, page.down + height / 2, lines, page.medium.text, ha="center")
    page.down += height + 0.12
