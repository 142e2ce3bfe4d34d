"""Linking a person to somebody, to an organisation, to a place."""

from uuid import UUID

from django.db import transaction

from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.models import Link, Person


@transaction.atomic
def link(
    *, actor: Actor, person: Person, kind: str, other: Person | None = None, partner_id: UUID | str | None = None, place_code: str = "", role: str = "",
) -> Link:
    """A row that says what a person is to exactly one other thing. Raises ValueError otherwise."""
    if sum(map(bool, (other, partner_id, place_code))) != 1:
        raise ValueError("a link leads to one person, one organisation or one place")
    row = Link.objects.create(
        person=person, kind=kind, other=other, partner_id=partner_id, place_code=clean_line(place_code)[:40], role=clean_line(role)[:60], made_by=actor.code,
    )
    subjects = [("person", str(person.pk))] + ([("person", str(other.pk))] if other else [])
    audit.record(kind="register.edit", actor_code=actor.code, subjects=subjects, detail={"link": kind})
    return row
