"""The bar chart: horizontal bars from zero, the count at the end of each, title above, signposts below, all inside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from titip.present.charts import fonts
from titip.present.charts.colours import LINE, QUIET_TEXT, TEXT
from titip.present.charts.lettering import Measure, wrap
from titip.present.charts.specification import ChartSpec, Row

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Medium:
    """Where it will be read: width in inches, dots per inch, letter sizes in points."""

    width: float
    dpi: int
    title: float
    text: float
    small: float


MEDIA: Final = {
    "screen": Medium(width=8.0, dpi=150, title=15, text=11, small=8.5),
    "phone": Medium(width=4.1, dpi=200, title=12.5, text=10, small=8),
    "print": Medium(width=6.7, dpi=300, title=13, text=9.5, small=7.5),
}
_MARGIN: Final = 0.22  # inches
_POINT: Final = 1 / 72


class _Page:
    """A figure that grows downwards: text is measured, wrapped and placed from the top, in inches."""

    def __init__(self, spec: ChartSpec, medium: Medium) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.spec, self.medium = spec, medium
        self.families = list(fonts.register())
        self.figure: Figure = Figure(figsize=(medium.width, 1), dpi=medium.dpi, facecolor=spec.ground_colour)
        canvas: Any = FigureCanvasAgg(self.figure)
        self._renderer = canvas.get_renderer()
        self.inner = medium.width - 2 * _MARGIN
        self.down = _MARGIN
        self._texts: list[tuple[float, float, str, dict[str, Any]]] = []

    def measure(self, size: float, weight: str = "normal") -> Measure:
        from matplotlib.font_manager import FontProperties

        font = FontProperties(family=self.families, size=size, weight=weight)

        def width(text: str) -> float:
            return float(self._renderer.get_text_width_height_descent(text, font, False)[0]) / self.medium.dpi

        return width

    def write(self, text: str, size: float, *, weight: str = "normal", colour: str = TEXT, after: float = 0.0) -> None:
        """Lines at the left margin, then ``after`` inches of room."""
        for line in wrap(text, self.inner, self.measure(size, weight)):
            self._texts.append((_MARGIN, self.down, line, {"fontsize": size, "fontweight": weight, "color": colour}))
            self.down += size * fonts.leading(text) * _POINT
        self.down += after

    def finish(self) -> Figure:
        """Set the height, now that it is known, and put every text in its place."""
        height = self.down + _MARGIN
        self.figure.set_size_inches(self.medium.width, height)
        for left, down, line, look in self._texts:
            self.figure.text(left / self.medium.width, 1 - down / height, line, va="top", family=self.families, parse_math=False, **look)
        return self.figure


def draw(spec: ChartSpec, medium: Medium, *, bare: bool = False) -> Figure:
    """The figure of a specification that has passed its checks. ``bare``: bars only, for a page that carries title and signposts itself."""
    page = _Page(spec, medium)
    if not bare:
        if spec.notice:
            page.write(spec.notice, medium.text, weight="bold", after=0.08)
        page.write(spec.full_title, medium.title, weight="bold", after=0.04)
        page.write(spec.subtitle, medium.text, colour=QUIET_TEXT, after=0.12)
    place = _bars(page, spec.drawn)
    page.write(_axis_words(spec), medium.small, colour=QUIET_TEXT, after=0.0 if bare else 0.14)
    for label, text in () if bare else spec.signposts:
        page.write(f"{label}: {text}", medium.small, colour=QUIET_TEXT)
    return _placed(page, place)


def _axis_words(spec: ChartSpec) -> str:
    shares = "; % of known" if any(row.share is not None for row in spec.rows) else ""
    return f"Number of observed {spec.unit}{shares}"


@dataclass(frozen=True)
class _Plot:
    axes: Any
    left: float
    top: float
    width: float
    height: float


def _bars(page: _Page, rows: tuple[Row, ...]) -> _Plot:
    """Draw the bars, leaving to the end where they stand on a page whose height is not yet known."""
    medium = page.medium
    measure = page.measure(medium.text)
    names = [wrap(row.name, page.inner * 0.38, measure) for row in rows]
    label_width = max(measure(line) for lines in names for line in lines) + 0.1
    room_for_count = max(measure(_end_text(row)) for row in rows) + 0.12
    line_height = medium.text * max(fonts.leading(row.name) for row in rows) * _POINT
    heights = [max(len(lines) * line_height, medium.text * 1.7 * _POINT) + 0.1 for lines in names]
    plot = _Plot(page.figure.add_axes((0, 0, 1, 1)), _MARGIN + label_width, page.down, page.inner - label_width, sum(heights))
    _lay_out(page, plot, rows, names, heights, room_for_count)
    page.down += plot.height + 0.06
    return plot


def _lay_out(page: _Page, plot: _Plot, rows: tuple[Row, ...], names: list[list[str]], heights: list[float], room_for_count: float) -> None:
    """Bars in inches from the top of the plot; lengths in cases, zero at the left edge (R31)."""
    axes, spec = plot.axes, page.spec
    longest = max((row.n or 0 for row in rows), default=0) or 1
    scale = longest * plot.width / max(plot.width - room_for_count, 0.5)
    axes.set_xlim(spec.axis_start, scale)
    axes.set_ylim(plot.height, 0)
    down = 0.0
    for row, lines, height in zip(rows, names, heights, strict=True):
        middle = down + height / 2
        axes.barh(middle, row.n or 0, height=height - 0.1, color=spec.bar_colour, linewidth=0)
        text = {"fontsize": page.medium.text, "family": page.families, "color": TEXT, "va": "center", "parse_math": False}
        axes.text(-0.1 * scale / plot.width, middle, "\n".join(lines), ha="right", linespacing=fonts.leading(row.name) / 1.2, **text)
        axes.text((row.n or 0) + 0.06 * scale / plot.width, middle, _end_text(row), ha="left", **text)
        down += height
    axes.set_axis_off()
    axes.plot([0, 0], [0, plot.height], color=LINE, linewidth=1, clip_on=False)


def _end_text(row: Row) -> str:
    if row.n is None:
        return "* withheld"
    return f"{row.count_text}  ({row.share_text})" if row.share_text else row.count_text


def _placed(page: _Page, plot: _Plot) -> Figure:
    figure = page.finish()
    width, height = (float(side) for side in figure.get_size_inches())
    plot.axes.set_position((plot.left / width, 1 - (plot.top + plot.height) / height, plot.width / width, plot.height / height))
    return figure
