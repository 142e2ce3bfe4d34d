"""Taking back what was just done in a case: by whoever did it, while nobody has built on it. The log keeps both."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from titip.casework.models import Case, CaseNote, Participation, ServiceOffered, Step, Transition
from titip.casework.reads.cases import facts
from titip.casework.rules.states import STATES, State
from titip.dictionary.rules.messages import gettext_noop as _
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import CannotUndo
from titip.register import actions as register
from titip.register import reads as people

#: A move and its steps are written in one transaction.
_AT_ONCE = timedelta(seconds=5)
SOMEBODY_ELSE = _("Not undone: somebody else has done this meanwhile. Nothing was changed.")
CLOSED = _("Not undone: the case has been closed since. Reopen it first.")


def _log(actor: Actor, case: Case, what: str, thing: UUID, *subjects: tuple[str, str]) -> None:
    audit.record(kind="casework.undo", actor_code=actor.code, subjects=[("case", str(case.pk)), *subjects], detail={"undone": what, "thing": str(thing)})


def _open(case: Case) -> Case:
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.state == State.CLOSED:
        raise CannotUndo(CLOSED)
    return held


@transaction.atomic
def undo_note(*, actor: Actor, case: Case, thing: UUID) -> None:
    """Take a note back that one has just written. Its text is destroyed by the sweep, once nothing names it."""
    row = CaseNote.objects.filter(pk=thing, case=case, author=actor.id).first()
    if row is None:
        raise CannotUndo(CannotUndo.BUILT_ON)
    person = str(row.person_id)
    row.delete()
    _log(actor, case, "note", thing, ("person", person))


@transaction.atomic
def undo_step(*, actor: Actor, case: Case, thing: UUID) -> None:
    """The step is due again."""
    _open(case)
    if not Step.objects.filter(pk=thing, case=case, done_by=actor.id, done_at__isnull=False).update(done_at=None, done_by=None):
        raise CannotUndo(SOMEBODY_ELSE)
    _log(actor, case, "step", thing)


@transaction.atomic
def undo_service(*, actor: Actor, case: Case, thing: UUID) -> None:
    """The service goes on."""
    _open(case)
    if not ServiceOffered.objects.filter(pk=thing, case=case, ended_at__isnull=False).update(ended_at=None):
        raise CannotUndo(SOMEBODY_ELSE)
    _log(actor, case, "service", thing)


@transaction.atomic
def undo_part(*, actor: Actor, case: Case, thing: UUID) -> None:
    """The person takes part as before, and her page opens again to those who work on the case."""
    held = _open(case)
    row = Participation.objects.select_related("person").filter(pk=thing, case=case, until__isnull=False).first()
    if row is None or case.participants.filter(person=row.person_id, role=row.role, until=None).exists():
        raise CannotUndo(CannotUndo.BUILT_ON)
    row.until = None
    row.save(update_fields=["until"])
    known = people.facts(row.person)
    for staff_id in {held.owner_id, *facts(held).assigned} - {known.owner} - known.assigned:
        register.assign(actor=actor, person=row.person, staff_id=staff_id, reason=held.code)
    _log(actor, case, "part", thing, ("person", str(row.person_id)))


@transaction.atomic
def undo_move(*, actor: Actor, case: Case, thing: UUID) -> None:
    """The case stands where it stood, with the step that was due there. The move back is a move of its own."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    last = held.transitions.order_by("at", "id").last()
    if last is None or last.pk != thing or last.actor_id != actor.id or held.state != last.after or last.before == "":
        raise CannotUndo(CannotUndo.BUILT_ON)
    _back(actor, held, last)
    _log(actor, case, "move", thing)


@transaction.atomic
def undo_closing(*, actor: Actor, case: Case, thing: UUID) -> None:
    """Closing is no longer asked for."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    asked = held.approvals.filter(pk=thing, asked_by=actor.id, outcome="").first()
    last = held.transitions.order_by("at", "id").last()
    if asked is None or last is None or held.state != State.CLOSURE or last.after != State.CLOSURE:
        raise CannotUndo(CannotUndo.BUILT_ON)
    asked.delete()
    _back(actor, held, last)
    _log(actor, case, "closing", thing)


def _back(actor: Actor, case: Case, last: Transition) -> None:
    """Undo what ``moving.enter`` did: the step that the move made due goes, the one that it finished is due again."""
    made, finished = STATES[State(last.after)].next_step, STATES[State(last.before)].next_step
    around = (last.at - _AT_ONCE, last.at + _AT_ONCE)
    if made and case.steps.filter(kind=made.kind, made_at__range=around).exclude(done_at=None).exists():
        raise CannotUndo(CannotUndo.BUILT_ON)
    if made:
        case.steps.filter(kind=made.kind, made_at__range=around).delete()
    if finished:
        case.steps.filter(kind=finished.kind, done_by=actor.id, done_at__range=around).update(done_at=None, done_by=None)
    Transition.objects.create(case=case, before=last.after, after=last.before, actor_id=actor.id, reason=gettext("Taken back"))
    case.state = last.before
    if last.before == State.CLOSED:  # it had been reopened
        closed = case.transitions.filter(after=State.CLOSED, at__lt=last.at).order_by("at", "id").last()
        approved = case.approvals.filter(kind="closure", outcome="approved").order_by("decided_at").last()
        case.closed_at, case.reason = closed.at if closed else last.at, approved.reason if approved else ""
    case.save(update_fields=["state", "reason", "closed_at"])


#: What can be taken back, by the word in its address.
UNDO: Mapping[str, Callable[..., Any]] = {
    "note": undo_note, "step": undo_step, "service": undo_service, "part": undo_part, "move": undo_move, "closing": undo_closing,
}
