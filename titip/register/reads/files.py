"""What is known of sealed files without opening them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from titip.register.models import Person, StoredFile
from titip.register.rules.pictures import can_be_stripped


def stored_files(person: Person, ids: Iterable[str]) -> Mapping[str, StoredFile]:
    """The files of a person among these, by id as text. One query."""
    wanted = [UUID(one) for one in ids]
    return {str(row.pk): row for row in StoredFile.objects.filter(person=person.pk, pk__in=wanted)} if wanted else {}


def has_copy(file: StoredFile) -> bool:
    """Whether a copy without hidden data can be made of it."""
    return can_be_stripped(file.media_type)
