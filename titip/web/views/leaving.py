"""Exit: sign out at once and leave for a neutral page. It never fails and never asks."""

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from titip.protect import vault
from titip.protect.gate import open_page
from titip.protect.reads.staff import organisation

#: Never "storage": a draft may wait there.
_CLEAR = '"cache", "cookies"'


@csrf_exempt  # a form that waited too long must not keep anybody from leaving; other sites send no cookie (SameSite)
@open_page(while_locked=True)
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, empty cache and cookies, show something harmless."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("today"))
    if vault.is_locked():
        request.session.flush()  # no key is needed to remove a session
    else:
        logout(request, show_message=False)
    response = _elsewhere(request)
    response["Clear-Site-Data"] = _CLEAR
    for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(cookie, samesite="Lax")
    return response


@open_page(while_locked=True)
def neutral(request: HttpRequest) -> HttpResponse:
    """A page of everyday notes."""
    return render(request, "neutral.html")


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """The organisation's neutral page, by a refresh: our policy lets no form end at another site. Ours, where it has named none."""
    house = organisation()
    if house is None or not house.neutral_page:
        return HttpResponseRedirect(reverse("neutral"))
    response = render(request, "neutral.html")
    response["Refresh"] = f"0; url={house.neutral_page}"
    response["Referrer-Policy"] = "no-referrer"
    return response
