"""Saying that two codes are one person, and taking it back: one row, so that nothing is lost either way."""

from uuid import UUID

from django.db import transaction

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.models import Person, SamePerson
from titip.register.reads.same import codes_of


class CannotMerge(ValueError):
    """It cannot be said as it stands. The message is an English message id."""


@transaction.atomic
def merge(*, actor: Actor, one: UUID, other: UUID, kept: UUID) -> SamePerson:
    """Two codes are one person, to be shown under ``kept``, which is any code of either. Raises CannotMerge."""
    list(Person.objects.select_for_update().filter(pk__in=[one, other]).order_by("pk"))  # two who decide at once do so one after the other
    first, second = sorted((one, other))
    mine, hers = codes_of(first), codes_of(second)
    if first == second or second in mine:
        raise CannotMerge(_("These codes are one person already."))
    if kept not in (*mine, *hers):
        raise CannotMerge(_("Choose one of her codes."))
    row = SamePerson.objects.create(one_id=first, other_id=second, kept_id=kept, made_by_id=actor.id)
    _log("register.merge", actor, row, {"kept": str(kept)})
    return row


@transaction.atomic
def unmerge(*, actor: Actor, row_id: UUID, reason: str) -> SamePerson:
    """Take it back: everything is as it was before it was said. Raises CannotMerge."""
    row = SamePerson.objects.select_for_update().filter(pk=row_id, ended_at=None).first()
    if row is None:
        raise CannotMerge(_("This was taken back meanwhile. Nothing needs to be done."))
    if reason not in dict(SamePerson.REASONS):
        raise CannotMerge(_("Choose why they are not one person."))
    row.ended_at, row.ended_by_id, row.ended_reason = clock.now(), actor.id, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    _log("register.unmerge", actor, row, {"reason": reason})
    return row


def _log(kind: str, actor: Actor, row: SamePerson, detail: dict[str, str]) -> None:
    audit.record(kind=kind, actor_code=actor.code, subjects=[("person", str(row.one_id)), ("person", str(row.other_id))], detail=detail)
