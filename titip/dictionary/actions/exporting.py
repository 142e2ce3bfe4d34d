"""Hands the dictionary out: as an XLSForm, and as a codebook: a table, a workbook, on paper, a page file for the public."""

from typing import Final

from django.db import transaction

from titip.dictionary import report, xlsform
from titip.dictionary.models import DictionaryVersion
from titip.dictionary.reads.frozen import NoDictionary, current, frozen_book
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.codebook_csv import codebook_csv
from titip.dictionary.rules.codebook_told import Say
from titip.kit import clock
from titip.protect.actions import audit


@transaction.atomic
def export_xlsform(*, form_code: str = "", actor_code: str) -> bytes:
    """The .xlsx of one form in force, or of the whole dictionary. Raises KeyError, NoDictionary."""
    return _exported("xlsform", form_code, actor_code)


@transaction.atomic
def export_codebook_csv(*, form_code: str = "", actor_code: str) -> bytes:
    """The codebook: every property of every element, UTF-8 with a byte-order mark, so that spreadsheet programs read it. Raises KeyError, NoDictionary."""
    return _exported("csv", form_code, actor_code)


#: Forms of the codebook: what it is called in an address, its kind of file, its ending.
CODEBOOKS: Final = {
    "csv": ("text/csv; charset=utf-8", "csv"), "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "pdf": ("application/pdf", "pdf"), "html": ("text/html; charset=utf-8", "html"),
}  # fmt: skip


@transaction.atomic
def export_codebook(*, kind: str, form_code: str = "", title: str = "Data dictionary", say: Say = str, actor_code: str) -> bytes:
    """The codebook as ``csv``, ``xlsx`` or ``pdf`` for the organisation, or as ``html`` for the public. Raises KeyError, NoDictionary.

    The public one leaves out what endangers by being known to be asked, and what is said to interviewers (``rules.codebook_public``).
    """
    if kind not in CODEBOOKS:
        raise KeyError(kind)
    return _exported(kind, form_code, actor_code, title, say)


def codebook_as(book: Codebook, kind: str, version: DictionaryVersion | None, title: str, say: Say) -> bytes:
    """The codebook of ``book`` as a file of that kind."""
    number, digest = (version.number, version.sha256) if version else (0, "")
    made_on = version.made_at.date() if version else clock.today()
    if kind == "csv":
        return codebook_csv(book)
    if kind == "xlsx":
        return report.codebook_xlsx(book, number=number, sha256=digest)
    make = report.codebook_pdf if kind == "pdf" else report.codebook_html
    return make(book, title=title, number=number, sha256=digest, made_on=made_on, say=say)


def _exported(form: str, form_code: str, actor_code: str, title: str = "", say: Say = str) -> bytes:
    version = current()
    if version is None:
        raise NoDictionary("There is no data dictionary yet. Load the starter dictionary or import a form.")
    book = frozen_book(version)
    if form == "xlsform":
        data = xlsform.write(book, form_code)
    else:
        data = codebook_as(book.only(form_code) if form_code else book, form, version, title, say)
    detail = {"format": form, "form": form_code, "number": version.number}
    audit.record(kind="dictionary.export", actor_code=actor_code, subjects=[("dictionary_version", version.number)], detail=detail)
    return data
