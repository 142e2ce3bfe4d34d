"""The dictionary as a document: printed, as a workbook, as a page file for the public."""

from titip.dictionary.report.page import codebook_html
from titip.dictionary.report.printed import codebook_pdf
from titip.dictionary.report.workbook import codebook_xlsx

__all__ = ["codebook_html", "codebook_pdf", "codebook_xlsx"]
