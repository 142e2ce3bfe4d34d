"""Registering a person under a code; assigning colleagues."""

from uuid import UUID

from django.db import transaction

from titip.kit import clock
from titip.kit.codes import unused_code
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.reads import staff as colleagues
from titip.protect.rules.access import Actor
from titip.register.models import Assignment, Person
from titip.register.rules.ageing import ON_AGE


@transaction.atomic
def register_person(*, actor: Actor, pseudonym: str = "", age_status: str = "doubt") -> Person:
    """A new person: a code, the pseudonym she chose if she did, and whether she is a child. No name."""
    code = unused_code(taken=lambda drawn: Person.objects.filter(code=drawn).exists())
    person = Person.objects.create(
        code=code, pseudonym=clean_line(pseudonym)[:60], age_status=age_status, owner_id=actor.id,
        team_id=colleagues.home_team(actor.id),
    )
    audit.record(kind="register.add", actor_code=actor.code, subjects=[("person", str(person.pk))])
    return person


@transaction.atomic
def assign(*, actor: Actor, person: Person, staff_id: int, reason: str = "") -> Assignment:
    """Let a colleague work with this person too."""
    row, made = Assignment.objects.get_or_create(person=person, staff_id=staff_id, until=None, defaults={"by_code": actor.code, "reason": reason[:120]})
    if made:
        audit.record(kind="register.assign", actor_code=actor.code, subjects=[("person", str(person.pk))], detail={"staff": staff_id})
    return row


@transaction.atomic
def set_age_status(*, actor: Actor, person: Person, age_status: str) -> None:
    """Adult, child, or in doubt; doubt counts as under 18. What rests on the word of somebody who may not decide now ends in the same transaction."""
    before = Person.objects.select_for_update().get(pk=person.pk).age_status
    person.age_status = age_status
    person.save(update_fields=["age_status"])
    audit.record(kind="register.edit", actor_code=actor.code, subjects=[("person", str(person.pk))], detail={"elements": ["age_status"]})
    if before != age_status:
        for change in ON_AGE.all():
            change.apply(person.pk, before, actor.code)


@transaction.atomic
def unassign(*, actor: Actor, person_id: UUID, staff_id: int, reason: str) -> None:
    """End a colleague's work with this person where it was given for ``reason`` (a case's code); other reasons stand."""
    ended = Assignment.objects.filter(person_id=person_id, staff_id=staff_id, until=None, reason=reason).update(until=clock.now())
    if ended:
        audit.record(kind="register.unassign", actor_code=actor.code, subjects=[("person", str(person_id))], detail={"staff": staff_id})
