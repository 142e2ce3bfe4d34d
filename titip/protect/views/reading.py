"""Who read what: for a supervisor about her team, for a custodian about one person, for every colleague about herself."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.forms.watching import PersonAsked, ReadsFilter
from titip.protect.gate import StaffRequest, page
from titip.protect.gate.asking import reference_in
from titip.protect.reads import who_read as reads
from titip.protect.reads.paging import page_of
from titip.protect.reads.staff import organisation
from titip.protect.rules.tracing import TRACING

PER_PAGE = 50
#: So many entries of one person are put on one printed answer; beyond it the page says that there are more.
MOST_PRINTED = 2_000


@page("protect.reads.team")
@require_GET
def who_read(request: StaffRequest) -> HttpResponse:
    """Who opened the records of her team: by colleague, person, day; opened identities with their purpose."""
    form = ReadsFilter(request.GET or None)
    wanted = form.wanted() if form.is_valid() else reads.Wanted()
    rows = reads.of_team(request.actor, wanted)
    shown = page_of(rows, request.GET, PER_PAGE, most=20_000)
    found = reads.lines(shown.object_list, with_names=True, only=TRACING.people(request.actor))
    asked = [name for name in ("reader", "person", "day", "identities") if getattr(wanted, name)]
    audit.record(
        kind="protect.reads.team", actor_code=request.actor.code, session=reference_in(request), detail={"by": asked, "shown": len(found), "page": shown.number}
    )
    readers = reads.readers_of(rows) if shown.number == 1 else []
    context = {"form": form, "page": shown, "lines": found, "filtered": wanted != reads.Wanted(), "readers": readers}
    return TemplateResponse(request, "protect/who_read.html", context)


@page("protect.reads.person")
@require_GET
def seen_by(request: StaffRequest) -> HttpResponse:
    """Everything about one person, to print as the answer to her question. Colleagues stand there by role and code alone."""
    form = PersonAsked(request.GET or None)
    person = reads.person_of(form.cleaned_data["code"]) if form.is_valid() else None
    context = {"form": form, "asked": form.is_bound and form.is_valid(), "person": person}
    if person is not None:
        rows = reads.of_person(person)
        taken = list(rows[: MOST_PRINTED + 1])
        found = reads.lines(taken[:MOST_PRINTED], with_names=False, only=TRACING.things(person))
        parts = {part: [line for line in found if line.part == part] for part in reads.PARTS}
        ours = organisation()
        context |= {
            "code": form.cleaned_data["code"], "parts": parts, "more": len(taken) > MOST_PRINTED, "organisation": ours, "made_at": clock.now(),
            "shown": len(found),
        }
        audit.record(
            kind="protect.reads.person", actor_code=request.actor.code, session=reference_in(request), subjects=[("person", person)],
            detail={"shown": len(found)},
        )
    return TemplateResponse(request, "protect/seen_by.html", context)


@page("protect.myself")
@require_GET
def my_log(request: StaffRequest) -> HttpResponse:
    """What the log says about her."""
    shown = page_of(reads.of_me(request.actor), request.GET, PER_PAGE, most=20_000)
    return TemplateResponse(request, "protect/my_log.html", {"page": shown, "lines": reads.lines(shown.object_list, with_names=False)})
