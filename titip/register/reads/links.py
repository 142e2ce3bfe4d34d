"""What a person is to others: only people within reach are named."""

from django.db.models import Q, QuerySet

from titip.register.models import Link, Partner, Person


def links(person: Person, within: QuerySet[Person]) -> list[Link]:
    """The links from and to a person. A linked person outside ``within`` is left out, with the link. One query."""
    reach = within.order_by().values("pk")
    rows = Link.objects.filter(Q(person=person.pk) & (Q(other=None) | Q(other__in=reach)) | Q(other=person.pk, person__in=reach))
    return list(rows.select_related("person", "other", "partner").order_by("made_at"))


def partners() -> list[Partner]:
    """The organisations we work with, by name. One query."""
    return list(Partner.objects.order_by("name"))
