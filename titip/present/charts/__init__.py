"""The chart engine: one specification in; picture, table and words out, all from the same released counts. No Django."""

from titip.present.charts.checks import check, faults
from titip.present.charts.choosing import Fit, fits, kinds_for
from titip.present.charts.companions import alternative, csv_text, html_table
from titip.present.charts.faults import ChartRefused, Fault
from titip.present.charts.findings import picture
from titip.present.charts.kinds import NAMES, Intent, Kind, Measure
from titip.present.charts.making import Wish, make
from titip.present.charts.rendering import FORMATS, render
from titip.present.charts.rows import Box, Row
from titip.present.charts.specification import Break, ChartSpec
from titip.present.charts.specifying import specify, specify_rows
from titip.present.charts.vision import proof, seen

__all__ = [
    "FORMATS",
    "NAMES",
    "Box",
    "Break",
    "ChartRefused",
    "ChartSpec",
    "Fault",
    "Fit",
    "Intent",
    "Kind",
    "Measure",
    "Row",
    "Wish",
    "alternative",
    "check",
    "csv_text",
    "faults",
    "fits",
    "html_table",
    "kinds_for",
    "make",
    "proof",
    "picture",
    "render",
    "seen",
    "specify",
    "specify_rows",
]
