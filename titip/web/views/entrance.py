"""Small things at the door: help, the pages of a folded menu, language, and whether the server answers."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from titip.protect.gate import NotHere, StaffRequest, open_page, page
from titip.protect.rules.pages import GROUPS
from titip.web.menu import of_group


@page("protect.help")
@require_GET
def help_page(request: StaffRequest) -> HttpResponse:
    """What one needs to know, on a page."""
    return TemplateResponse(request, "web/help.html")


@page("protect.help")
@require_GET
def menu_page(request: StaffRequest, group: str) -> HttpResponse:
    """What a long menu folds away behind one entry, each with a line on what one finds there."""
    entries = of_group(request, group)
    if group not in GROUPS or not entries:
        raise NotHere
    return TemplateResponse(request, "web/menu.html", {"group": GROUPS[group], "entries": entries})


@open_page(while_locked=True)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Another language for the pages, kept in a cookie."""
    response: HttpResponse = django_set_language(request)
    return response


@open_page(while_locked=True)
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """That the server answers; nothing else."""
    return JsonResponse({"ok": True})
