"""Shows what words mean."""

from django.http import HttpResponse
from django.shortcuts import render

from titip.govern.rules.glossary import look_up, terms
from titip.protect.gate import StaffRequest, page


@page("govern.glossary")
def glossary(request: StaffRequest) -> HttpResponse:
    """The glossary, or the part of it that was looked for."""
    text = request.GET.get("q", "")[:80]
    return render(request, "govern/glossary.html", {"terms": look_up(text), "text": text, "all": len(terms())})
