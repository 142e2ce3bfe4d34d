"""Which pictures there are, what each is for (R32), and how much each can hold."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _


class Kind(StrEnum):
    """Which picture."""

    BAR = "bar"
    GROUPED = "grouped"
    STACKED = "stacked"
    PIE = "pie"
    LINE = "line"
    HISTOGRAM = "histogram"
    BOX = "box"
    STRIP = "strip"
    SCATTER = "scatter"
    INTERVAL = "interval"
    MULTIPLES = "multiples"
    HEAT = "heat"
    CHOROPLETH = "choropleth"
    FLOW = "flow"


class Intent(StrEnum):
    """What the reader is to see (R32)."""

    COMPARE = "compare"
    PART_OF_WHOLE = "part of whole"
    TIME = "time"
    DISTRIBUTION = "distribution"
    ASSOCIATION = "association"
    PLACE = "place"
    MOVEMENT = "movement"


class Measure(StrEnum):
    """Which number of a row is drawn."""

    COUNT = "count"
    SHARE = "share"
    VALUE = "value"


NAMES: Final[Mapping[Kind, str]] = {
    Kind.BAR: _("Bar chart"),
    Kind.GROUPED: _("Grouped bar chart"),
    Kind.STACKED: _("Stacked bar chart"),
    Kind.PIE: _("Pie chart"),
    Kind.LINE: _("Line chart"),
    Kind.HISTOGRAM: _("Histogram"),
    Kind.BOX: _("Box plot"),
    Kind.STRIP: _("Strip chart"),
    Kind.SCATTER: _("Scatter chart"),
    Kind.INTERVAL: _("Dots with intervals"),
    Kind.MULTIPLES: _("Small multiples"),
    Kind.HEAT: _("Heat table"),
    Kind.CHOROPLETH: _("Shaded map"),
    Kind.FLOW: _("Flow map"),
}

FITS: Final[Mapping[Intent, frozenset[Kind]]] = {
    Intent.COMPARE: frozenset({Kind.BAR, Kind.GROUPED, Kind.INTERVAL, Kind.MULTIPLES, Kind.BOX, Kind.HEAT}),
    Intent.PART_OF_WHOLE: frozenset({Kind.BAR, Kind.STACKED, Kind.PIE}),
    Intent.TIME: frozenset({Kind.LINE, Kind.BAR, Kind.MULTIPLES, Kind.HEAT}),
    Intent.DISTRIBUTION: frozenset({Kind.STRIP, Kind.SCATTER, Kind.HISTOGRAM, Kind.BOX}),
    Intent.ASSOCIATION: frozenset({Kind.SCATTER, Kind.GROUPED, Kind.STACKED, Kind.HEAT, Kind.MULTIPLES, Kind.INTERVAL}),
    Intent.PLACE: frozenset({Kind.CHOROPLETH, Kind.BAR, Kind.HEAT, Kind.INTERVAL}),
    Intent.MOVEMENT: frozenset({Kind.FLOW, Kind.HEAT, Kind.BAR}),
}

#: What a kind is for where nothing else is said.
USUAL: Final[Mapping[Kind, Intent]] = {
    Kind.BAR: Intent.COMPARE,
    Kind.GROUPED: Intent.COMPARE,
    Kind.STACKED: Intent.PART_OF_WHOLE,
    Kind.PIE: Intent.PART_OF_WHOLE,
    Kind.LINE: Intent.TIME,
    Kind.HISTOGRAM: Intent.DISTRIBUTION,
    Kind.BOX: Intent.DISTRIBUTION,
    Kind.STRIP: Intent.DISTRIBUTION,
    Kind.SCATTER: Intent.DISTRIBUTION,
    Kind.INTERVAL: Intent.COMPARE,
    Kind.MULTIPLES: Intent.COMPARE,
    Kind.HEAT: Intent.ASSOCIATION,
    Kind.CHOROPLETH: Intent.PLACE,
    Kind.FLOW: Intent.MOVEMENT,
}

#: Kinds whose lengths are the numbers: they start at zero, always (R31).
LENGTHS: Final = frozenset({Kind.BAR, Kind.GROUPED, Kind.STACKED, Kind.HISTOGRAM, Kind.MULTIPLES})
#: Kinds whose rows have a second name, ``Row.series``: the group, the part, the line, the panel, the column, where to.
TWO_WAY: Final = frozenset({Kind.GROUPED, Kind.STACKED, Kind.MULTIPLES, Kind.HEAT, Kind.FLOW})

#: More bars than this cannot be read on a phone; the smallest are gathered into one.
MOST_BARS: Final = 25
#: Ordered scales cannot be gathered into "other"; more steps than this need another kind of picture.
MOST_STEPS: Final = 40
#: How many series a reader can hold apart, by kind.
MOST_SERIES: Final[Mapping[Kind, int]] = {Kind.GROUPED: 4, Kind.STACKED: 5, Kind.LINE: 4, Kind.MULTIPLES: 12, Kind.HEAT: 12}
#: A pie is read by its angles: few parts, none of them thin.
MOST_SLICES: Final = 6
THINNEST_SLICE: Final = 0.03
#: Two points are no trend.
FEWEST_PERIODS: Final = 3
#: A box of fewer draws quartiles that hardly anything stands for.
SMALLEST_BOX: Final = 10
MOST_FLOWS: Final = 20
