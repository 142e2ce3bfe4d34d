"""Share shows: the register of releases, a new one, one release, its table as CSV."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from titip.kit.missing import Missing
from titip.protect.gate import NotHere, allow, done, keep_typed, may, page, typing, unjudged
from titip.register.reads.releasing import NotForRelease
from titip.share import actions, reads
from titip.share.disclosure import CAUTIONS
from titip.share.forms import ReleaseForm
from titip.share.rules import STAR, TableProblem
from titip.share.rules.weighed import read_weighed
from titip.share.rules.writing import csv_text

PREVIEW_ROWS = 10
MISSING_SHOWN = {
    Missing.EMPTY: _("not answered"), Missing.UNKNOWN: _("not known"), Missing.DECLINED: _("preferred not to say"),
    Missing.ASK_LATER: _("to be asked"), Missing.NOT_APPLICABLE: _("does not apply"),
}


@page("share.list")
def register(request):
    """The register of releases."""
    return render(request, "share/register.html", {"releases": reads.releases(request.actor)[:200], "may_make": may(request, "share.make")})


@page("share.make")
def make(request):
    """Wish for a release: what it would risk and cost can be looked at first; then it becomes a draft that only its maker sees."""
    if kept := keep_typed(request, title=str(_("Make a release"))):
        return kept
    form = ReleaseForm(typing(request), initial={"source": request.GET.get("from", "")})
    if request.method == "POST" and form.is_valid():
        try:
            wish = actions.Wish(**form.cleaned_data)
            if "weigh" in request.POST:
                weighed = read_weighed(actions.weigh_release(actor=request.actor, wish=wish))
                return render(request, "share/make.html", {"form": form, "sources": reads.sources(), "weighed": weighed})
            release = actions.draft_release(actor=request.actor, wish=wish)
        except (TableProblem, NotForRelease) as refused:
            form.add_error(None, str(refused))
        else:
            done(request)
            return redirect("share:release", release_id=release.pk)
    return render(request, "share/make.html", {"form": unjudged(request, form), "sources": reads.sources()})


@page("share.list")
def release(request, release_id):
    """One release: what it is, what was withheld, what it does not protect against."""
    found = _found(request, release_id)
    own_draft, source = found.state == "draft", reads.source_of(found.source)
    never = reads.never_in(found)
    context = {
        "release": found,
        "people": source is None or source.people,
        "made_from": source.name if source else found.source,
        "weighed": read_weighed(found.weighed),
        "never": never,
        "cautions": CAUTIONS,
        "may_open": found.file_id is not None and not never and (own_draft or found.state == "live") and may(request, "share.read", reads.FACTS),
        "may_send": own_draft and not never,
        "may_decide": found.state == "asked" and found.asked_by_id != request.actor.id and may(request, "share.approve", reads.FACTS),
        "may_recall": found.state in ("live", "asked", "draft") and may(request, "share.make", reads.FACTS),
    }
    return render(request, "share/release.html", context)


@page("share.read")
def table(request, release_id):
    """The first rows of the table, to be looked at."""
    found = _found(request, release_id)
    released = _opened(request, found)
    columns = released.table.columns
    shown = min(released.n, PREVIEW_ROWS)
    cells = [[_shown(column, cell) for cell in column.cells()[:shown]] for column in columns]
    rows = list(zip(*cells, strict=True))
    return render(request, "share/table.html", {"release": found, "released": released, "columns": columns, "rows": rows, "shown": shown})


@page("share.read")
def download(request, release_id):
    """The table as CSV, with its signposts above the header."""
    found = _found(request, release_id)
    released = _opened(request, found)
    response = HttpResponse("\ufeff" + csv_text(released), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="release-{found.code}.csv"'
    return response


@page("share.list")
@require_POST
def decide(request, release_id):
    """Send, approve, refuse or recall, by the button pressed."""
    found = _found(request, release_id)
    wanted = request.POST.get("decision")
    try:
        if wanted == "send":
            allow(request, "share.make", reads.FACTS)
            done = actions.send_release(actor=request.actor, release=found)
            messages.success(request, _("Sent for approval.") if done.state == "asked" else _("Released."))
        elif wanted in ("approve", "refuse"):
            allow(request, "share.approve", reads.FACTS)
            actions.decide_release(actor=request.actor, release=found, approve=wanted == "approve")
            messages.success(request, _("Approved.") if wanted == "approve" else _("Refused."))
        elif wanted == "recall":
            allow(request, "share.make", reads.FACTS)
            actions.recall_release(actor_code=request.actor.code, release=found, reason=request.POST.get("reason", ""))
            messages.success(request, _("Recalled: the table is destroyed."))
    except actions.CannotDecide as refused:
        messages.error(request, str(refused))
    return redirect("share:release", release_id=found.pk)


def _shown(column, cell):
    if isinstance(cell, Missing):
        return MISSING_SHOWN[cell]
    return STAR if cell == STAR else column.name(cell)


def _found(request, release_id):
    found = reads.release_for(request.actor, release_id)
    if found is None:
        raise NotHere
    allow(request, "share.list", reads.FACTS)
    return found


def _opened(request, found):
    allow(request, "share.read", reads.FACTS)
    try:
        return reads.open_release(request.actor, found)
    except reads.NotReleased:
        raise NotHere from None
