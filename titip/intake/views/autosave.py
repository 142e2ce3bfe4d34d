"""The address to which a page sends what is being typed, at every pause."""

from django.http import HttpResponseNotAllowed, JsonResponse

from titip.intake import actions
from titip.intake.views.finding import base_in, sheet_or_refuse, typed_in
from titip.protect.gate import page


@page("intake.fill", keeps=False)
def draft(request, person_id, form_code):
    """Seal what was typed in the section on the page. Answers when, and the version that the draft stands on."""
    person, sheet = sheet_or_refuse(request, person_id, form_code)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    kept = actions.keep_draft(actor=request.actor, person=person, form_code=form_code, base_number=base_in(request, sheet), typed=typed_in(request, sheet))
    return JsonResponse({"state": "saved", "at": kept.updated_at.isoformat(), "fields": {"base": str(kept.base_number)}})
