"""The address to which a page sends what is being typed, at every pause."""

from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.rules.meeting import read_marks, write_marks
from titip.intake.views.finding import base_in, here_in, sheet_or_refuse, typed_in
from titip.protect.gate import page
from titip.protect.gate.once import DRAFT_HEADER


@page("intake.fill", keeps=False)
def draft(request, person_id, form_code):
    """Seal what was typed in the section on the page. Answers when, the version that the draft stands on, and what to hold the next pause against.

    409 names no values: another tab of hers typed the same questions, and any button shows both.
    """
    person, sheet = sheet_or_refuse(request, person_id, form_code)
    if request.method == "GET" and DRAFT_HEADER in request.headers:  # which pause was the last to arrive?
        found = reads.draft_for(request.actor, person, form_code)
        return JsonResponse({"pause": reads.last_pause(found) if found else ""})
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    kept = actions.meet_draft(
        actor=request.actor, person=person, form_code=form_code, base_number=base_in(request, sheet), typed=typed_in(request, sheet),
        had=read_marks(request.POST.get("had", "")), here=here_in(request, sheet),
    )
    fields = {"base": str(kept.draft.base_number), "had": write_marks(kept.marks)}
    if kept.clashes:
        said = _("Not saved: you typed something else here in another tab. What you typed stays on this page. Go on to see both and choose.")
        return JsonResponse({"state": "clash", "message": said, "fields": fields}, status=409)
    return JsonResponse({"state": "saved", "at": kept.draft.updated_at.isoformat(), "fields": fields})
