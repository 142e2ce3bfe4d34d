"""Tells a colleague that something came to her, and notes that she has read it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from titip.kit import clock
from titip.protect.models import Glass, Notice
from titip.protect.rules.notices import NOTICES


@transaction.atomic
def tell(*, staff_ids: Iterable[int], kind: str, code: str, thing: UUID | str, but: int | None = None) -> None:
    """One line on the Today of each colleague, in the caller's transaction; none to whoever did it herself (``but``). Untold twice while unread."""
    if kind not in NOTICES.known:
        raise ValueError(f"{kind}: no room registered such a notice")
    rows = [Notice(staff_id=one, kind=kind, code=code, thing=str(thing)) for one in dict.fromkeys(staff_ids) if one != but]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def read_all(*, staff_id: int, up_to: int) -> int:
    """She has read what was shown to her (up to this id); what came meanwhile stays. Returns how many lines."""
    return Notice.objects.filter(staff=staff_id, seen_at=None, pk__lte=up_to).update(seen_at=clock.now())


def preview_erase(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """Nothing that anybody need know."""
    return []


def apply_erase(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Notices about an erased person go, read or not, and the words with which somebody opened her record."""
    Notice.objects.filter(thing=str(person_id)).delete()
    for glass in Glass.objects.filter(thing=str(person_id)):
        Notice.objects.filter(thing=str(glass.pk)).delete()
    Glass.objects.filter(thing=str(person_id)).update(words="", note="", code="")  # that somebody opened something stays
    return []
