"""What a chart is, before anything is drawn: its words, its signposts, and the released counts it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from titip.analyse.rules.sentences import Sentence, percent
from titip.analyse.statistics import Description, messages
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit.missing import Missing
from titip.present.charts.colours import BAR, GROUND
from titip.share.rules import STAR

#: More bars than this cannot be read on a phone; the smallest are gathered into one.
MOST_BARS: Final = 25
NOT_STATED: Final = _("not stated")
OTHER: Final = _("Other ({n} values)")


class Kind(StrEnum):
    """Which picture."""

    BAR = "bar"
    LINE = "line"
    STRIP = "strip"


class Intent(StrEnum):
    """What the reader is to see (R32)."""

    COMPARE = "compare"
    PART_OF_WHOLE = "part of whole"
    TIME = "time"
    DISTRIBUTION = "distribution"


@dataclass(frozen=True)
class Row:
    """One value: its name, how many cases (None where withheld), and its share of the cases whose value is known (0 to 1)."""

    name: str
    n: int | None
    share: float | None = None

    @property
    def count_text(self) -> str:
        """The count as it is read."""
        return STAR if self.n is None else f"{self.n:,}"

    @property
    def share_text(self) -> str:
        """The percentage as it is read; only ever beside the count (R14)."""
        return "" if self.share is None else percent(self.share)


@dataclass(frozen=True)
class ChartSpec:
    """One chart. ``title`` says what; with ``place`` and ``period`` it makes the whole title. ``unit`` is what is counted.

    ``n`` rows, of which ``known`` have a value. ``rows`` is the whole table, in the order to draw. ``ordered``: the order is a scale, not size.
    ``many``: a case may be in several rows. ``notice`` stands above everything (practice data). ``coverage`` to ``made_on`` are the signposts (R37).
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
    axis_start: float = 0.0
    most_bars: int = MOST_BARS
    bar_colour: str = BAR
    ground_colour: str = GROUND
    language: str = "en"

    @property
    def full_title(self) -> str:
        """What, place and period (R28), none of them twice."""
        parts = [self.title.strip().rstrip(".")]
        parts += [part for part in (self.place.strip(), self.period.strip()) if part and part not in self.title]
        return ", ".join(part for part in parts if part)

    @property
    def subtitle(self) -> str:
        """Whose cases they are, and how many (R9)."""
        if self.known is None:
            return f"{self.n:,} observed {self.unit}"
        return f"Observed {self.unit}: {self.column} known for {self.known:,} of {self.n:,}"

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows as bars: past the most that can be read, the smallest are one bar, named for how many they are (R27)."""
        if len(self.rows) <= self.most_bars or self.ordered:
            return self.rows
        shown, rest = self.rows[: self.most_bars - 1], self.rows[self.most_bars - 1 :]
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


def specify(
    description: Description,
    *,
    title: str,
    period: str = "",
    place: str = "",
    source: str = "",
    unit: str = "",
    limits: Sequence[str] = (),
    notice: str = "",
    language: str = "en",
) -> ChartSpec:
    """A chart of a description's groups. What is not given is taken from the released table; what neither says stays empty, for the checks to refuse."""
    about = description.about
    unit, period, place = unit or about.unit_of_count, period or about.period, place or about.place
    rows = tuple(Row(group.name, group.n, group.share) for group in description.groups)
    coverage = ", ".join(part for part in (f"{description.n:,} observed {unit}", place, period) if part)
    return ChartSpec(
        title=title,
        period=period,
        place=place,
        unit=unit,
        source=source or about.source,
        n=description.n,
        known=description.known,
        rows=rows,
        column=description.heading.shown,
        coverage=coverage,
        method=about.method,
        limits=" ".join([*about.limits, *limits, *_reading(description), _observed_only(unit)]),
        missing=description.missing_text() or "none",
        definitions=about.definitions.get(description.heading.code) or f"{description.heading.shown}: {NOT_STATED}",
        version=f"{about.dictionary_version} {about.dictionary_sha256[:12]}".strip() or NOT_STATED,
        made_on=about.made_on.isoformat(),
        ordered=description.heading.ordered or description.heading.numeric,
        many=description.many,
        bias=about.bias,
        notice=notice,
        protection=_protection(description),
        language=language,
    )


def _protection(description: Description) -> str:
    return f"{STAR}: counts withheld so that none under {description.protect} can be worked out." if description.withholds else ""


def _reading(description: Description) -> list[str]:
    """What the reader of this one column must know."""
    empty = description.missing.get(Missing.EMPTY)
    return [Sentence(messages.ONE_VALUE, {"n": empty}).say()] if description.one_valued else []


def _observed_only(unit: str) -> str:
    return f"Observed {unit} only: who is not found is not counted."
