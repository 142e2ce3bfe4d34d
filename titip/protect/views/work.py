"""Work in the background: what runs, what ran, what failed and why; one piece of work with its progress."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.kit import clock
from titip.protect.actions import background as actions
from titip.protect.actions import standing
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.models import Work
from titip.protect.reads import work as reads
from titip.protect.reads.paging import page_of
from titip.protect.reads.standing import clock_apart

PER_PAGE = 25
#: Seconds after which the page of a piece of work that has not ended loads itself again.
AGAIN = 3


@page("protect.work.list")
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """Every repeating job, and below what ran lately."""
    shown = page_of(reads.history(), request.GET, PER_PAGE)
    context = {"jobs": reads.board(), "page": shown, "lines": reads.lines(shown.object_list), "may_run": may(request, "protect.work.run")}
    context |= {"apart": clock_apart(), "clock": clock.told()}
    return TemplateResponse(request, "protect/work.html", context)


@page("protect.work.run")
def clock_is_right(request: StaffRequest) -> HttpResponse:
    """She says that the machine's clock is right as it stands: what waited for that goes on."""
    if request.method == "POST" and clock_apart() is not None:
        standing.confirm(actor_code=request.actor.code)
        messages.success(request, _("The clock is taken for right. What waited goes on."))
    return redirect("work")


@page("protect.myself", quiet=True, keeps=False)
@require_GET
def one(request: StaffRequest, work: UUID) -> HttpResponse:
    """One piece of work and how far it is: for whoever asked for it, and the administrator. Loads itself again, without a script too."""
    found = _mine(request, work)
    line = reads.line(found)
    still = "still" in request.GET
    context = {"line": line, "still": still, "administers": may(request, "protect.work.list"), "again": AGAIN}
    response = TemplateResponse(request, "protect/work_one.html", context)
    if line.open and not still:
        response["Refresh"] = str(AGAIN)
    return response


@page("protect.work.run")
@require_POST
def run(request: StaffRequest) -> HttpResponse:
    """Run a repeating job now."""
    try:
        found = actions.hasten(job=request.POST.get("job", "")[:60], actor_code=request.actor.code, staff_id=request.user.pk)
    except actions.CannotAsk:
        raise NotHere from None
    messages.success(request, _("It runs as soon as what is before it has ended."))
    return redirect("work_one", work=found.pk)


@page("protect.myself")
def cancel(request: StaffRequest, work: UUID) -> HttpResponse:
    """End one's own work, or as administrator anybody's."""
    found = _mine(request, work)
    if request.method == "POST":
        actions.cancel(work=found, actor_code=request.actor.code)
    return redirect("work_one", work=found.pk)


@page("protect.myself")
def retry(request: StaffRequest, work: UUID) -> HttpResponse:
    """Do again what failed or was cancelled."""
    again = found = _mine(request, work)
    if request.method != "POST":
        return redirect("work_one", work=found.pk)
    try:
        again = actions.retry(work=found, actor_code=request.actor.code, staff_id=request.user.pk)
    except actions.CannotAsk as error:
        messages.error(request, str(error))
    return redirect("work_one", work=again.pk)


def _mine(request: StaffRequest, work_id: UUID) -> Work:
    found = reads.work_for(work_id)
    if found is None or not (found.asked_by_id == request.user.pk or may(request, "protect.work.run")):
        raise NotHere
    return found
