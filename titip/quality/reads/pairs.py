"""Pairs of codes that may be one person. Never a name: only what agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from titip.protect.rules.access import Actor
from titip.quality.models import DuplicatePair
from titip.register import reads as register


@dataclass(frozen=True)
class Pair:
    """A pair as it is listed."""

    row: DuplicatePair
    reachable: bool


def pairs_for(actor: Actor, *, settled: bool = False) -> QuerySet[DuplicatePair]:
    """The pairs of which both people are within reach: those to be looked at, the most probable first; or those decided, the last first.

    What two codes of one person were asked about somebody else, or each other, is not asked again.
    """
    people = register.people_for(actor, "quality.pairs").order_by()
    both = Exists(people.filter(pk=OuterRef("first"))) & Exists(people.filter(pk=OuterRef("second")))
    rows = DuplicatePair.objects.filter(both).select_related("first", "second", "decided_by")
    if settled:
        return rows.filter(state__in=["same", "not_same"]).order_by("-decided_at", "-id")
    likeliest_first = rows.order_by("-band", "-found_at", "-id")  # very, probable, none: their alphabet is their order
    return likeliest_first.filter(state__in=["open", "asked"]).exclude(pk__in=_answered())


def _answered() -> list[UUID]:
    """Open pairs that ask what was decided already: both codes are one person, or the same was asked of another of her codes."""
    kept = {one: group.kept for group in register.groups() for one in group.members}
    if not kept:
        return []
    touching = DuplicatePair.objects.filter(Q(first__in=list(kept)) | Q(second__in=list(kept))).order_by("pk")
    asked: dict[frozenset[UUID], list[tuple[UUID, str]]] = {}
    for pk, one, other, state in touching.values_list("pk", "first_id", "second_id", "state"):
        asked.setdefault(frozenset({kept.get(one, one), kept.get(other, other)}), []).append((pk, state))
    answered = []
    for two, rows in asked.items():
        waiting = [pk for pk, state in rows if state in ("open", "asked")]
        answered += waiting if len(two) == 1 or len(waiting) < len(rows) else []
    return answered


def merged(pairs: Iterable[DuplicatePair]) -> set[UUID]:
    """Of these pairs, those whose codes are one person now. One query."""
    kept = {one: group.kept for group in register.groups() for one in group.members}
    return {pair.pk for pair in pairs if pair.first_id in kept and kept[pair.first_id] == kept.get(pair.second_id)}


def pair_for(pair_id: UUID) -> DuplicatePair | None:
    """One pair with both people, or None. Who may see it is the gate's to decide."""
    return DuplicatePair.objects.select_related("first", "second").filter(pk=pair_id, first__erased_at=None, second__erased_at=None).first()
