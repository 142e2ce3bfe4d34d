"""Hands the dictionary out: as an XLSForm, as a codebook in CSV."""

from django.db import transaction

from titip.dictionary import xlsform
from titip.dictionary.reads.frozen import NoDictionary, current, frozen_book
from titip.dictionary.rules.codebook_csv import codebook_csv
from titip.protect.actions import audit


@transaction.atomic
def export_xlsform(*, form_code: str = "", actor_code: str) -> bytes:
    """The .xlsx of one form in force, or of the whole dictionary. Raises KeyError, NoDictionary."""
    return _exported("xlsform", form_code, actor_code)


@transaction.atomic
def export_codebook_csv(*, form_code: str = "", actor_code: str) -> bytes:
    """The codebook: every property of every element, UTF-8 with a byte-order mark, so that spreadsheet programs read it. Raises KeyError, NoDictionary."""
    return _exported("csv", form_code, actor_code)


def _exported(form: str, form_code: str, actor_code: str) -> bytes:
    version = current()
    if version is None:
        raise NoDictionary("There is no data dictionary yet. Load the starter dictionary or import a form.")
    book = frozen_book(version)
    data = xlsform.write(book, form_code) if form == "xlsform" else codebook_csv(book.only(form_code) if form_code else book)
    detail = {"format": form, "form": form_code, "number": version.number}
    audit.record(kind="dictionary.export", actor_code=actor_code, subjects=[("dictionary_version", version.number)], detail=detail)
    return data
