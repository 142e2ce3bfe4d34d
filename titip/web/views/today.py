"""Today: the first page, composed of what the rooms put on it."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from titip.protect.gate import StaffRequest, may, page
from titip.protect.rules.pages import panels


@page("protect.today")
@require_GET
def today(request: StaffRequest) -> HttpResponse:
    """The panels of the page ``today`` that this colleague may see and that have something to say."""
    return TemplateResponse(request, "web/today.html", {"panels": _rendered(request, "today"), "may_search": may(request, "protect.search")})


def _rendered(request: StaffRequest, name: str) -> list[SafeString]:
    shown = []
    for panel in panels(name):
        if may(request, panel.action) and (context := panel.context(request)) is not None:
            shown.append(render_to_string(panel.template, context, request))
    return shown
