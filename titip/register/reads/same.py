"""People with more than one code: which codes are one person, shown and counted once."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from titip.protect.rules.access import Actor
from titip.register.models import Person, SamePerson
from titip.register.reads.people import people_for
from titip.register.rules.same import Decided, Group
from titip.register.rules.same import groups as resolved

Thing = TypeVar("Thing")


def groups() -> list[Group]:
    """Everybody who has more than one code. One query."""
    fields = ("one_id", "other_id", "kept_id", "one__erased_at", "other__erased_at")
    rows = list(SamePerson.objects.filter(ended_at=None).order_by("made_at", "pk").values_list(*fields))
    erased = {person for one, other, _kept, gone, gone_too in rows for person, at in ((one, gone), (other, gone_too)) if at is not None}
    return resolved([Decided(one, other, kept) for one, other, kept, _gone, _gone_too in rows], erased)


def codes_of(person_id: UUID) -> Sequence[UUID]:
    """All ids that are this person, the kept one first; her own alone where nothing else was decided. One query."""
    return next((group.members for group in groups() if person_id in group.members), (person_id,))


def in_one_group(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these people, those who have more than one code: id → the id she is kept under. One query."""
    return {member: group.kept for group in groups() for member in group.members if member in people}


def others_of(actor: Actor, people: Iterable[Person], action: str = "register.list") -> dict[UUID, list[Person]]:
    """For each of these people her other codes within ``actor``'s reach. Two queries, one where nobody has any."""
    wanted = {person.pk for person in people}
    held = {member: group.members for group in groups() for member in group.members if member in wanted}
    if not held:
        return {}
    reach = people_for(actor, action).in_bulk({one for members in held.values() for one in members})
    found = {person: [reach[one] for one in members if one != person and one in reach] for person, members in held.items()}
    return {person: others for person, others in found.items() if others}


def once(actor: Actor, found: QuerySet[Person]) -> QuerySet[Person]:
    """The same people, each once: under the code she is kept under, or else the oldest within reach. One query more, up to four where it matters."""
    known = groups()
    if not known:
        return found
    reach = people_for(actor)
    within = set(reach.order_by().filter(pk__in=[one for group in known for one in group.members]).values_list("pk", flat=True))
    shown_as = {one: next(first for first in group.members if first in within) for group in known for one in group.members if one in within}
    others = [one for one, first in shown_as.items() if one != first]
    if not others:
        return found
    instead = {shown_as[one] for one in found.order_by().filter(pk__in=others).values_list("pk", flat=True)}
    instead -= set(found.order_by().filter(pk__in=instead).values_list("pk", flat=True))
    if not instead:
        return found.exclude(pk__in=others)
    return reach.filter(Q(pk__in=found.order_by().values("pk")) & ~Q(pk__in=others) | Q(pk__in=instead))


def said_of(person_id: UUID) -> list[SamePerson]:
    """What stands decided about a code, oldest first. One query."""
    rows = SamePerson.objects.filter(Q(one=person_id) | Q(other=person_id), ended_at=None)
    return list(rows.select_related("one", "other", "kept", "made_by"))


def same_for(row_id: UUID) -> SamePerson | None:
    """One decision that stands, of two who were not erased, or None. Who may see it is the gate's to decide."""
    rows = SamePerson.objects.select_related("one", "other", "kept", "made_by")
    return rows.filter(pk=row_id, ended_at=None, one__erased_at=None, other__erased_at=None).first()


def together(things: Iterable[tuple[UUID, Thing]]) -> list[list[Thing]]:
    """What belongs to one person, put together: hers under the kept code first. Whose is whose by person id; in the order in which people come."""
    place = {one: (group.kept, number) for group in groups() for number, one in enumerate(group.members)}
    found: dict[UUID, list[tuple[int, Thing]]] = {}
    for person_id, thing in things:
        kept, number = place.get(person_id, (person_id, 0))
        found.setdefault(kept, []).append((number, thing))
    return [[thing for _number, thing in sorted(hers, key=lambda pair: pair[0])] for hers in found.values()]
