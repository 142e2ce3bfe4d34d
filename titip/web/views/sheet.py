"""The recovery sheet: made with a keyring passphrase, printed as one page, confirmed by typing a part of it back."""

import secrets
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import keys
from titip.protect.gate import Mark, StaffRequest, enter, open_page, page
from titip.protect.reads.staff import organisation
from titip.protect.vault import keyring, recovery
from titip.web.asking import ForSheet, TypedBack
from titip.web.views import door

Done = Callable[[], HttpResponse]


@page("protect.keys.sheet", keeps=False)
def new_sheet(request: StaffRequest) -> HttpResponse:
    """A new sheet at any later time; the earlier one opens nothing from then on."""

    def done() -> HttpResponse:
        messages.success(request, _("The sheet is confirmed. Put it under lock, in another building."))
        return redirect("today")

    return ask_sheet(request, actor_code=request.actor.code, done=done, back_url=reverse("today"))


@open_page()
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    """The sheet as a PDF, from the code that the page carries. For whoever may make one, or on the first day."""
    code = request.POST.get("sheet", "")
    if request.method != "POST" or not recovery.is_code(code):
        raise Http404
    if not door.is_known(request) and (stopped := enter(request, Mark("protect.keys.sheet", keeps=False))) is not None:
        return stopped
    from titip.present.report import recovery_sheet  # here, for drawing takes a second to load

    found = organisation()
    ring = keyring.load(settings.HOME.keyring)
    drawn = recovery_sheet.compose(
        recovery_sheet.Sheet(found.name if found else "", code, clock.today(), ring.organisation[:8], practice=vault.is_practice())
    )
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
    return response


def ask_sheet(request: HttpRequest, *, actor_code: str, done: Done, **shown: Any) -> HttpResponse:
    """The two halves of the page: make and print, then type back. ``done`` answers once it is confirmed."""
    code = request.POST.get("sheet", "")
    if request.method == "POST" and recovery.is_code(code):
        return _type_back(request, code, actor_code, done, shown)
    form = ForSheet(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = keys.new_sheet(passphrase=form.cleaned_data["passphrase"], actor_code=actor_code)
        except vault.KeyringError as error:
            form.add_error("passphrase", str(error))
        else:
            return _page(request, code, secrets.randbelow(len(code.split("-"))) + 1, None, shown)
    return TemplateResponse(request, "web/sheet.html", {"form": form, **shown})


def _type_back(request: HttpRequest, code: str, actor_code: str, done: Done, shown: dict[str, Any]) -> HttpResponse:
    asked = request.POST.get("number", "1")
    groups = code.split("-")
    number = int(asked) if asked in {str(one) for one in range(1, len(groups) + 1)} else 1
    form = TypedBack(request.POST, number=number)
    if form.is_valid():
        if recovery.plain(form.cleaned_data["group"]) != groups[number - 1]:
            form.add_error("group", _("This is not what stands there. Look at the paper again; group 1 is the first in the upper row."))
        else:
            try:
                keys.confirm_sheet(code=code, actor_code=actor_code)
                return done()
            except vault.WrongPassphrase:
                form.add_error(None, _("A newer sheet was made meanwhile. Make another one and destroy this."))
    return _page(request, code, number, form, shown)


def _page(request: HttpRequest, code: str, number: int, form: TypedBack | None, shown: dict[str, Any]) -> HttpResponse:
    context = {"code": code, "groups": code.split("-"), "number": number, "form": form or TypedBack(number=number), **shown}
    response = TemplateResponse(request, "web/sheet.html", context)
    return cast(HttpResponse, response)
