"""What a person is to others: only people within reach are named."""

from django.db.models import Q, QuerySet

from titip.register.models import Link, Partner, Person


def links(person: Person, within: QuerySet[Person]) -> list[Link]:
    """The links from and to a person. A linked person outside ``within`` is left out, with the link. Two queries at most."""
    rows = list(Link.objects.filter(Q(person=person.pk) | Q(other=person.pk)).select_related("person", "other", "partner").order_by("made_at"))
    others = {end for row in rows for end in (row.person_id, row.other_id) if end is not None and end != person.pk}
    reach = {person.pk, None, *(within.order_by().filter(pk__in=others).values_list("pk", flat=True) if others else ())}
    return [row for row in rows if row.person_id in reach and row.other_id in reach]


def partners() -> list[Partner]:
    """The organisations we work with, by name. One query."""
    return list(Partner.objects.order_by("name"))
