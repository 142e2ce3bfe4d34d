"""Asks once more before two codes become one person, says what will follow, and takes it back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.gate import NotHere, StaffRequest, allow, page
from titip.quality import actions
from titip.quality.forms import MergeForm, UnmergeForm
from titip.quality.views.pairs import pair_or_refuse
from titip.register import reads as register


@page("quality.decide")
def merge(request: StaffRequest, pair: UUID) -> HttpResponse:
    """What will follow, and under which code she is kept."""
    found = pair_or_refuse(request, pair)
    hers = [*register.codes_of(found.first_id), *register.codes_of(found.second_id)]
    within = register.people_for(request.actor, "quality.decide").in_bulk(hers)
    if len(within) < len(set(hers)):  # somebody else decided before, about a code that only others see
        messages.error(request, _("More is known about one of these codes than you may see. Ask the custodian to decide."))
        return redirect("quality:pairs")
    form = MergeForm(request.POST if request.method == "POST" else None, codes=[(str(one), within[one].code) for one in dict.fromkeys(hers)])
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge(actor=request.actor, pair=found, kept=UUID(form.cleaned_data["kept"]))
        except actions.CannotMerge as problem:
            form.add_error(None, ValidationError(_(str(problem))))
        else:
            messages.success(request, _("They are one person now. Nothing was moved; it can be taken back on her page."))
            return redirect("register:person", person_id=form.cleaned_data["kept"])
    return render(request, "quality/merge.html", {"pair": found, "form": form, "back_url": reverse("quality:pairs")})


@page("quality.decide")
def unmerge(request: StaffRequest, merged: UUID) -> HttpResponse:
    """Take it back, saying why."""
    found = register.same_for(merged)
    if found is None:
        raise NotHere
    for person in (found.one, found.other):
        allow(request, "quality.decide", register.facts(person))
    form = UnmergeForm(request.POST if request.method == "POST" else None)
    back = reverse("register:person", args=[found.one_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.unmerge(actor=request.actor, row_id=found.pk, reason=form.cleaned_data["reason"])
        except actions.CannotMerge as problem:
            form.add_error(None, ValidationError(_(str(problem))))
        else:
            messages.success(request, _("They are two people again. Everything is as it was before."))
            return redirect(back)
    context = {
        "form": form, "heading": _("Are %(one)s and %(other)s two people after all?") % {"one": found.one.code, "other": found.other.code},
        "intro": _("Each code has kept its own records, consents and log all the time. They are shown and counted apart again."),
        "submit_label": _("Make them two again"), "title": _("Quality"), "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)
