"""The weekly report: one page with the anchor and the week in counts, to print and to keep away from the server."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.kit import clock
from titip.protect.actions import watching
from titip.protect.gate import StaffRequest, page
from titip.protect.models import Digest
from titip.protect.reads import weekly as reads
from titip.protect.reads.log import label_of, last_proof
from titip.protect.reads.staff import organisation
from titip.protect.rules.watching import KINDS, Watched, days_of, week_of

#: Kinds of entries shown one by one; the others stand together, so that the report stays one page.
MOST_KINDS = 10


@page("protect.week")
@require_GET
def week(request: StaffRequest) -> HttpResponse:
    """A week in counts; this one unless the address names another."""
    now = week_of(clock.today())
    asked = request.GET.get("week", now)
    try:
        counted = reads.week_in_counts(asked)
    except ValueError:
        asked = now
        counted = reads.week_in_counts(now)
    first, last = days_of(asked)
    kept = reads.kept_anchors()
    kinds = [(label_of(kind), many) for kind, many in counted.kinds]
    context = {
        "week": counted, "first": first, "last": last, "before": week_of(first - timedelta(days=7)), "after": week_of(first + timedelta(days=7)), "now": now,
        "kinds": kinds[:MOST_KINDS], "others": sum(many for _label, many in kinds[MOST_KINDS:]),
        "alarms": [(KINDS[Watched(kind)].short, many, looked) for kind, many, looked in counted.alarms],
        "kept": kept, "unfit": reads.unfit(kept.anchors), "organisation": organisation(), "proof": last_proof(),
        "digests": Digest.objects.order_by("-week")[:8], "made_at": clock.now(),
    }
    return TemplateResponse(request, "protect/week.html", context)


@page("protect.week")
@require_POST
def week_make(request: StaffRequest) -> HttpResponse:
    """Keep this week's anchor now, in the folder, the second place and the mail, and say what became of each."""
    made = watching.digest(week=week_of(clock.today()), actor_code=request.actor.code)
    if made.file == "ok" and {made.copied, made.mailed} <= {"ok", ""}:
        messages.success(request, _("The anchor is kept."))
    else:
        messages.error(request, _("Not everything could be written or sent. Below it says what; it is tried again."))
    return redirect("week")
