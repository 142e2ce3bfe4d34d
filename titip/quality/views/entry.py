"""Shows how the entering of each form goes: for whoever looks after the forms, never about whoever fills them in."""

from django.http import HttpResponse
from django.shortcuts import render

from titip.dictionary import reads as dictionary
from titip.protect.gate import StaffRequest, may, only, page
from titip.quality import reads


@page("quality.entry")
def entry(request: StaffRequest) -> HttpResponse:
    """One form at a time. Nobody is named and nothing is opened, so nothing is logged."""
    only(request, "quality.entry")
    forms = dictionary.forms()
    wished = request.GET.get("form", "")
    chosen = next((form for form in forms if form.code == wished), forms[0] if forms else None)
    context = {"forms": forms, "chosen": chosen, "entry": reads.entry(chosen.code) if chosen else None, "may_choose": may(request, "intake.way")}
    return render(request, "quality/entry.html", context)
