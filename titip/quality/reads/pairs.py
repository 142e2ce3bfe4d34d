"""Pairs of codes that may be one person. Never a name: only what agrees."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from titip.protect.rules.access import Actor
from titip.quality.models import DuplicatePair
from titip.register import reads as register


@dataclass(frozen=True)
class Pair:
    """A pair as it is listed."""

    row: DuplicatePair
    reachable: bool


def pairs_for(actor: Actor, *, settled: bool = False) -> QuerySet[DuplicatePair]:
    """The pairs of which both people are within reach: those to be looked at, or those decided."""
    people = register.people_for(actor, "quality.pairs").order_by()
    both = Exists(people.filter(pk=OuterRef("first"))) & Exists(people.filter(pk=OuterRef("second")))
    rows = DuplicatePair.objects.filter(both).select_related("first", "second", "decided_by")
    return rows.filter(state__in=["same", "not_same"] if settled else ["open", "asked"])


def pair_for(pair_id: UUID) -> DuplicatePair | None:
    """One pair with both people, or None. Who may see it is the gate's to decide."""
    return DuplicatePair.objects.select_related("first", "second").filter(pk=pair_id, first__erased_at=None, second__erased_at=None).first()
