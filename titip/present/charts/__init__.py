"""The chart engine: one specification in; picture, table and words out, all from the same released counts. No Django."""

from titip.present.charts.checks import ChartRefused, Fault, check, faults
from titip.present.charts.companions import alternative, csv_text, html_table
from titip.present.charts.rendering import FORMATS, render
from titip.present.charts.specification import ChartSpec, Kind, Row, specify

__all__ = ["FORMATS", "ChartRefused", "ChartSpec", "Fault", "Kind", "Row", "alternative", "check", "csv_text", "faults", "html_table", "render", "specify"]
