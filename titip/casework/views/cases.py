"""Shows the list of cases, a case, and the opening of one."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.forms import CaseForm
from titip.casework.rules.states import STATES, State
from titip.casework.views.asking import sent, the_case
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import NotHere, StaffRequest, allow, done, keep_typed, may, page, unjudged
from titip.protect.reads.paging import page_of
from titip.protect.rules.roles import Role
from titip.register import reads as register

#: Cases on a page of the list.
PER_PAGE = 25


@page("casework.list")
def listing(request: StaffRequest) -> HttpResponse:
    """The cases within reach: state, next step, due or overdue in words."""
    usual = "mine" if Role.FRONTLINE in request.actor.roles else "team"
    mine, closed, text = request.GET.get("whose", usual) != "team", request.GET.get("closed") == "yes", request.GET.get("q", "")[:80]
    rows = reads.listed(request.actor, mine=mine, closed=closed, text=text)
    shown = page_of(rows, request.GET, PER_PAGE)
    lines = reads.lines(shown.object_list, clock.today())
    if lines:
        audit.record(kind="casework.list", actor_code=request.actor.code, subjects=[("case", str(line.case.pk)) for line in lines])
    context = {
        "page": shown, "lines": lines, "mine": mine, "closed": closed, "text": text, "filtered": bool(text or closed or "whose" in request.GET),
        "may_add": may(request, "casework.add"),
    }
    return render(request, "casework/list.html", context)


@page("casework.open")
def case_page(request: StaffRequest, case: UUID) -> HttpResponse:
    """A case, composed of panels."""
    found = the_case(request, case, "casework.open")
    facts = reads.facts(found)
    state = State(found.state)
    waiting = found.approvals.filter(outcome="").select_related("asked_by").first()
    people = found.participants.order_by().values_list("person_id", flat=True)
    subjects = [("case", str(found.pk)), *(("person", str(person)) for person in people)]
    audit.record(kind="casework.open", actor_code=request.actor.code, subjects=subjects)
    context = {
        "case": found, "state": STATES[state],
        "may_move": may(request, "casework.move", facts) and state is not State.CLOSURE,
        "may_close": may(request, "casework.close", facts) and state not in (State.CLOSURE, State.CLOSED),
        "waiting": waiting, "asked_myself": waiting is not None and waiting.asked_by_id == request.actor.id,
        "may_decide": waiting is not None and waiting.asked_by_id != request.actor.id and may(request, "casework.approve", facts),
        "closed": state is State.CLOSED,
    }
    return render(request, "casework/case.html", context)


@page("casework.add")
def new(request: StaffRequest, person: UUID) -> HttpResponse:
    """Open a case for a person in one's care."""
    found = register.person_for(person)
    if found is None:
        raise NotHere
    allow(request, "register.open", register.facts(found))
    form = CaseForm(sent(request))
    heading = _("Open a case for %(code)s") % {"code": found.code}
    if kept := keep_typed(request, title=heading, about=found.pk):
        return kept
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                case = actions.open_case(actor=request.actor, person=found, reason=form.cleaned_data["reason"])
                done(request)
        except CannotDo as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        else:
            messages.success(request, _("Case %(code)s is open.") % {"code": case.code})
            return redirect("casework:case", case=case.pk)
    others = [case.code for case in reads.of_person(request.actor, found.pk).exclude(state=State.CLOSED)]
    context = {
        "form": unjudged(request, form), "heading": heading, "drafted": True, "submit_label": _("Open the case"), "title": _("Case"),
        "back_url": reverse("casework:list"), "cancel_url": reverse("casework:list"),
        "warning": _("This person takes part in an open case already: %(codes)s.") % {"codes": ", ".join(others)} if others else "",
    }
    return render(request, "titip/form_page.html", context)
