"""Throwing away what one had typed into a page, and having it back within half a minute."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.gate import NotHere, StaffRequest, drafting, offer_undo, page, take_up
from titip.protect.rules.undoing import CannotUndo


@page("protect.myself", keeps=False)
def put_away(request: StaffRequest, draft: UUID) -> HttpResponse:
    """Let one's own draft go. Nobody else's is here."""
    _mine(request, draft)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    drafting.put_away(staff=request.user, draft_id=draft)
    offer_undo(request, reverse("draft_back", args=[draft]), _("The draft is gone. Its key is destroyed in half a minute."))
    return redirect("today")


@page("protect.myself", keeps=False)
def take_back(request: StaffRequest, draft: UUID) -> HttpResponse:
    """Have it back."""
    _mine(request, draft)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        take_up(request)
        found = drafting.take_back(staff=request.user, draft_id=draft)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
        return redirect("today")
    messages.success(request, _("Your draft is back."))
    return redirect(f"{found.path}?draft={found.pk}")


def _mine(request: StaffRequest, draft: UUID) -> None:
    if not request.user.page_drafts.filter(pk=draft).exists():
        raise NotHere
