"""Shows codes that may be one person, and takes a human's decision. Never a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.gate import NotHere, StaffRequest, allow, may, page
from titip.protect.reads.paging import page_of
from titip.quality import actions, reads
from titip.quality.forms import DecideForm
from titip.quality.models import DuplicatePair
from titip.register import reads as register

PER_PAGE = 25


@page("quality.pairs")
def pairs(request: StaffRequest) -> HttpResponse:
    """Pairs within reach: two codes and what agrees."""
    settled = request.GET.get("state") == "settled"
    shown = page_of(reads.pairs_for(request.actor, settled=settled), request.GET, PER_PAGE)
    why = actions.why_alike(actor=request.actor, pairs=shown.object_list)
    merged = reads.merged(shown.object_list)
    lines = [(row, why.get(row.pk, []), row.pk in merged) for row in shown]
    return render(request, "quality/pairs.html", {"page": shown, "lines": lines, "settled": settled, "may_board": may(request, "quality.board")})


@page("quality.decide")
def decide(request: StaffRequest, pair: UUID) -> HttpResponse:
    """Decide on one pair."""
    found = pair_or_refuse(request, pair)
    if reads.merged([found]):
        return redirect("register:person", person_id=found.first_id)  # her page says so, and how to take it back
    form = DecideForm(request.POST if request.method == "POST" else None)
    back = reverse("quality:pairs")
    if request.method == "POST" and form.is_valid():
        actions.decide(actor=request.actor, pair=found, decision=form.cleaned_data["decision"])
        messages.success(request, _("Your decision is kept. Nothing has been merged: both records stay as they are."))
        return redirect("quality:merge", pair=found.pk) if form.cleaned_data["decision"] == "same" else redirect(back)
    why = actions.why_alike(actor=request.actor, pairs=[found])
    context = {"pair": found, "reasons": why.get(found.pk, []), "form": form, "back_url": back}
    return render(request, "quality/decide.html", context)


def pair_or_refuse(request: StaffRequest, pair: UUID) -> DuplicatePair:
    """The pair, if whoever asks may decide about both people. Raises NotHere."""
    found = reads.pair_for(pair)
    if found is None:
        raise NotHere
    for person in (found.first, found.second):
        allow(request, "quality.decide", register.facts(person))
    return found
