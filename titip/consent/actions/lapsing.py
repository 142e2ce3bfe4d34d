"""What follows when the time agreed is over: use ended by itself, for liveness is asked at every use; here search follows and her worker is told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from titip.consent.actions.ending import follow
from titip.consent.actions.rewording import REWORDED
from titip.consent.models import ConsentDecision
from titip.consent.rules.liveness import ALLOWING, verdict
from titip.kit import clock
from titip.protect.actions import audit, notices
from titip.protect.rules.work import Counts, Doing
from titip.register import reads as register

LAPSED = "consent.lapsed"


def note_lapsed(doing: Doing) -> Counts:
    """Go through what has run out since the last time, person by person, each in a transaction of its own. Safe to begin again."""
    now, noted = clock.settled(), 0
    people = list(dict.fromkeys(_to_note(now).order_by("due_at", "pk").values_list("basis__person", flat=True)))
    for number, person_id in enumerate(people, 1):
        noted += _note_person(person_id=person_id, now=now, actor_code=doing.actor_code)
        doing.progress(number, len(people))
    return {"people": noted}


def _to_note(now: datetime) -> QuerySet[ConsentDecision]:
    return ConsentDecision.objects.filter(
        due_at__lte=now, lapse_noted_at=None, ended_at=None, state__in=[s.value for s in ALLOWING], basis__ended_at=None, basis__person__erased_at=None,
    )


@transaction.atomic
def _note_person(*, person_id: UUID, now: datetime, actor_code: str) -> int:
    """One person's. What she agreed to for her care goes on past its day and asks for a review; everything else is no longer used."""
    person = register.person_for(person_id)
    judged = [(decision, verdict(decision.facts, now)) for decision in _to_note(now).filter(basis__person=person_id).select_related("basis__person")]
    over = [(decision, found) for decision, found in judged if found.review or not found.live]
    if person is None or not over:
        return 0
    ConsentDecision.objects.filter(pk__in=[decision.pk for decision, _found in over]).update(lapse_noted_at=now)
    follow(person)
    kind = REWORDED if any(decision.reworded_at for decision, _found in over) else LAPSED
    notices.tell(staff_ids=[person.owner_id], kind=kind, code=person.code, thing=person.pk)
    audit.record(
        kind="consent.lapse", actor_code=actor_code, subjects=[("person", str(person_id))],
        detail={
            "over": sorted({decision.purpose for decision, found in over if not found.live}),
            "review": sorted({decision.purpose for decision, found in over if found.live}),
        },
    )
    return 1
