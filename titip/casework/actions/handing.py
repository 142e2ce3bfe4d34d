"""Handing cases, and people, from one colleague to another: both are told, and the log says who decided it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from titip.casework.actions.assigning import close_person, open_people
from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, CaseAssignment
from titip.casework.reads.parts import person_ids
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit, notices
from titip.protect.rules.access import Actor
from titip.register import actions as register
from titip.register import reads as people

GIVEN, TAKEN = "casework.given", "casework.taken"


@transaction.atomic
def hand_over(*, actor: Actor, case: Case, staff_id: int) -> None:
    """Another colleague carries the case from now on, and may open the people in it; the one before no longer, unless other work gives it."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    before = row.owner_id
    if before == staff_id:
        raise CannotDo(_("The case is this colleague's already."), "colleague")
    row.owner_id = staff_id
    row.save(update_fields=["owner"])
    CaseAssignment.objects.filter(case=row, staff=staff_id, until=None).update(until=clock.now())
    open_people(actor, row, staff_id)
    for person_id in person_ids(row, ever=True):
        close_person(actor, person_id, before)
    audit.record(
        kind="casework.assign", actor_code=actor.code, subjects=[("case", str(row.pk))], detail={"staff": staff_id, "before": before, "change": "handed_over"},
    )
    notices.tell(staff_ids=[staff_id], kind=GIVEN, code=row.code, thing=row.pk, but=actor.id)
    notices.tell(staff_ids=[before], kind=TAKEN, code=row.code, thing=row.pk, but=actor.id)


@transaction.atomic
def hand_over_work(*, actor: Actor, to: int, cases: Collection[Case], person_ids: Collection[UUID]) -> tuple[int, int]:
    """Hand over these cases and people in one go, all or nothing: a colleague leaves, or has too much. Returns how many of each."""
    for case in cases:
        hand_over(actor=actor, case=case, staff_id=to)
    handed = 0
    for person in people.people_for(actor, "register.assign").filter(pk__in=list(person_ids)):
        register.hand_over(actor=actor, person=person, staff_id=to)
        handed += 1
    return len(cases), handed
