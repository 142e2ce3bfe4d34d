"""One-page reports: words, chart, table and signposts on A4, as a tagged PDF. No Django."""

from titip.present.report import access_list, recovery_sheet
from titip.present.report.composing import Report, compose

__all__ = ["Report", "access_list", "compose", "recovery_sheet"]
