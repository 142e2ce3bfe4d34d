"""One box for everything one may find: composed of what the rooms find."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.actions.rates import within
from titip.protect.gate import StaffRequest, may, page
from titip.protect.rules.looking import LONGEST, Asked, read_asked
from titip.protect.rules.pages import panels

#: Searches of one colleague in a minute: more than anybody types, far fewer than somebody needs who tries codes.
MOST_A_MINUTE = 30


@page("protect.search", keeps=False)
def search(request: StaffRequest) -> HttpResponse:
    """Find by code, chosen name, place or day. What is typed is posted: it stands in no address, no history, no log.

    Somebody else's person and one who does not exist are looked for in the same way and answered by the same page.
    """
    typed = request.POST.get("q", "")[:LONGEST]
    if request.method == "POST" and not within(what="search", code=request.actor.code, most=MOST_A_MINUTE):
        audit.record_refusal(kind="protect.search", actor_code=request.actor.code, detail={"why": "too_many"})
        return TemplateResponse(request, "web/search.html", {"q": typed, "too_many": True}, status=429)
    asked = read_asked(typed, today=clock.today()) if request.method == "POST" else None
    found = _drawn(request, "search", asked) if asked is not None and not asked.slip else []
    after = _drawn(request, "search_after", asked) if asked is not None and not asked.slip else []  # the same whatever was found
    if asked is not None:
        audit.record(kind="protect.search", actor_code=request.actor.code, detail={"by": asked.kind, "rooms": len(found)})
    context = {"q": typed, "asked": asked, "found": found, "after": after, "too_short": request.method == "POST" and asked is None}
    return TemplateResponse(request, "web/search.html", context)


def _drawn(request: StaffRequest, name: str, asked: Asked) -> list[SafeString]:
    drawn = []
    for panel in panels(name):
        if may(request, panel.action) and (context := panel.context(request, asked=asked)) is not None:
            drawn.append(render_to_string(panel.template, context, request))
    return drawn
