"""XLSForm in and out: a workbook becomes a codebook with findings, a codebook becomes a workbook. No Django, no pyxform."""

from titip.dictionary.xlsform.reading import Reading, read
from titip.dictionary.xlsform.texts import NAMES, language_code
from titip.dictionary.xlsform.workbook import NotAnXlsForm, read_sheets
from titip.dictionary.xlsform.writing import write

__all__ = ["NAMES", "NotAnXlsForm", "Reading", "language_code", "read", "read_sheets", "write"]
