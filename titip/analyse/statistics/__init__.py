"""The statistics engine: released tables in, results with their guardrails out. No Django."""

from titip.analyse.rules.intents import Intent
from titip.analyse.statistics.associating import associate
from titip.analyse.statistics.companion import csv_text
from titip.analyse.statistics.comparing import Change, change, difference
from titip.analyse.statistics.contrasting import compare
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.description import Description, Group
from titip.analyse.statistics.effects import Effect, Rate, Scale, holm
from titip.analyse.statistics.finding import Excluded, Finding, Head, Kind, Shown
from titip.analyse.statistics.gap_counts import GapCounts
from titip.analyse.statistics.gaps import gaps, gaps_counted
from titip.analyse.statistics.groups import Denominators
from titip.analyse.statistics.lasting import durations
from titip.analyse.statistics.numbers import Numbers
from titip.analyse.statistics.outlying import funnel, outliers
from titip.analyse.statistics.overviewing import Line, overview
from titip.analyse.statistics.trending import Asked, trend

__all__ = [
    "Asked",
    "Change",
    "Denominators",
    "Description",
    "Effect",
    "Excluded",
    "Finding",
    "GapCounts",
    "Group",
    "Head",
    "Intent",
    "Kind",
    "Line",
    "Numbers",
    "Rate",
    "Scale",
    "Shown",
    "associate",
    "change",
    "compare",
    "csv_text",
    "describe",
    "difference",
    "durations",
    "funnel",
    "gaps",
    "gaps_counted",
    "holm",
    "outliers",
    "overview",
    "trend",
]
