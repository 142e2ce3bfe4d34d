"""The dictionary's pages."""

from titip.dictionary.views.browsing import check, element, elements, forms, preview
from titip.dictionary.views.editing import edit
from titip.dictionary.views.files import codebook_file, version_json, versions, xlsform_file
from titip.dictionary.views.importing import report, starter, upload

__all__ = [
    "check", "codebook_file", "edit", "element", "elements", "forms", "preview", "report", "starter", "upload", "version_json", "versions",
    "xlsform_file",
]  # fmt: skip
