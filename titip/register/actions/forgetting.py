"""Removing records that were never about a person, once what they say is kept as a count."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from titip.protect.actions import audit
from titip.register.models import Record


@transaction.atomic
def forget_records(*, actor_code: str, record_ids: Sequence[UUID]) -> int:
    """Remove these records with their versions. Raises ValueError where one is a person's: hers goes by erasure only. Returns how many."""
    rows = Record.objects.filter(pk__in=list(record_ids))
    if rows.exclude(person=None).exists():
        raise ValueError("a person's record is erased, never forgotten")
    found = list(rows.values_list("pk", flat=True))
    rows.delete()
    if found:
        audit.record(kind="register.forget", actor_code=actor_code, subjects=[("record", str(one)) for one in found], detail={"records": len(found)})
    return len(found)
