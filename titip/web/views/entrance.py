"""Small things at the door: help, language, and whether the server answers."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from titip.protect.gate import StaffRequest, open_page, page


@page("protect.help")
@require_GET
def help_page(request: StaffRequest) -> HttpResponse:
    """What one needs to know, on a page."""
    return TemplateResponse(request, "web/help.html")


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
