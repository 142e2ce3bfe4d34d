"""What a chart is, before anything is drawn: its words, its signposts, and the released numbers it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _
from titip.present.charts.colours import BAR, FILLS, GROUND, RAMP, STROKES
from titip.present.charts.kinds import MOST_BARS, Intent, Kind, Measure
from titip.present.charts.rows import Row

NOT_STATED: Final = _("not stated")
OTHER: Final = _("Other ({n} values)")


@dataclass(frozen=True)
class Break:
    """Where a line is cut, before the row of that name, since what is counted changed there (R7)."""

    before: str
    why: str


@dataclass(frozen=True)
class ChartSpec:
    """One chart. ``title`` says what; with ``place`` and ``period`` it makes the whole title. ``unit`` is what is counted.

    ``n`` rows, of which ``known`` have a value. ``rows`` is the whole table, in the order to draw. ``ordered``: the order is a scale, not size.
    ``many``: a case may be in several rows. ``notice`` stands above everything (practice data). ``coverage`` to ``made_on`` are the signposts (R37).

    ``measure``: which number of a row is drawn; a VALUE needs ``value_label`` (with ``value_unit``). ``series_label``: what the series are.
    ``denominator``: what a rate or share is of (R6). ``estimated``: the values are uncertain, so that each needs its interval (R19).
    ``axis_start``: where the axis of values begins, ``across_start`` the one across; other than zero it needs ``axis_break``, a visible break.
    ``log``: equal steps are equal ratios, for ratios alone. ``reference``: a value to compare with, and its name.
    ``outlines``: which shipped outlines a map stands on. ``protect``: counts below this are withheld, and checked to be.
    """

    title: str
    period: str
    place: str
    unit: str
    source: str
    n: int
    known: int | None
    rows: tuple[Row, ...]
    column: str
    coverage: str
    method: str
    limits: str
    missing: str
    definitions: str
    version: str
    made_on: str
    kind: Kind = Kind.BAR
    intent: Intent = Intent.COMPARE
    ordered: bool = False
    many: bool = False
    bias: str = ""
    notice: str = ""
    protection: str = ""
    measure: Measure = Measure.COUNT
    series_label: str = ""
    value_label: str = ""
    value_unit: str = ""
    denominator: str = ""
    estimated: bool = False
    interval_label: str = _("95 % interval")
    axis_start: float = 0.0
    across_start: float = 0.0
    axis_break: bool = False
    log: bool = False
    reference: float | None = None
    reference_label: str = ""
    breaks: tuple[Break, ...] = ()
    outlines: str = ""
    protect: int = 0
    most_bars: int = MOST_BARS
    bar_colour: str = BAR
    ground_colour: str = GROUND
    fills: tuple[str, ...] = FILLS
    strokes: tuple[str, ...] = STROKES
    ramp: tuple[str, ...] = RAMP
    language: str = "en"

    @property
    def full_title(self) -> str:
        """What, place and period (R28), none of them twice."""
        parts = [self.title.strip().rstrip(".")]
        parts += [part for part in (self.place.strip(), _within(self.period.strip())) if part and part.casefold() not in self.title.casefold()]
        return ", ".join(part for part in parts if part)

    @property
    def subtitle(self) -> str:
        """Whose cases they are, and how many (R9)."""
        if self.known is None:
            return f"{self.n:,} observed {self.unit}"
        column = f"{self.column} and {self.series_label}" if self.series_label else self.column
        return f"Observed {self.unit}: {column} known for {self.known:,} of {self.n:,}"

    @property
    def empty(self) -> bool:
        """Whether nobody was counted at all: drawn as that, which is an answer too."""
        return self.n == 0

    @property
    def names(self) -> tuple[str, ...]:
        """The first names of the rows, each once, in their order."""
        return tuple(dict.fromkeys(row.name for row in self.rows))

    @property
    def series(self) -> tuple[str, ...]:
        """The second names, each once, in their order; one empty name where there is one way only."""
        return tuple(dict.fromkeys(row.series for row in self.rows))

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows as bars: past the most that can be read, the smallest are one bar, named for how many they are (R27)."""
        if len(self.rows) <= self.most_bars or self.ordered or self.kind is not Kind.BAR:
            return self.rows
        shown, rest = self.rows[: self.most_bars - 1], self.rows[self.most_bars - 1 :]
        if self.measure is not Measure.COUNT:
            return (*shown, Row(OTHER.format(n=len(rest)), None))
        n = None if self.known is None or self.many else self.known - sum(row.n or 0 for row in shown)
        share = None if n is None or not self.known else n / self.known
        return (*shown, Row(OTHER.format(n=len(rest)), n, share))

    @property
    def signposts(self) -> tuple[tuple[str, str], ...]:
        """(label, text) of all that must stand inside the picture (R37)."""
        pairs = (
            (_("Source"), self.source),
            (_("Coverage"), self.coverage),
            (_("Missing"), self.missing),
            (_("Method"), self.method),
            (_("Protection"), self.protection),
            (_("Limits"), self.limits),
            (_("Bias"), self.bias),
            (_("Definitions"), self.definitions),
            (_("Version"), self.version),
            (_("Made on"), self.made_on),
        )
        return tuple((label, text) for label, text in pairs if text)


#: English words that a period begins with; a name ("January") keeps its capital.
_SMALL_WITHIN: Final = ("The ", "All ", "Since ", "From ", "Between ", "First ", "Second ", "Last ", "Until ", "Up ", "Before ", "After ", "Each ", "Every ")


def _within(period: str) -> str:
    """A period as it stands in the middle of a title: “The last three years” loses its capital, “June 2024” does not."""
    return period[0].lower() + period[1:] if period.startswith(_SMALL_WITHIN) else period
