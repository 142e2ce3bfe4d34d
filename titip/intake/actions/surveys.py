"""Saying how a survey is drawn, and counting those who could not be asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.intake.models import FrameCount, Survey, SurveyContact
from titip.intake.reads.records import Kind
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import GRACE, UNDO, CannotUndo


@transaction.atomic
def design_survey(*, actor: Actor, kind: Kind, design: Mapping[str, Any], frame: Mapping[str, int]) -> Survey:
    """Keep how a survey is drawn. ``frame``: how many of its frame have each value of ``compare_element``."""
    fields = {**design, "changed_by": actor.code, "changed_at": clock.now()}
    survey, _made = Survey.objects.update_or_create(record_type_id=dictionary.record_type_id(kind.code), defaults=fields)
    survey.counts.all().delete()
    FrameCount.objects.bulk_create(FrameCount(survey=survey, value=value, number=number) for value, number in frame.items())
    audit.record(kind="intake.survey", actor_code=actor.code, subjects=[("survey", str(survey.pk))], detail={"kind": kind.code, "drawn": survey.drawn})
    return survey


@transaction.atomic
def count_contact(*, actor: Actor, survey: Survey, outcome: str) -> SurveyContact:
    """One attempt that brought no answers; nothing about who it was."""
    row = SurveyContact.objects.create(survey=survey, outcome=outcome, staff_id=actor.id)
    audit.record(kind="intake.contact", actor_code=actor.code, subjects=[("survey", str(survey.pk))], detail={"outcome": outcome})
    return row


@transaction.atomic
def undo_contact(*, actor: Actor, contact_id: UUID) -> None:
    """Take one's own count back within half a minute. Raises CannotUndo."""
    row = SurveyContact.objects.filter(pk=contact_id, staff=actor.id).first()
    if row is None or clock.now() - row.at > UNDO + GRACE:
        raise CannotUndo(CannotUndo.TOO_LATE)
    audit.record(kind="intake.undo", actor_code=actor.code, subjects=[("survey", str(row.survey_id))], detail={"undone": "contact"})
    row.delete()
