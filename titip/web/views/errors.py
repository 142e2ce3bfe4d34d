"""What is said when something cannot be shown, or not yet taken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from titip.protect import vault
from titip.protect.gate import may
from titip.protect.gate.keeping import asks_for_data, fields_of, hold


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits, as after signing in again. From our own page: what was typed is carried back, to be sent again."""
    if asks_for_data(request):
        return hold(request, "expired-page")
    context = {"fields": fields_of(request), "action": request.get_full_path()} if _from_our_own_page(request) else {}
    return render(request, "403_csrf.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for what is not there and for what is not for you."""
    return render(request, "404.html", {"glass": _may_break_glass(request)}, status=404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something malformed was sent."""
    return render(request, "400.html", status=400)


def not_open(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A library refused. Our own refusals look like pages that are not there."""
    return render(request, "404.html", {"glass": _may_break_glass(request)}, status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries."""
    return render(request, "web/too_many.html", status=429)


def _may_break_glass(request: HttpRequest) -> bool:
    """Whether the page shows the way to an emergency opening: by her role alone, whatever the address was."""
    return hasattr(request, "user") and not vault.is_locked() and may(request, "protect.glass.break")


def _from_our_own_page(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form stood on our page. Without that word it may be another site's."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
