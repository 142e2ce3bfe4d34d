"""Breaking the glass: asking, what is open, who did it and why, and a supervisor's word on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from titip.protect.actions import audit
from titip.protect.actions.glass import CannotBreak, break_glass, end_glass, review_glass
from titip.protect.forms.glass import GlassForm, ReviewForm, shown_minutes
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.models import Glass
from titip.protect.reads import glass as reads
from titip.protect.reads.log import label_of
from titip.protect.reads.paging import page_of
from titip.protect.rules.glass import ALL_REASONS

PER_PAGE = 25


@page("protect.glass.break", keeps=False)
def break_one(request: StaffRequest) -> HttpResponse:
    """Ask for one thing outside one's work. The code may come along from the search, posted, so that it stands in no address."""
    coming = request.method == "POST" and "reason" not in request.POST and "words" not in request.POST
    form = GlassForm(initial={"code": request.POST.get("code", "")[:20]}) if coming or request.method != "POST" else GlassForm(request.POST)
    nothing = False
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            asked = break_glass(actor=request.actor, **given)
        except CannotBreak as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            if asked.url:
                if asked.glass:
                    said = _("Open to you for %(time)s. A supervisor is told, and everything you read here is noted as read so.")
                    messages.success(request, said % {"time": shown_minutes(given["minutes"])})
                return redirect(asked.url)
            nothing = True
    return TemplateResponse(request, "protect/glass_break.html", {"form": form, "nothing": nothing})


@page("protect.glass.list")
@require_GET
def listing(request: StaffRequest) -> HttpResponse:
    """Who broke the glass on what, and what was said of it."""
    shown = page_of(reads.listed(request.actor), request.GET, PER_PAGE)
    rows = [_line(row) for row in shown.object_list]
    audit.record(kind="protect.glass.list", actor_code=request.actor.code, detail={"shown": len(rows)})
    return TemplateResponse(request, "protect/glass_list.html", {"page": shown, "rows": rows, "reviewing": may(request, "protect.glass.review")})


@page("protect.glass.list")
def one(request: StaffRequest, glass: UUID) -> HttpResponse:
    """One opening: what was read under it, and the review."""
    row = reads.one(request.actor, glass)
    if row is None:
        raise NotHere
    mine = row.staff_id == request.actor.id
    reviewing = may(request, "protect.glass.review") and not mine and not row.verdict and row.kind != "nothing"
    form = ReviewForm(request.POST if request.method == "POST" and reviewing else None)
    if form.is_bound and form.is_valid():
        try:
            review_glass(actor=request.actor, glass=row, right=form.cleaned_data["verdict"] == "right", note=form.cleaned_data["note"])
        except CannotBreak as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Your word on it is kept."))
            return redirect("glass_list")
    audit.record(kind="protect.glass.list", actor_code=request.actor.code, subjects=[("glass", str(row.pk))])
    done = [(label_of(read.kind), read) for read in reads.read_under(row)]
    return TemplateResponse(request, "protect/glass_one.html", {**_line(row), "form": form if reviewing else None, "mine": mine, "done": done})


@page("protect.glass.break")
def end(request: StaffRequest, glass: UUID) -> HttpResponse:
    """She needs it no longer. Only by pressing: a colleague's is not there, whatever the method."""
    row = reads.open_now(request.actor.id).filter(pk=glass).first()
    if row is None:
        raise NotHere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    end_glass(actor=request.actor, glass=row)
    messages.success(request, _("Closed again."))
    return redirect("today")


def _line(row: Glass) -> dict[str, object]:
    return {"row": row, "reason": ALL_REASONS.get(row.reason, row.reason), "late": reads.late(row)}
