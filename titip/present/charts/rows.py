"""One line of a chart's table: what is counted or measured, of how many cases, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from titip.analyse.rules.sentences import number, percent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.present.charts.kinds import Measure
from titip.share.rules import STAR

WITHHELD: Final = _("withheld")
TOO_FEW: Final = _("too few")


@dataclass(frozen=True)
class Box:
    """Five numbers of a distribution, in its unit. ``low`` and ``high`` are None where telling them would tell one person's value."""

    low: float | None
    q1: float
    median: float
    q3: float
    high: float | None


@dataclass(frozen=True)
class Row:
    """One value: its name, how many cases stand behind it (None where withheld), and its share of the cases whose value is known (0 to 1).

    ``series``: its second name, where the table has two ways (group, part, line, panel, column, where to). ``value``: a measured number, drawn
    where the chart's measure is VALUE; None where ``n`` are too few for one. ``low``, ``high``: the interval of what is drawn. ``box``: for box
    plots. ``at``, ``to``: where it stands on the axis across (the two ends of a class of a histogram; x of a dot; a year). ``code``,
    ``series_code``: ISO codes of the places, for maps. ``note``: what the reader must know of this one ("January to March only").
    """

    name: str
    n: int | None
    share: float | None = None
    series: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    box: Box | None = None
    at: float | None = None
    to: float | None = None
    note: str = ""
    code: str = ""
    series_code: str = ""

    @property
    def count_text(self) -> str:
        """The count as it is read."""
        return STAR if self.n is None else f"{self.n:,}"

    @property
    def share_text(self) -> str:
        """The percentage as it is read; only ever beside the count (R14)."""
        return "" if self.share is None else percent(self.share)

    @property
    def interval_text(self) -> str:
        """From where to where, as it is read."""
        if self.low is None or self.high is None:
            return ""
        return f"{number(self.low)}–{number(self.high)}"

    def drawn(self, measure: Measure) -> float | None:
        """The number whose picture this is; None where it is withheld."""
        if self.n is None:
            return None
        return {Measure.COUNT: float(self.n), Measure.SHARE: self.share, Measure.VALUE: self.value}[measure]

    def text(self, measure: Measure) -> str:
        """The number as it is read: a star where withheld, a share never without its count (R14)."""
        if self.n is None:
            return STAR
        if measure is Measure.COUNT:
            return f"{self.count_text} ({self.share_text})" if self.share is not None else self.count_text
        if measure is Measure.SHARE:
            return f"{self.share_text} ({self.count_text})" if self.share is not None else STAR
        return TOO_FEW if self.value is None else number(self.value)
