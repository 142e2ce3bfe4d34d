"""Shows what does not fit, asks why it may stand, checks all records again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from titip.protect.actions import audit, background
from titip.protect.gate import NotHere, StaffRequest, allow, done, keep_typed, may, only, page, typing, unjudged
from titip.protect.reads.paging import page_of
from titip.quality import actions, reads
from titip.quality.forms import ExplainForm
from titip.quality.jobs import CHECK_ALL
from titip.quality.models import Finding
from titip.quality.reads.board import findings_for
from titip.register import reads as register

#: Findings on a page.
PER_PAGE = 25
#: Records that opening the board checks, where they changed since their last check.
ON_OPENING = 100


@page("quality.board")
def board(request: StaffRequest) -> HttpResponse:
    """The findings within reach, open ones first asked for. Records that changed are checked now, a bounded number of them."""
    checked = actions.check_changed(actor_code=request.actor.code, most=ON_OPENING)
    state = "explained" if request.GET.get("state") == "explained" else "open"
    rows = findings_for(request.actor).filter(state=state)
    shown = page_of(rows, request.GET, PER_PAGE)
    lines = reads.shown(request.actor, shown.object_list)
    if lines:
        people = sorted({str(line.finding.record.person_id) for line in lines})
        audit.record(kind="quality.board", actor_code=request.actor.code, subjects=[("person", person) for person in people], detail={"findings": len(lines)})
    context = {
        "page": shown, "lines": lines, "state": state, "counts": reads.board(request.actor), "waiting": checked.waiting,
        "may_check": may(request, "quality.check"), "may_explain": may(request, "quality.explain"), "may_pairs": may(request, "quality.pairs"),
    }
    return render(request, "quality/board.html", context)


@page("quality.check")
@require_POST
def check_now(request: StaffRequest) -> HttpResponse:
    """Have every record checked, in the background: a page shows how far it is."""
    only(request, "quality.check")
    asked = background.ask(job=CHECK_ALL, ids={}, actor_code=request.actor.code, staff_id=request.user.pk)
    return redirect("work_one", work=asked.pk)


@page("quality.explain")
def explain(request: StaffRequest, finding: UUID) -> HttpResponse:
    """Say why the answers of a finding may stand."""
    found = _finding(request, finding)
    line = reads.shown(request.actor, [found])[0]
    if not line.readable:
        raise NotHere  # nobody explains what she may not see
    if kept := keep_typed(request, title=_("Why the answers may stand"), about=found.record.person_id):
        return kept
    form = ExplainForm(typing(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain(actor=request.actor, finding=found, reason=form.cleaned_data["reason"])
        except actions.CannotExplain as refused:
            form.add_error(None, _(str(refused)))
        else:
            done(request)
            messages.success(request, _("Explained. It comes back only if the answers change and still do not fit."))
            return redirect("quality:board")
    back = reverse("quality:board")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": line.message,
        "intro": _("Answers: %(labels)s.") % {"labels": ", ".join(line.elements)}, "why": line.cure,
        "submit_label": _("Keep the explanation"), "title": _("Quality"), "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


def _finding(request: StaffRequest, finding: UUID) -> Finding:
    found = reads.finding_for(finding)
    if found is None:
        raise NotHere
    allow(request, "quality.explain", register.facts(found.record))
    return found
