"""Handing a person's record to another colleague, and ending a colleague's work with her."""

from django.db import transaction

from titip.kit import clock
from titip.protect.actions import audit, notices
from titip.protect.rules.access import Actor
from titip.register.actions.people import assign
from titip.register.models import Assignment, Person

GIVEN, TAKEN = "register.given", "register.taken"


@transaction.atomic
def share(*, actor: Actor, person: Person, staff_id: int, reason: str = "") -> None:
    """Let a colleague work with this person too, and tell her."""
    assign(actor=actor, person=person, staff_id=staff_id, reason=reason)
    notices.tell(staff_ids=[staff_id], kind=GIVEN, code=person.code, thing=person.pk, but=actor.id)


@transaction.atomic
def end_share(*, actor: Actor, assignment: Assignment) -> None:
    """A colleague no longer works with this person; at once. Once."""
    if not Assignment.objects.filter(pk=assignment.pk, until=None).update(until=clock.now()):
        return
    person = assignment.person
    audit.record(kind="register.unassign", actor_code=actor.code, subjects=[("person", str(person.pk))], detail={"staff": assignment.staff_id})
    notices.tell(staff_ids=[assignment.staff_id], kind=TAKEN, code=person.code, thing=person.pk, but=actor.id)


@transaction.atomic
def hand_over(*, actor: Actor, person: Person, staff_id: int) -> None:
    """Another colleague answers for this person from now on. The one before keeps access only where other work gives it. Both are told."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    before = row.owner_id
    if before == staff_id:
        return
    row.owner_id = staff_id
    row.save(update_fields=["owner"])
    Assignment.objects.filter(person=row, staff=staff_id, until=None).update(until=clock.now())
    audit.record(kind="register.assign", actor_code=actor.code, subjects=[("person", str(row.pk))], detail={"staff": staff_id, "before": before, "owner": True})
    notices.tell(staff_ids=[staff_id], kind=GIVEN, code=row.code, thing=row.pk, but=actor.id)
    notices.tell(staff_ids=[before], kind=TAKEN, code=row.code, thing=row.pk, but=actor.id)
