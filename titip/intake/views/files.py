"""A sealed file handed out, or a copy of a picture without what hides in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.intake.reads.files import NoCopy, OpenedFile, file_element, open_file
from titip.intake.views.finding import person_or_refuse
from titip.protect.gate import NotHere, NotReady, StaffRequest, allow, page, unproven
from titip.protect.reads.files import Gone
from titip.protect.rules.access import open_here
from titip.protect.rules.roles import Risk
from titip.register import reads as register


@page("intake.answers", keeps=False)
def file(request: StaffRequest, person_id: UUID, file_id: UUID) -> HttpResponse:
    """The file as a download. One of the identity class needs a purpose, as her name does, and is asked for by a form."""
    person = person_or_refuse(request, person_id, "intake.answers")
    element = file_element(person, file_id)
    if element is None:
        raise NotHere
    if not open_here(request.actor, Risk(element.risk)):
        raise NotReady
    purpose = ""
    if element.risk == Risk.IDENTITY:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        purpose = _purpose(request, person)
        if not purpose:
            return redirect("consent:identity", person_id=person.pk)
    return _handed_out(request, person, file_id, purpose)


def _purpose(request: StaffRequest, person: register.Person) -> str:
    """What it is opened for, where that is live and whoever asks may; nothing otherwise."""
    facts = register.facts(person)
    allow(request, "register.identity", facts)
    close = request.actor.id == facts.owner or request.actor.id in facts.assigned
    purpose = request.POST.get("purpose", "")
    may = not unproven(request, f"{person.pk} {purpose}", close=close) and purpose and consent.live(person, purpose).ok
    return purpose if may else ""


def _handed_out(request: StaffRequest, person: register.Person, file_id: UUID, purpose: str) -> HttpResponse:
    try:
        found = open_file(request.actor, person, file_id, copy=request.GET.get("copy") == "1", purpose=purpose)
    except NoCopy:
        messages.error(request, _("No copy without hidden data can be made of this kind of file here. Share nothing of it, or make a picture of it first."))
        return redirect("register:person", person_id=person.pk)
    except Gone:
        messages.error(request, _("This file was destroyed. Nothing brings it back."))
        return redirect("register:person", person_id=person.pk)
    if found is None:
        raise NotHere
    return _download(found)


def _download(found: OpenedFile) -> HttpResponse:
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
