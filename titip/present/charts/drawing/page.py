"""A page that grows downwards: text, lines and areas placed in inches from the top left, its height known only at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any, Final

from titip.present.charts import fonts
from titip.present.charts.colours import LINE, QUIET_TEXT, TEXT, lightness
from titip.present.charts.lettering import Measure as Widths
from titip.present.charts.lettering import wrap
from titip.present.charts.specification import ChartSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = tuple[float, float]


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
MARGIN: Final = 0.22  # inches
POINT: Final = 1 / 72
#: Where the letters of a line stand, as a share of its height from the top.
_BASELINE: Final = 0.68
#: Withheld numbers: an area hatched like this, whatever the chart.
HATCH: Final = "////"


class Page:
    """The figure, how wide its text is, and how far down it has grown. Everything is in inches, from the top left."""

    def __init__(self, spec: ChartSpec, medium: Medium, *, bare: bool = False) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.spec, self.medium = spec, medium
        self.families = list(fonts.register())
        self.figure: Figure = Figure(figsize=(medium.width, 1), dpi=medium.dpi, facecolor=spec.ground_colour)
        canvas: Any = FigureCanvasAgg(self.figure)
        self._renderer = canvas.get_renderer()
        self._axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._drawn = 0
        self._widths: dict[tuple[float, str], Widths] = {}
        self.left, self.inner = MARGIN, medium.width - 2 * MARGIN
        #: How high a map may be: less where a page has its own words and table beside it.
        self.tallest = 2.7 if bare else min(self.inner * 1.25, 6.0)
        self.down = MARGIN

    @property
    def right(self) -> float:
        """Where the inner width ends."""
        return self.left + self.inner

    def widths(self, size: float, weight: str = "normal") -> Widths:
        """A function that tells how wide a text of that size is, in inches."""
        if (size, weight) not in self._widths:
            from matplotlib.font_manager import FontProperties

            font = FontProperties(family=self.families, size=size, weight=weight)
            known: dict[str, float] = {}

            def width(text: str) -> float:
                if text not in known:
                    known[text] = float(self._renderer.get_text_width_height_descent(text, font, False)[0]) / self.medium.dpi
                return known[text]

            self._widths[size, weight] = width
        return self._widths[size, weight]

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """The text in lines no wider than ``width``."""
        return wrap(text, width, self.widths(size))

    def line_height(self, text: str, size: float) -> float:
        """How high a line of that text is."""
        return size * fonts.leading(text) * POINT

    def _next(self) -> int:
        """What is drawn later lies on top."""
        self._drawn += 1
        return self._drawn

    def write(self, text: str, size: float, *, weight: str = "normal", colour: str = TEXT, after: float = 0.0) -> None:
        """Lines at the left margin, the page growing by them and by ``after``."""
        for line in wrap(text, self.inner, self.widths(size, weight)):
            height = self.line_height(text, size)
            self.text(self.left, self.down + height / 2, line, size, weight=weight, colour=colour)
            self.down += height
        self.down += after

    def text(
        self, x: float, middle: float, words: str, size: float, *, ha: str = "left", weight: str = "normal", colour: str = TEXT, halo: bool = False
    ) -> None:
        """One line of text whose height is centred on ``middle``. ``ha``: which side of it is at ``x``. ``halo``: readable on any ground."""
        height = self.line_height(words, size)
        look: dict[str, Any] = {
            "fontsize": size,
            "fontweight": weight,
            "color": colour,
            "family": self.families,
            "ha": ha,
            "va": "baseline",
            "parse_math": False,
        }
        if halo:
            from matplotlib.patheffects import withStroke

            look["path_effects"] = [withStroke(linewidth=2.5, foreground=self.spec.ground_colour)]
        self._axes.text(x, middle + (_BASELINE - 0.5) * height, words, zorder=self._next(), **look)

    def block(self, x: float, middle: float, lines: Sequence[str], size: float, *, ha: str = "left", colour: str = TEXT, weight: str = "normal") -> None:
        """Lines under each other, centred together on ``middle``."""
        height = self.line_height("".join(lines), size)
        for place, line in enumerate(lines):
            self.text(x, middle + (place - (len(lines) - 1) / 2) * height, line, size, ha=ha, colour=colour, weight=weight)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, *, edge: str = "none", hatch: str = "", edge_width: float = 0.8) -> None:
        """An area; ``hatch`` in the colour of quiet text."""
        from matplotlib.patches import Rectangle

        look: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": edge,
            "linewidth": edge_width if edge != "none" else 0,
            "hatch": hatch or None,
            "hatchcolor": QUIET_TEXT,
        }
        self._axes.add_patch(Rectangle((x, y), width, height, clip_on=False, zorder=self._next(), **look))

    def withheld(self, x: float, y: float, width: float, height: float) -> None:
        """An area that stands for a withheld number: hatched, its outline broken."""
        self.rectangle(x, y, width, height, self.spec.ground_colour, edge=QUIET_TEXT, hatch=HATCH, edge_width=0.6)

    def polygon(self, points: Any, colour: str, *, edge: str = "none", edge_width: float = 0.5, hatch: str = "") -> None:
        """A closed shape."""
        from matplotlib.patches import Polygon

        look = {"facecolor": colour, "edgecolor": edge, "linewidth": edge_width, "hatch": hatch or None, "hatchcolor": QUIET_TEXT, "joinstyle": "round"}
        self._axes.add_patch(Polygon(points, closed=True, clip_on=False, zorder=self._next(), **look))

    def line(self, points: Sequence[Point], colour: str = LINE, width: float = 1.0, dash: str | tuple[float, ...] = "solid") -> None:
        """A line through points; ``dash`` in points on and off."""
        style: Any = (0, dash) if isinstance(dash, tuple) else dash
        xs, ys = zip(*points, strict=True)
        self._axes.plot(
            xs, ys, color=colour, linewidth=width, linestyle=style, clip_on=False, solid_capstyle="butt", zorder=self._next(), scalex=False, scaley=False
        )

    def dot(self, x: float, y: float, colour: str, *, size: float = 6.0, marker: str = "o", hollow: bool = False) -> None:
        """A mark; ``size`` is its width in points."""
        face = self.spec.ground_colour if hollow else colour
        look = {"markersize": size, "marker": marker, "markerfacecolor": face, "markeredgecolor": colour, "markeredgewidth": 1.2, "clip_on": False}
        self._axes.plot([x], [y], linestyle="none", zorder=self._next(), scalex=False, scaley=False, **look)

    def arrow(self, start: Point, bend: Point, end: Point, colour: str, width: float) -> None:
        """A curve bent towards ``bend``, with a head; ``width`` in points. Its edge keeps it apart from what it crosses."""
        steps = [place / 24 for place in range(25)]
        curve = [on_curve(start, bend, end, step) for step in steps]
        long = min((4 + 1.6 * width) * POINT, hypot(end[0] - start[0], end[1] - start[1]) / 2)
        shaft = [point for point in curve if hypot(point[0] - end[0], point[1] - end[1]) > long * 0.8] or curve[:1]
        back = shaft[-1]
        away = hypot(end[0] - back[0], end[1] - back[1]) or 1.0
        ux, uy = (end[0] - back[0]) / away, (end[1] - back[1]) / away
        half = (2 + 0.9 * width) * POINT
        if len(shaft) > 1:
            self.line(shaft, self.spec.ground_colour, width + 1.2)
            self.line(shaft, colour, width)
        base = (end[0] - ux * long, end[1] - uy * long)
        head = [end, (base[0] - uy * half, base[1] + ux * half), (base[0] + uy * half, base[1] - ux * half)]
        self.polygon(head, colour, edge=self.spec.ground_colour, edge_width=0.6)

    def readable_on(self, colour: str) -> str:
        """The text colour for an area of that colour."""
        return TEXT if lightness(colour) > 55 else self.spec.ground_colour

    def finish(self) -> Figure:
        """Set the height, now that it is known."""
        height = self.down + MARGIN
        self.figure.set_size_inches(self.medium.width, height)
        self._axes.set_xlim(0, self.medium.width)
        self._axes.set_ylim(height, 0)
        return self.figure


def on_curve(start: Point, bend: Point, end: Point, step: float) -> Point:
    """A point of the quadratic Bézier curve, ``step`` from 0 to 1."""
    a, b, c = (1 - step) ** 2, 2 * step * (1 - step), step**2
    return a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]
