"""The screen covered in an interview: whether it is, what is answered meanwhile, and where it goes on afterwards."""

from typing import Any, Final, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from titip.protect.actions import audit, covering, sessions
from titip.protect.gate.asking import StaffRequest, reference_in
from titip.protect.gate.keeping import asks_for_data, fields_of, hold, keep
from titip.protect.gate.once import DRAFT_BUTTON
from titip.protect.models import Staff
from titip.protect.reads.sessions import Standing, standing_of

#: Keys of the session: the PIN, stretched; where to go on.
PIN: Final = "titip.cover.pin"
BACK: Final = "titip.cover.back"
#: Fields of a press on Cover: the page it was pressed on, the address of the form that could not be saved.
FOR, FIELDS_FOR = "cover_for", "cover_fields_for"
#: The field of a page's form that says that its words become a draft (``gate.drafting``).
NUMBER: Final = "draft_number"


def covered_in(request: Any) -> bool:
    """Whether the screen of whoever asks is covered. Asked once per request."""
    if not hasattr(request, "_titip_covered"):
        request._titip_covered = isinstance(getattr(request, "user", None), Staff) and standing_of(reference_in(request)) is Standing.COVERED
    return bool(request._titip_covered)


def stands(request: Any, reference: str) -> bool:
    """Whether this sign-in has not been ended elsewhere. The same query tells whether its screen is covered."""
    standing = standing_of(reference)
    request._titip_covered = standing is Standing.COVERED
    return standing is not Standing.ENDED


def has_pin(request: HttpRequest) -> bool:
    """Whether a PIN was chosen for this sign-in."""
    return bool(request.session.get(PIN))


def under_cover(request: HttpRequest, *, keeps: bool) -> HttpResponse:
    """The answer to whatever is asked while the screen is covered. What another tab sends is kept for its owner, unread."""
    if asks_for_data(request):
        return hold(request, "covered")
    if request.method not in ("GET", "HEAD", "OPTIONS") and keeps and not request.FILES:
        keep(cast(Staff, request.user), request.get_full_path(), fields_of(request))
    return HttpResponseRedirect(reverse("cover"))


def cover(request: StaffRequest, *, back: str) -> str:
    """Cover the screen; ``back``: where to go on once the PIN was typed. Returns the address that follows.

    Without a PIN the sign-in ends instead: a cover that anybody may lift is none.
    """
    back = ours(back)
    if not has_pin(request):
        return end(request, why="covered", back=back)
    request.session[BACK] = back
    covering.cover(reference=reference_in(request), actor_code=request.actor.code)
    return reverse("cover")


def keep_sent(request: StaffRequest, path: str) -> str:
    """Keep the fields that came with a press on Cover, sealed for her; the page that holds them, empty where there are none."""
    form = [(name, value) for name, value in fields_of(request) if name not in (FOR, FIELDS_FOR)]
    if path and any(value.strip() for _name, value in form):
        draft = [(DRAFT_BUTTON, "1")] if NUMBER in dict(form) else []  # sent again it becomes a draft, and is not carried out
        if kept := keep(request.user, path, [*form, *draft]):
            return reverse("kept", args=[kept.pk])
    return ""


def end(request: StaffRequest, *, why: str, back: str = "") -> str:
    """End the sign-in; the address where the next begins."""
    audit.record(kind="protect.sign_out", actor_code=request.actor.code, session=reference_in(request), detail={"why": why})
    sessions.ended(reference=reference_in(request))
    logout(request)
    return reverse("account_login") + (f"?{urlencode({'next': back})}" if back and back != "/" else "")


def ours(path: str) -> str:
    """A path of this server, or empty."""
    return path if path.startswith("/") and len(path) <= 600 and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
