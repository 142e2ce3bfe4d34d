"""What the log's readers ask about people: who is within reach, how ids are called, which records and files are hers."""

from collections.abc import Iterable
from uuid import UUID

from titip.protect.rules.access import Actor
from titip.register.models import Person, Record, StoredFile
from titip.register.reads.people import people_for


def people_by_id(actor: Actor) -> dict[str, str]:
    """The people whom she may list: code by id. One query."""
    return {str(pk): code for pk, code in people_for(actor).order_by().prefetch_related(None).values_list("pk", "code")}


def codes_by_id(ids: Iterable[str]) -> dict[str, str]:
    """Codes of those ids that are people, erased or not. One query."""
    return {str(pk): code for pk, code in Person.objects.filter(pk__in=list(_uuids(ids))).values_list("pk", "code")}


def things_of(person: UUID) -> list[UUID]:
    """Her records and files. Two queries."""
    return [*Record.objects.filter(person=person).values_list("pk", flat=True), *StoredFile.objects.filter(person=person).values_list("pk", flat=True)]


def _uuids(ids: Iterable[str]) -> Iterable[UUID]:
    for one in ids:
        try:
            yield UUID(one)
        except ValueError:
            continue
