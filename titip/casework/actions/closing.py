"""Closing a case: asked for by one colleague, decided by another."""

from django.db import transaction
from django.utils.translation import gettext

from titip.casework.actions.cases import stated
from titip.casework.actions.moving import enter, held
from titip.casework.actions.problems import CannotDo
from titip.casework.models import Approval, Case
from titip.casework.rules.closing import REASONS, Reason, problem_with_deciding, problems_with_closing
from titip.casework.rules.states import OPEN, State
from titip.casework.rules.words import Accepted
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor


@transaction.atomic
def ask_closure(*, actor: Actor, case: Case, reason: Reason, note: str = "") -> Approval:
    """Ask for a case to be closed. Refused while a service is open."""
    case = held(case)
    if case.state == State.CLOSURE:
        raise CannotDo(_("Closing was asked for already. It waits for a decision."))
    _refuse_problems(case)
    row = Approval.objects.create(case=case, kind="closure", asked_by_id=actor.id, reason=reason, note=clean_line(note)[:200])
    audit.record(kind="casework.close", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"reason": reason.value})
    enter(case, State.CLOSURE, actor=actor, reason=row.note or gettext(REASONS[reason]))
    return row


@transaction.atomic
def decide_closure(*, actor: Actor, case: Case, approve: bool, note: str = "") -> Approval:
    """Close the case, or send it back to where it was, with a reason. Never by whoever asked."""
    case = held(case)
    row = case.approvals.select_for_update().filter(kind="closure", outcome="").first()
    if row is None or case.state != State.CLOSURE:
        raise CannotDo(_("Nothing waits for a decision here. Somebody may have decided meanwhile."))
    if problem := problem_with_deciding(asked_by=row.asked_by_id, decider=actor.id):
        raise CannotDo(problem)
    note = clean_line(note)[:200] if approve else stated(note)
    if approve:
        _refuse_problems(case)
    row.decided_by_id, row.decided_at = actor.id, clock.now()
    row.outcome, row.decision_note = "approved" if approve else "rejected", note
    row.save(update_fields=["decided_by", "decided_at", "outcome", "decision_note"])
    audit.record(
        kind="casework.approve", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"reason": row.reason, "approved": approve},
    )
    if approve:
        _finish_steps(case, actor)
        enter(case, State.CLOSED, actor=actor, reason=note or gettext("Approved"), closed_for=row.reason)
    else:
        enter(case, _came_from(case), actor=actor, reason=note)
    return row


def _refuse_problems(case: Case) -> None:
    open_services = case.services.filter(ended_at=None).exclude(accepted=Accepted.NO).count()
    problems = problems_with_closing(state=State(case.state), open_services=open_services)
    if problems:
        raise CannotDo(problems[0])


def _finish_steps(case: Case, actor: Actor) -> None:
    """Nothing stays due on a closed case."""
    case.steps.filter(done_at=None).update(done_at=clock.now(), done_by_id=actor.id)


def _came_from(case: Case) -> State:
    """Where the case stood when closing was asked for."""
    last = case.transitions.filter(after=State.CLOSURE).last()
    before = State(last.before) if last else State.NEEDS
    return before if before in OPEN else State.NEEDS
