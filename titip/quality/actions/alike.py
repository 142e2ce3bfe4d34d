"""Compares people with everybody by likeness: pairs of other spellings and scripts, which no token finds, and why two look alike.

Runs in the background on the matrix in memory (``meeting``). What is opened is opened inside the server; kept is only that two
codes are alike, and how probable that makes it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from titip.consent import reads as consent
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.quality.actions.likeness import Row
from titip.quality.actions.meeting import matrix, prepare, rows_of
from titip.quality.linkage import OnlineIndex, Reason, rank
from titip.quality.models import DuplicatePair, RecordChecked
from titip.register.rules.covering import CARE

#: From here on it is very probable.
VERY = 0.9
#: Of so many who have most in common with a person, the real values are compared.
OPENED = 40
#: People compared in one transaction, and in one round: the rest waits for the next, so that a new house does not keep the server busy for hours.
BATCH, A_ROUND = 50, 5000

Two = tuple[UUID, UUID]


def compare_changed(*, actor_code: str, tell: Callable[[int, int], None] | None = None) -> int:
    """Compare everybody whose registration was checked in a version not yet compared, at most ``A_ROUND`` people; how many pairs are new.

    Raises Locked. One event for each ``BATCH``.
    """
    waiting = RecordChecked.objects.filter(record__record_type__code="registration", record__person__erased_at=None).exclude(compared=F("version"))
    changed = list(waiting.order_by("at", "pk").values_list("record__person_id", "pk", "version")[:A_ROUND])
    if not changed:
        return 0
    prepare()
    index, new = matrix(), 0
    if index is None:  # wiped with the keys meanwhile
        raise vault.Locked
    for at in range(0, len(changed), BATCH):
        some = changed[at : at + BATCH]
        people = [person_id for person_id, _record, _version in some]
        new += _keep(actor_code, people, _alike(index, people), {record: version for _person, record, version in some})
        if tell is not None:
            tell(min(at + BATCH, len(changed)), len(changed))
    return new


def _alike(index: OnlineIndex[UUID], people: Sequence[UUID]) -> dict[Two, float]:
    """How probable each pair is that is probably one person, of these people with anybody."""
    asked = rows_of(people)
    partners: dict[UUID, set[UUID]] = {person_id: set() for person_id in asked}
    for one, other in _pairs_of(people).filter(by_likeness=True).values_list("first_id", "second_id"):
        for person_id, partner in ((one, other), (other, one)):
            if person_id in partners:
                partners[person_id].add(partner)
    for person_id, row in asked.items():
        partners[person_id].update(_nearest(index, row))
        partners[person_id].discard(person_id)
    rows = {**asked, **rows_of({one for near in partners.values() for one in near} - set(asked))}
    found: dict[Two, float] = {}
    for person_id, near in partners.items():
        order = sorted(one for one in near if one in rows)
        for candidate in rank(asked[person_id], [rows[one] for one in order], people=len(index), seen=index.seen, shown=len(order)):
            if candidate.probable:
                pair = _in_order(person_id, order[candidate.place])
                found[pair] = max(candidate.probability, found.get(pair, 0.0))
    return found


def _nearest(index: OnlineIndex[UUID], row: Row) -> list[UUID]:
    try:
        return index.search(row, OPENED + 1)
    except IndexError:  # wiped with the keys meanwhile
        raise vault.Locked from None


@transaction.atomic
def _keep(actor_code: str, people: Sequence[UUID], found: Mapping[Two, float], versions: Mapping[UUID, int]) -> int:
    """Keep who is alike now: new pairs are added, undecided ones that are no longer alike are let go. What a human decided stays."""
    held = consent.live_many(CARE, among={one for pair in found for one in pair})
    alike = {pair: _band(chance) for pair, chance in found.items() if pair[0] in held and pair[1] in held}
    new = 0
    standing = {(row.first_id, row.second_id): row for row in _pairs_of(people).select_for_update()}
    for pair, band in alike.items():
        known = standing.get(pair)
        if known is None:
            DuplicatePair.objects.create(first_id=pair[0], second_id=pair[1], by_likeness=True, band=band)
            new += 1
        elif known.band != band:
            DuplicatePair.objects.filter(pk=known.pk).update(by_likeness=True, band=band)
    gone = [row.pk for pair, row in standing.items() if row.by_likeness and pair not in alike and row.state in ("open", "asked")]
    DuplicatePair.objects.filter(pk__in=gone, by_name=False, by_phone=False).delete()
    DuplicatePair.objects.filter(pk__in=gone).update(by_likeness=False, band="")
    for record, version in versions.items():
        RecordChecked.objects.filter(pk=record, version=version).update(compared=version)
    audit.record(kind="quality.compare", actor_code=actor_code, detail={"people": len(people), "pairs": new})
    return new


def why_alike(*, actor: Actor, pairs: Iterable[DuplicatePair]) -> dict[UUID, list[Reason]]:
    """Pair id → what agrees and what differs, in words without any value, as it stands now. One event naming everybody who was looked at.

    Of pairs of which a person may not be compared any more nothing is said.
    """
    wanted = list(pairs)
    people = sorted({person_id for row in wanted for person_id in (row.first_id, row.second_id)})
    if not people:
        return {}
    audit.record(kind="quality.pairs", actor_code=actor.code, subjects=[("person", str(person_id)) for person_id in people], detail={"pairs": len(wanted)})
    rows, index = rows_of({one for row in wanted if row.by_likeness for one in (row.first_id, row.second_id)}), matrix()
    found = {}
    for row in wanted:
        one, other = rows.get(row.first_id), rows.get(row.second_id)
        if one is not None and other is not None:
            best = rank(one, [other], people=max(2, len(index) if index is not None else len(rows)), seen=index.seen if index is not None else {})
            found[row.pk] = list(best[0].reasons)
    return found


def _pairs_of(people: Collection[UUID]) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(Q(first__in=list(people)) | Q(second__in=list(people)))


def _band(chance: float) -> str:
    return "very" if chance >= VERY else "probable"


def _in_order(one: UUID, other: UUID) -> Two:
    return (one, other) if one < other else (other, one)
