"""Keeps the keyed tokens of people's names and telephones, and the pairs that agree."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.kit import clock
from titip.protect import vault
from titip.quality.models import DuplicatePair, DuplicateToken
from titip.quality.rules.duplicates import pairs
from titip.quality.rules.tokens import comparable
from titip.register.reads import Record

#: The vault's token purpose: its tokens match nothing that was made for another purpose.
PURPOSE = "duplicate"


def refresh_tokens(records: Sequence[Record], declared: Mapping[str, Declared], answers: Mapping[UUID, Mapping[str, Answer]]) -> None:
    """Replace the tokens of the people these registrations are about. Other kinds of record hold no identity."""
    own = {record.person_id: record for record in records if record.person_id is not None and record.record_type.code == "registration"}
    rows = [
        DuplicateToken(person_id=person_id, kind=kind, token=vault.token(PURPOSE, f"{kind}:{value}"))
        for person_id, record in own.items()
        for kind, value in sorted(comparable(declared, answers[record.pk], clock.day_of(record.made_at)))
    ]
    DuplicateToken.objects.filter(person__in=list(own)).delete()
    DuplicateToken.objects.bulk_create(rows)


def refresh_pairs() -> None:
    """Add the pairs whose tokens agree; drop undecided ones that no longer do, nor are alike. What a human decided stays."""
    agreeing: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for kind in ("name", "phone"):
        for pair in pairs(holders(kind)):
            agreeing[pair].add(kind)
    standing = {(row.first_id, row.second_id): row for row in DuplicatePair.objects.all()}
    for pair, row in standing.items():
        if pair not in agreeing and row.state in ("open", "asked"):
            if not row.by_likeness:
                row.delete()
            elif row.by_name or row.by_phone:
                DuplicatePair.objects.filter(pk=row.pk).update(by_name=False, by_phone=False)
    for pair, kinds in agreeing.items():
        known = standing.get(pair)
        by_name, by_phone = "name" in kinds, "phone" in kinds
        if known is None:
            DuplicatePair.objects.create(first_id=pair[0], second_id=pair[1], by_name=by_name, by_phone=by_phone)
        elif (known.by_name, known.by_phone) != (by_name, by_phone):
            DuplicatePair.objects.filter(pk=known.pk).update(by_name=by_name, by_phone=by_phone)


def holders(kind: str) -> dict[str, list[UUID]]:
    """Who holds which token, of tokens that more than one person holds."""
    living = DuplicateToken.objects.filter(kind=kind, person__erased_at=None).order_by()
    shared = living.values("token").annotate(held_by=Count("person", distinct=True)).filter(held_by__gt=1).values("token")
    rows = living.filter(token__in=shared).values_list("token", "person_id")
    holders: dict[str, list[UUID]] = defaultdict(list)
    for token, person_id in rows:
        holders[token].append(person_id)
    return holders
