"""Shows who may be the person at the door, and what the custodian was asked about such people."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.quality import actions, reads
from titip.quality.forms import AnswerForm, MeetForm

#: Where the session remembers whom a nonce on the page means: her id stands in no page and no address.
_MET = "quality_met"
_MOST_REMEMBERED = 40


@page("quality.meet")
def meet(request: StaffRequest) -> HttpResponse:
    """Who may be the person described. What is asked is posted and kept nowhere."""
    if request.method == "POST" and (nonce := request.POST.get("ask", "")):
        return _ask(request, nonce)
    form = MeetForm(request.POST if request.method == "POST" else None)
    found, lines = None, []
    if request.method == "POST" and form.is_valid():
        found = actions.meet(actor=request.actor, asked=form.asked())
        lines = [(met, "" if met.reachable else _nonce(request, met.person.pk)) for met in found.met]
    context = {"form": form, "found": found, "lines": lines, "may_add": may(request, "register.add")}
    return render(request, "quality/meet.html", context)


def _nonce(request: StaffRequest, person_id: UUID) -> str:
    kept = dict(list(request.session.get(_MET, {}).items())[-_MOST_REMEMBERED:])
    nonce = secrets.token_urlsafe(9)
    request.session[_MET] = {**kept, nonce: str(person_id)}
    return nonce


def _ask(request: StaffRequest, nonce: str) -> HttpResponse:
    person_id = request.session.get(_MET, {}).get(nonce)
    if person_id is None:
        messages.error(request, _("This page is too old to ask from. Search again."))
    else:
        actions.ask(actor=request.actor, person_id=UUID(person_id))
        messages.success(request, _("The custodian is asked. If the person needs help now, do not wait for the answer: register her under a new code."))
    return redirect("quality:meet")


@page("quality.answer")
def asks(request: StaffRequest) -> HttpResponse:
    """What colleagues asked, the oldest first."""
    return render(request, "quality/asks.html", {"asks": reads.open_asks(request.actor)})


@page("quality.answer")
def answer(request: StaffRequest, ask: UUID) -> HttpResponse:
    """Answer one question."""
    found = reads.open_ask(request.actor, ask)
    if found is None:
        raise NotHere
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(actor=request.actor, ask_id=found.pk, decision=form.cleaned_data["decision"])
        except actions.CannotAnswer as problem:
            form.add_error(None, ValidationError(_(str(problem))))
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect("quality:asks")
    return render(request, "quality/answer.html", {"ask": found, "form": form, "back_url": reverse("quality:asks")})
