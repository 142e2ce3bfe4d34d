"""Keeping a rapid screening, and leading on from it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake.models import Screening
from titip.intake.rules.screening import outcome
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import GRACE, UNDO, CannotUndo
from titip.register import actions as register
from titip.register.reads import Person


@transaction.atomic
def keep_screening(
    *, actor: Actor, screening_id: UUID, answers: Mapping[str, Answer], subject: str, heard: str, urgent: bool, form_code: str, seconds: int | None = None,
) -> Screening:
    """Keep a screening without any identity. ``screening_id`` was made with the page, so that a form sent twice is kept once.

    Raises register.actions.NotAllowed where an answer is of a sealed class: a screening has nobody's key.
    """
    before = Screening.objects.filter(pk=screening_id).first()
    if before is not None and before.staff_id == actor.id:
        return before
    if before is not None:
        screening_id = new_id()  # somebody else's: what was typed is kept as one's own
    saved = register.save_record(actor=actor, record_type="screening", answers=answers, base_number=0, grounds=None, form_code=form_code)
    screening = Screening.objects.create(
        pk=screening_id, record=saved.record, staff_id=actor.id, team_id=saved.record.team_id, subject=subject, heard=heard, urgent=urgent,
        outcome=outcome(dictionary.form_spec(form_code), answers), seconds=seconds,
    )
    audit.record(
        kind="intake.screen", actor_code=actor.code, subjects=[("screening", str(screening.pk)), ("record", str(saved.record.pk))],
        detail={"subject": subject, "outcome": screening.outcome, "urgent": urgent},
    )
    return screening


@transaction.atomic
def register_from(*, actor: Actor, screening: Screening, age_status: str = "doubt") -> Person:
    """Register the person who was screened, under a code; once."""
    row = Screening.objects.select_for_update(of=("self",)).select_related("person").get(pk=screening.pk)
    if row.person is not None:
        return row.person
    person = register.register_person(actor=actor, age_status=age_status)
    row.person = person
    row.save(update_fields=["person"])
    audit.record(kind="intake.screen", actor_code=actor.code, subjects=[("screening", str(row.pk)), ("person", str(person.pk))], detail={"registered": True})
    return person


@transaction.atomic
def reopen_screening(*, actor: Actor, screening: Screening) -> None:
    """Take its closing back. Raises CannotUndo."""
    row = Screening.objects.select_for_update().get(pk=screening.pk)
    if row.closed_at is None or row.person_id is not None:
        raise CannotUndo(CannotUndo.BUILT_ON)
    if clock.now() - row.closed_at > UNDO + GRACE:
        raise CannotUndo(CannotUndo.TOO_LATE)
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    audit.record(kind="intake.undo", actor_code=actor.code, subjects=[("screening", str(row.pk))], detail={"undone": "close"})


@transaction.atomic
def close_screening(*, actor: Actor, screening: Screening) -> None:
    """Nothing more follows from it."""
    row = Screening.objects.select_for_update().get(pk=screening.pk)
    if row.closed_at is None:
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        audit.record(kind="intake.screen", actor_code=actor.code, subjects=[("screening", str(row.pk))], detail={"closed": True})
