"""Keeping a file about a person: looked at, sealed, attached by the save of the answer that names it; destroyed with the draft or the person."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.actions import files as sealed
from titip.protect.rules.access import Actor
from titip.register.models import Person, StoredFile
from titip.register.rules.pictures import kind_of


@transaction.atomic
def keep_file(*, actor: Actor, person: Person, element_code: str, content: bytes, held_for: UUID | None = None) -> StoredFile:
    """Seal a file, not yet attached to an answer. Raises pictures.BadFile before anything is written, vault.Locked."""
    media_type = kind_of(content)
    row = StoredFile.objects.create(
        pk=sealed.keep(content), person=person, element_code=element_code, media_type=media_type, size=len(content), made_by=actor.code,
        held_for=held_for,
    )
    audit.record(
        kind="register.file", actor_code=actor.code, subjects=[("person", str(person.pk)), ("file", str(row.pk))],
        detail={"kept": True, "element": element_code, "size": len(content)},
    )
    return row


def attach(person: Person | None, ids: Iterable[str]) -> None:
    """Mark files as named by a saved answer of this person; in the caller's transaction. Raises ValueError for a file that is not hers."""
    wanted = {UUID(one) for one in ids}
    if not wanted:
        return
    hers = set(StoredFile.objects.filter(pk__in=wanted, person=person).values_list("pk", flat=True)) if person else set()
    if wanted - hers:
        raise ValueError("a file that is not this person's")
    StoredFile.objects.filter(pk__in=wanted, attached_at=None).update(attached_at=clock.now())


def drop_never_named(*, before: datetime, drafts: Collection[UUID]) -> int:
    """Destroy the files older than ``before`` that no saved answer named and none of these drafts brought: a form that was left. Returns how many."""
    return _drop(StoredFile.objects.filter(made_at__lt=before, held_for__isnull=False).exclude(held_for__in=list(drafts)))


def drop_unattached(held_for: Iterable[UUID]) -> int:
    """Destroy the files that these drafts brought and no saved answer ever named; in the caller's transaction. Returns how many."""
    return _drop(StoredFile.objects.filter(held_for__in=list(held_for)))


def _drop(rows: QuerySet[StoredFile]) -> int:
    gone = list(rows.filter(attached_at=None).values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=gone).delete()
    for one in gone:
        sealed.destroy(one)
    return len(gone)


def preview_erase(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """How many files go with an erasure."""
    n = StoredFile.objects.filter(person=person_id).count()
    return [ngettext("%(n)s sealed file is destroyed.", "%(n)s sealed files are destroyed.", n) % {"n": n}] if n else []


def apply_erase(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Destroy a person's files, their keys after the commit."""
    gone = list(StoredFile.objects.filter(person=person_id).values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=gone).delete()
    for one in gone:
        sealed.destroy(one)
    n = len(gone)
    return [ngettext("%(n)s sealed file was destroyed.", "%(n)s sealed files were destroyed.", n) % {"n": n}] if n else []
