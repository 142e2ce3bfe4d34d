"""Letting colleagues work on a case."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, CaseAssignment
from titip.casework.reads.cases import open_cases_of
from titip.casework.reads.parts import person_ids
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.text import clean_line
from titip.protect.actions import audit, notices
from titip.protect.rules.access import Actor
from titip.register import actions as register
from titip.register import reads as people


@transaction.atomic
def assign(*, actor: Actor, case: Case, staff_id: int, reason: str = "") -> CaseAssignment:
    """Let a colleague work on the case, and open the pages of the people in it."""
    if staff_id == case.owner_id:
        raise CannotDo(_("The case is this colleague's already."), "colleague")
    row, made = CaseAssignment.objects.get_or_create(
        case=case, staff_id=staff_id, until=None, defaults={"by_id": actor.id, "reason": clean_line(reason)[:120]},
    )
    if not made:
        raise CannotDo(_("This colleague works on the case already."), "colleague")
    open_people(actor, case, staff_id)
    audit.record(kind="casework.assign", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"staff": staff_id, "change": "assigned"})
    notices.tell(staff_ids=[staff_id], kind="casework.given", code=case.code, thing=case.pk, but=actor.id)
    return row


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: CaseAssignment) -> None:
    """A colleague no longer works on the case, nor, unless other work gives it, opens the pages of the people in it."""
    if not CaseAssignment.objects.filter(pk=assignment.pk, until=None).update(until=clock.now()):
        return
    case = assignment.case
    for person_id in person_ids(case, ever=True):
        close_person(actor, person_id, assignment.staff_id)
    audit.record(
        kind="casework.assign", actor_code=actor.code, subjects=[("case", str(case.pk))], detail={"staff": assignment.staff_id, "change": "ended"},
    )


def close_person(actor: Actor, person_id: UUID, staff_id: int) -> None:
    """End what cases opened of a person to a colleague, unless an open case of hers still gives it. For the actions of this room."""
    work = Q(owner=staff_id) | Q(pk__in=CaseAssignment.objects.filter(staff=staff_id, until=None).values("case_id"))
    if open_cases_of(person_id).filter(work).exists():
        return
    for code in Case.objects.filter(participants__person=person_id).order_by().values_list("code", flat=True).distinct():
        register.unassign(actor=actor, person_id=person_id, staff_id=staff_id, reason=code)


def open_people(actor: Actor, case: Case, staff_id: int) -> None:
    """Let a colleague open the pages of the people in a case. For the actions of this room."""
    for person_id in person_ids(case):
        person = people.person_for(person_id)
        if person is not None and person.owner_id != staff_id:
            register.assign(actor=actor, person=person, staff_id=staff_id, reason=case.code)
