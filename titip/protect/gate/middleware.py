"""The middleware that closes every view which does not say who may."""

import logging
import secrets
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from titip.kit import clock
from titip.kit.noted import noting
from titip.protect import vault
from titip.protect.actions import audit, sessions
from titip.protect.actions.watching import sound
from titip.protect.gate.asking import REFERENCE, SEEN, SINCE, NotReady, StaffRequest, actor_in, only, reference_in
from titip.protect.gate.covering import covered_in, stands, under_cover
from titip.protect.gate.keeping import asks_for_data, fields_of, hold, keep
from titip.protect.gate.marks import Mark, mark_of
from titip.protect.models import Staff
from titip.protect.reads.house_clock import on_house_clock
from titip.protect.reads.staff import sees_high_risk
from titip.protect.rules.access import Actor, needs_second_factor
from titip.protect.rules.glass import UNDER
from titip.protect.rules.watching import Watched
from titip.protect.sign_in.devices import family_of
from titip.protect.sign_in.second_factor import has_second_factor

log = logging.getLogger("titip.gate")

#: A full disk, a file that cannot be written, a store that stays locked.
_TROUBLE = (OperationalError, OSError)
#: Caches that a second process does not see, or that forget at a restart: rate limits and replay guard would not hold in them.
_PRIVATE_CACHES = ("locmem", "dummy")


class Gate:
    """Lets a request through to its view, or says what is missing: an unlocked server, a sign-in, a second factor, a right."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        refuse_private_cache()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, on the organisation's clock; the gate stands in ``process_view``, once the address is known."""
        before = UNDER.set(())
        try:
            with noting(), on_house_clock(), vault.spending() as spent:
                request._titip_spent = spent  # type: ignore[attr-defined]
                response = self.get_response(request)
                if spent.crossed and not vault.is_locked():
                    sound(staff_code=spent.code, kind=Watched.BUDGET, count=spent.crossed)
                return response
        finally:
            UNDER.reset(before)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Return an answer in the view's stead, or None to let the request through. Raises NotHere."""
        mark = mark_of(view)
        if mark is None:
            log.error("the view %s.%s declares no action: nobody may open it", view.__module__, getattr(view, "__qualname__", "?"))
            raise Http404
        if vault.is_locked():
            return None if mark.while_locked else _while_locked(request, mark)
        try:
            return None if mark.open else enter(request, mark)
        except _TROUBLE as trouble:
            return _in_trouble(request, mark, trouble)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A server that locks in the middle of a request, or whose disk is full, loses nothing that was typed."""
        if isinstance(exception, vault.Locked):
            return _while_locked(request, Mark())
        if isinstance(exception, vault.OverBudget):
            return _over_budget(request, exception)
        if isinstance(exception, NotReady):
            return TemplateResponse(request, "protect/not_ready.html", status=403).render()
        mark = mark_of(request.resolver_match.func) if request.resolver_match else None
        return _in_trouble(request, mark or Mark(), exception) if isinstance(exception, _TROUBLE) and _changes(request) else None


def enter(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    """Check the sign-in, its age, its second factor and the right to the page; None when all is well. Raises NotHere."""
    if not isinstance(request.user, Staff):
        return _signed_out(request, mark)
    if (ended := _session_ended(request, mark)) is not None:
        return ended
    if not mark.under_cover and covered_in(request):
        return under_cover(request, keeps=mark.keeps)
    return _with_rights(request, mark)


def refuse_private_cache() -> None:
    """Raise ImproperlyConfigured where rate limits would stand in a cache that one process keeps for itself."""
    backend = str(settings.CACHES["default"]["BACKEND"]).lower()
    if any(name in backend for name in _PRIVATE_CACHES):
        raise ImproperlyConfigured("Sign-in limits need a cache that all processes share and that outlives a restart: use the database cache.")


def _while_locked(request: HttpRequest, mark: Mark) -> HttpResponse:
    if _changes(request):
        return hold(request, "locked")
    if asks_for_data(request):
        return hold(request, "locked")
    return _to("unlock", request)


def _in_trouble(request: HttpRequest, mark: Mark, trouble: Exception) -> HttpResponse:
    """The stores cannot be written: what was typed goes back to the page. Raises ``trouble`` where nothing was typed."""
    if not _changes(request) or not (mark.keeps or asks_for_data(request)):
        raise trouble
    log.error("the stores could not be written: %s", type(trouble).__name__, exc_info=trouble)
    return hold(request, "trouble")


def _over_budget(request: HttpRequest, stopped: vault.OverBudget) -> HttpResponse:
    """Nothing was opened. The refusal and the alarm stand in the log before she is told; what she typed stays on her page."""
    actor = cast(Actor, actor_in(request))
    audit.record_refusal(kind="protect.budget", actor_code=actor.code, session=reference_in(request), detail={"people": stopped.count})
    sound(staff_code=actor.code, kind=Watched.STOP, count=stopped.count)
    if _changes(request) or asks_for_data(request):
        return hold(request, "stopped")
    return TemplateResponse(request, "protect/stopped.html", {"sentence": str(stopped)}, status=403).render()


def _signed_out(request: HttpRequest, mark: Mark) -> HttpResponse:
    if asks_for_data(request) or (_changes(request) and mark.keeps):
        return hold(request, "signed-out")
    return _to(settings.LOGIN_URL, request)


def _session_ended(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    """End a session that was idle for too long or has lasted too long; what was just typed is kept for its owner."""
    now = clock.now().timestamp()
    session = request.session
    actor = cast(Actor, actor_in(request))
    idle = settings.TITIP_IDLE_HIGH if sees_high_risk(actor.roles) else settings.TITIP_IDLE
    since, seen = session.setdefault(SINCE, now), session.setdefault(SEEN, now)
    if max(since, seen) > now + 60:  # noted by a clock that ran ahead: from here on it is counted
        since = session[SINCE] = min(since, now)
        seen = session[SEEN] = min(seen, now)
    staff = cast(Staff, request.user)
    if REFERENCE not in session:
        session[REFERENCE] = secrets.token_hex(8)
        sessions.begin(staff=staff, reference=session[REFERENCE], family=family_of(request))
    why = "idle" if now - seen > idle else "eight_hours" if now - since > settings.TITIP_LONGEST else "" if stands(request, session[REFERENCE]) else "ended"
    if not why:
        if not mark.quiet and now - seen > idle / 20:  # not at every request: each is a write
            session[SEEN] = now
            sessions.seen(reference=session[REFERENCE])
        return None
    sessions.ended(reference=session[REFERENCE])
    if why != "ended":  # whoever ended it wrote it down
        audit.record(kind="protect.sign_out", actor_code=staff.code, session=reference_in(request), detail={"why": why})
    kept = None
    if _changes(request) and mark.keeps and not asks_for_data(request) and not request.FILES:
        kept = keep(staff, request.get_full_path(), fields_of(request))
    logout(request)
    if kept is not None:
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': reverse('kept', args=[kept.pk])})}")
    return _signed_out(request, mark)


def _with_rights(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    actor = cast(Actor, actor_in(request))
    cast(StaffRequest, request).actor = actor
    UNDER.set(actor.openings)
    if not mark.before_second_factor and needs_second_factor(actor.roles, actor.policy) and not actor.second_factor:
        if asks_for_data(request):
            return hold(request, "signed-out")
        return _to("mfa_reauthenticate" if has_second_factor(request.user) else "mfa_activate_totp", request)
    only(request, mark.action)
    if (spent := getattr(request, "_titip_spent", None)) is not None:
        spent.code = actor.code
    return None


def _changes(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")


def _to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    """Send to a page, and back afterwards where coming back shows something."""
    path = "" if _changes(request) else request.get_full_path()
    query = f"?{urlencode({'next': path})}" if path and path != "/" else ""
    return HttpResponseRedirect(reverse(name) + query)
