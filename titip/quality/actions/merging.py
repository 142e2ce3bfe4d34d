"""Making two codes one person, and two again: what was decided goes to the register as one row; what hangs on it is checked again."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from titip.protect.rules.access import Actor
from titip.quality.actions.deciding import decide
from titip.quality.models import DuplicatePair, RecordChecked
from titip.register import actions as register
from titip.register import reads as people
from titip.register.actions import CannotMerge

__all__ = ["CannotMerge", "merge", "unmerge"]


@transaction.atomic
def merge(*, actor: Actor, pair: DuplicatePair, kept: UUID) -> None:
    """The two codes of a pair are one person. Nothing is moved: both keep their records, consents, keys and log. Raises CannotMerge."""
    row = register.merge(actor=actor, one=pair.first_id, other=pair.second_id, kept=kept)
    if pair.state != "same":
        decide(actor=actor, pair=pair, decision="same")
    _check_again(people.codes_of(row.one_id))


@transaction.atomic
def unmerge(*, actor: Actor, row_id: UUID, reason: str) -> None:
    """They are two again, as they were before; the pair stands as not the same, or waits to be looked at. Raises CannotMerge."""
    row = register.unmerge(actor=actor, row_id=row_id, reason=reason)
    pair = DuplicatePair.objects.filter(first=row.one_id, second=row.other_id).first()
    if pair is not None and reason == "two_people":
        decide(actor=actor, pair=pair, decision="not_same")
    elif pair is not None:
        DuplicatePair.objects.filter(pk=pair.pk).update(state="open", decided_by=None, decided_at=None)
    _check_again([*people.codes_of(row.one_id), *people.codes_of(row.other_id)])


def _check_again(members: Iterable[UUID]) -> None:
    """Her records are looked at anew in the next round: where two codes say different things, that is a finding."""
    RecordChecked.objects.filter(record__person__in=list(members)).delete()
