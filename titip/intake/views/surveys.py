"""The pages of a survey: how it is drawn, who could not be asked, and how representative it is."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import SurveyDesign
from titip.intake.models.surveys import OUTCOMES
from titip.intake.rules.surveys import BY_CHANCE
from titip.intake.views.records import kind_or_refuse
from titip.protect.gate import NotHere, done, keep_typed, offer_undo, page, take_up, typing, unjudged
from titip.protect.rules.undoing import CannotUndo


@page("intake.survey")
def survey(request, kind_code):
    """How representative it is, in numbers and plain words."""
    kind = kind_or_refuse(request, kind_code)
    held = reads.survey_of(kind.code)
    if held is None:
        return redirect("intake:survey_design", kind.code)
    here = reads.standing_of(kind, held)
    named = {rate.name: rate for rate in here.rates}
    context = {
        "kind": kind, "survey": held, "here": here, "drawn": _(held.get_drawn_display()), "mode": _(held.get_mode_display()),
        "by_chance": held.drawn in BY_CHANCE, "rates": [(rate, _percent(rate.share)) for rate in here.rates], "response": _percent(named["RR1"].share),
        "missing": here.outcomes.eligible - here.outcomes.complete, "far": [(label, row) for label, row in here.against if row.far],
        "left": max((held.sample_size or 0) - here.outcomes.attempts, 0),
    }  # fmt: skip
    return render(request, "intake/records/survey.html", context)


def _percent(share):
    return None if share is None else round(100 * share, 1)


@page("intake.survey")
def survey_design(request, kind_code):
    """Say from what, how and how many."""
    kind = kind_or_refuse(request, kind_code)
    if kept := keep_typed(request, title=_("How a survey is drawn: %(kind)s") % {"kind": kind.name}):
        return kept
    held = reads.survey_of(kind.code)
    form = SurveyDesign(kind, held, typing(request))
    if request.method == "POST" and form.is_valid():
        actions.design_survey(actor=request.actor, kind=kind, design=form.design(), frame=form.counts())
        done(request)
        compare = form.cleaned_data["compare_element"]
        if compare and not form.counts():
            messages.success(request, _("Kept. Now write how many of each group stand in the list."))
            return redirect("intake:survey_design", kind.code)
        messages.success(request, _("Kept. It stands with the records, and on the page that says how far they reach."))
        return redirect("intake:survey", kind.code)
    back = reverse("intake:record_list", args=[kind.code])
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("How this survey is drawn"), "title": _("Survey"), "submit_label": _("Keep this"),
        "back_url": back, "cancel_url": back, "intro": _("It stays with the records, so that whoever reads a number knows whom it is about."),
    }  # fmt: skip
    return render(request, "titip/form_page.html", context)


@page("intake.record")
def survey_contact(request, kind_code):
    """One press: refused, nobody there. Nothing about who it was."""
    kind = kind_or_refuse(request, kind_code, "intake.record")
    held = reads.survey_of(kind.code)
    if held is None:
        raise NotHere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    words = dict(OUTCOMES).get(request.POST.get("outcome", ""))
    if words is None:
        messages.error(request, _("Not counted: choose one of the buttons."))
    else:
        row = actions.count_contact(actor=request.actor, survey=held, outcome=request.POST["outcome"])
        offer_undo(request, reverse("intake:contact_back", args=[row.pk]), _("Counted: %(what)s.") % {"what": _(words)})
    return redirect("intake:record_list", kind.code)


@page("intake.record", keeps=False)
def contact_back(request, contact_id):
    """Take one's own count back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        take_up(request)
        actions.undo_contact(actor=request.actor, contact_id=contact_id)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
    else:
        messages.success(request, _("Taken back. It is not counted."))
    return redirect("intake:records")
