"""Moving a case from state to state."""

from django.db import transaction

from titip.casework.actions.cases import stated
from titip.casework.actions.problems import CannotDo
from titip.casework.actions.steps import begin_state, leave_state
from titip.casework.models import Case, Transition
from titip.casework.rules.states import State, may_move
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor


@transaction.atomic
def move(*, actor: Actor, case: Case, to: State, reason: str, seen: State | None = None) -> Transition:
    """Move a case by hand, reopening included. ``seen`` is the state that stood on the page: if it moved meanwhile, nothing happens."""
    reason = stated(reason)
    case = held(case)
    before = State(case.state)
    if seen is not None and seen is not before:
        raise CannotDo(_("The case was moved meanwhile. Look at it again before you move it."))
    if not may_move(before, to):
        raise CannotDo(_("A case does not go there from where it stands. Choose from the list."), "to")
    return enter(case, to, actor=actor, reason=reason)


def held(case: Case) -> Case:
    """The case as it stands now, held until commit."""
    return Case.objects.select_for_update().get(pk=case.pk)


def enter(case: Case, state: State, *, actor: Actor, reason: str, closed_for: str = "") -> Transition:
    """Let a case (held) enter a state: the old step ends, the new one becomes due, the move is kept and logged. For this room's actions."""
    before = State(case.state)
    leave_state(case, before, actor)
    case.state, case.reason = state, closed_for
    case.closed_at = clock.now() if state is State.CLOSED else None
    case.save(update_fields=["state", "reason", "closed_at"])
    begin_state(case, state)
    row = Transition.objects.create(case=case, before=before, after=state, actor_id=actor.id, reason=reason)
    audit.record(
        kind="casework.move", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"before": before.value, "after": state.value},
    )
    return row
