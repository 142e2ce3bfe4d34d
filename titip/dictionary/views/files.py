"""The dictionary's versions, and the dictionary as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.rules.codebook import Codebook, canonical
from titip.dictionary.xlsform import supported
from titip.dictionary.xlsform.losses import losses
from titip.protect.gate import StaffRequest, page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _download(data: bytes, content_type: str, file_name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _form(request: StaffRequest) -> str:
    """The form asked for, or nothing for the whole dictionary."""
    code = request.GET.get("form", "")
    if reads.current() is None or (code and code not in {f.code for f in reads.forms()}):
        raise Http404
    return code


@page("dictionary.read")
def xlsform_file(request: StaffRequest) -> HttpResponse:
    """The XLSForm of a form, or of everything."""
    code = _form(request)
    return _download(actions.export_xlsform(form_code=code, actor_code=request.actor.code), _XLSX, f"{code or 'dictionary'}.xlsx")


@page("dictionary.read")
def xlsform_limits(request: StaffRequest) -> HttpResponse:
    """What of XLSForm comes in and goes out, what does not, and what of this dictionary a phone will not ask."""
    book = reads.frozen_book() if reads.current() else Codebook()
    told = [(words, _(says)) for words, says in supported.COMES_IN], [(words, _(says)) for words, says in supported.STAYS_OUT]
    context = {"comes_in": told[0], "stays_out": told[1], "ours": [_(says) for says in supported.OURS_ONLY], "losses": losses(book)}
    return render(request, "dictionary/xlsform_limits.html", context)


@page("dictionary.read")
def codebook_file(request: StaffRequest) -> HttpResponse:
    """The codebook: ``as`` csv, xlsx, pdf, or html for the public."""
    code, kind = _form(request), request.GET.get("as", "csv")
    if kind not in actions.CODEBOOKS:
        raise Http404
    content_type, ending = actions.CODEBOOKS[kind]
    name = next((f.name for f in reads.forms() if f.code == code), _("Data dictionary"))
    data = actions.export_codebook(kind=kind, form_code=code, title=name, say=_, actor_code=request.actor.code)
    return _download(data, content_type, f"{code or 'dictionary'}-codebook.{ending}")


@page("dictionary.read")
def versions(request: StaffRequest) -> HttpResponse:
    """The frozen versions with their hashes."""
    return render(request, "dictionary/versions.html", {"versions": reads.versions()})


@page("dictionary.read")
def version_json(request: StaffRequest, number: int) -> HttpResponse:
    """The canonical JSON of a version: its SHA-256 is the one shown."""
    version = reads.version(number)
    if version is None:
        raise Http404
    return _download(canonical(reads.frozen_book(version)).encode("utf-8"), "application/json", f"dictionary-{number}.json")
