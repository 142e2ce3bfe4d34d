"""Sign-in by one press, in a practice organisation; anywhere else there is no such page."""

from django.http import Http404, HttpRequest, HttpResponse

from titip.protect.gate import open_page
from titip.protect.models import Staff
from titip.protect.sign_in import practice


@open_page()
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Begin the sign-in of the colleague chosen; her code follows."""
    if request.method != "POST":
        raise Http404
    chosen = request.POST.get("colleague", "")
    try:
        return practice.sign_in_as(request, int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0)
    except (practice.NotPractice, Staff.DoesNotExist):
        raise Http404 from None
