"""Forms that move a case: on, to closing, and the decision."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from titip.casework import actions
from titip.casework.forms import ApprovalForm, ClosureForm, MoveForm
from titip.casework.rules.closing import REASONS, Reason
from titip.casework.rules.states import STATES, State
from titip.casework.views.asking import ask, sent, the_case
from titip.casework.views.undoing import undo_url
from titip.protect.gate import NotHere, StaffRequest, page


@page("casework.move")
def move(request: StaffRequest, case: UUID) -> HttpResponse:
    """Move a case on, or reopen it."""
    found = the_case(request, case, "casework.move")
    state = State(found.state)
    if state is State.CLOSURE:
        raise NotHere
    closed = state is State.CLOSED
    return ask(
        request, found, MoveForm(sent(request), state=state), act=lambda given: actions.move(actor=request.actor, case=found, **given),
        done=_("The case has moved."), undo=lambda row: undo_url(found, "move", row.pk),
        heading=(_("Reopen case %(code)s") if closed else _("Move case %(code)s on")) % {"code": found.code},
        submit=_("Reopen the case") if closed else _("Move the case"), intro=_("It stands at: %(state)s.") % {"state": _(STATES[state].label)},
    )


@page("casework.close")
def ask_closure(request: StaffRequest, case: UUID) -> HttpResponse:
    """Ask for the case to be closed."""
    found = the_case(request, case, "casework.close")
    return ask(
        request, found, ClosureForm(sent(request)), act=lambda given: actions.ask_closure(actor=request.actor, case=found, **given),
        done=_("Closing was asked for. A supervisor decides."), undo=lambda row: undo_url(found, "closing", row.pk),
        heading=_("Ask to close case %(code)s") % {"code": found.code},
        submit=_("Ask a supervisor to close it"),
        intro=_("Someone else decides. Until then the case stays open to everyone who works on it."),
    )


@page("casework.approve")
def decide_closure(request: StaffRequest, case: UUID) -> HttpResponse:
    """Close the case, or send it back."""
    found = the_case(request, case, "casework.approve")
    asked = found.approvals.filter(outcome="").select_related("asked_by").first()
    if asked is None:
        raise NotHere
    words = {"name": asked.asked_by.name, "reason": _(REASONS[Reason(asked.reason)])}
    return ask(
        request, found, ApprovalForm(sent(request)),
        act=lambda given: actions.decide_closure(actor=request.actor, case=found, approve=given["decision"] == "approve", note=given["note"]),
        done=_("Decided."), heading=_("Close case %(code)s?") % {"code": found.code}, submit=_("Keep this decision"),
        intro=_("%(name)s asked to close it: %(reason)s.") % words, why=asked.note,
    )
