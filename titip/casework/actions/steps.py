"""What is due on a case: by a role, never by a person."""

from datetime import date

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, Step
from titip.casework.rules.states import BY_HAND, STATES, State, due_on
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Role


def begin_state(case: Case, state: State) -> Step | None:
    """The step that entering a state makes due. For the actions of this room, which write the event."""
    found = due_on(state, clock.today())
    if found is None:
        return None
    step, day = found
    return Step.objects.create(case=case, kind=step.kind, role=step.role, due_on=day)


def leave_state(case: Case, state: State, actor: Actor) -> None:
    """What leaving a state finishes: its own step, where that is still open."""
    step = STATES[state].next_step
    if step:
        case.steps.filter(kind=step.kind, done_at=None).update(done_at=clock.now(), done_by_id=actor.id)


@transaction.atomic
def add_step(*, actor: Actor, case: Case, kind: str, role: Role, due: date) -> Step:
    """Plan a step by hand."""
    if kind not in BY_HAND:
        raise CannotDo(_("Choose what is to be done from the list."), "kind")
    if due < clock.today():
        raise CannotDo(_("This date has passed. Choose today or a later day."), "due")
    if case.state == State.CLOSED:
        raise CannotDo(_("This case is closed. Reopen it first."))
    step = Step.objects.create(case=case, kind=kind, role=role, due_on=due)
    audit.record(kind="casework.step", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"step": kind, "role": role.value, "change": "added"})
    return step


@transaction.atomic
def finish_step(*, actor: Actor, step: Step) -> None:
    """Say that a step is done. Doing it twice changes nothing."""
    done = Step.objects.filter(pk=step.pk, done_at=None).update(done_at=clock.now(), done_by_id=actor.id)
    if done:
        audit.record(kind="casework.step", actor_code=actor.code, subjects=[("case", str(step.case_id))], detail={"step": step.kind, "change": "done"})
