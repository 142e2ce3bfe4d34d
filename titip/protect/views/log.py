"""Who did what: the log for those who watch over it. Looking is logged as well."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from titip.protect.actions import audit, background
from titip.protect.actions.watching import sound
from titip.protect.forms.log import LogFilter
from titip.protect.gate import StaffRequest, may, page
from titip.protect.gate.asking import reference_in
from titip.protect.reads import log
from titip.protect.reads.paging import page_of
from titip.protect.reads.weekly import ANCHOR, unfit
from titip.protect.rules.watching import Watched

PER_PAGE = 50


@page("protect.audit.read")
@require_GET
def who_did_what(request: StaffRequest) -> HttpResponse:
    """A page of the log; filters stand in the address and are codes only."""
    form = LogFilter(request.GET or None)
    wanted = form.wanted() if form.is_valid() else log.Wanted()
    shown = page_of(log.events(wanted), request.GET, PER_PAGE, most=20_000)
    rows = log.lines(shown.object_list, with_names=may(request, "protect.staff.list"))
    _note_look(request, wanted, len(rows), shown.number)
    context = {"form": form, "page": shown, "lines": rows, "filtered": wanted != log.Wanted(), "anchor": audit.anchor(), "proof": log.last_proof()}
    return TemplateResponse(request, "protect/log.html", context)


@page("protect.audit.read", keeps=False)
@require_POST
def verify(request: StaffRequest) -> HttpResponse:
    """Compare with an anchor where one is given, at once; then prove the whole chain in the background, with progress."""
    given = request.POST.get("anchor", "").strip().lower()
    if given and not ANCHOR.fullmatch(given):
        return TemplateResponse(request, "protect/verified.html", {"bad_anchor": True, "anchor": given})
    if given and unfit((given,)):
        number = int(given.split("-")[0])
        audit.record(
            kind="protect.audit.verify", actor_code=request.actor.code, session=reference_in(request), outcome="failed",
            detail={"first_bad": number, "anchored": True, "anchor": given},
        )
        sound(staff_code="log", kind=Watched.LOG, count=1)
        return TemplateResponse(request, "protect/verified.html", {"unfit": number, "anchor": given})
    work = background.ask(job="protect.verify", ids={"anchor": given} if given else {}, actor_code=request.actor.code, staff_id=request.user.pk)
    return redirect("work_one", work=work.pk)


def _note_look(request: StaffRequest, wanted: log.Wanted, count: int, number: int) -> None:
    """Who looked, for what, and how much was shown. What was typed stays out where it is no code that stands in the log."""
    asked = [name for name in ("person", "thing", "kind", "day") if getattr(wanted, name)]
    with transaction.atomic():
        audit.record(
            kind="protect.audit.read",
            actor_code=request.actor.code,
            session=reference_in(request),
            detail={"by": asked, "shown": count, "page": number},
        )
