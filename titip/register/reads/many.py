"""Answers of many records at once, for rooms that compare inside the server."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import F

from titip.dictionary.rules.answers import Answer
from titip.protect import vault
from titip.register.models import Record, RecordVersion, SealedAnswer
from titip.register.reads.opening import TABLE, owner_of

#: Owner, vault id, table, row, field.
Wanted = tuple[vault.Owner, UUID, str, str, str]


def many_answers(records: Sequence[Record], codes: frozenset[str]) -> Mapping[UUID, Mapping[str, Answer]]:
    """The current answers of each record (by id) for the given element codes, opened without a log line. Six queries for up to 500 records.

    As ``current_answers``: the caller's action writes the event. Never hand the result to a page. A record whose key was destroyed has
    no sealed answers.
    """
    by_id = {record.pk: record for record in records}
    versions = {v.pk: v for v in RecordVersion.objects.filter(record__in=list(by_id), number=F("record__number"))}
    found: dict[UUID, dict[str, Answer]] = {pk: {} for pk in by_id}
    for version in versions.values():
        found[version.record_id] = {code: Answer.from_json(kept) for code, kept in version.answers.items() if code in codes}
    rows = [(versions[row.version_id].record_id, row) for row in SealedAnswer.objects.filter(version__in=list(versions), element_code__in=codes)]
    wanted = [(owner_of(by_id[pk]), row.vault_id, TABLE, str(pk), row.element_code) for pk, row in rows]
    for (pk, row), value in zip(rows, _open(wanted), strict=True):
        if value is not None:
            found[pk][row.element_code] = Answer.from_json(json.loads(value))
    return found


def _open(wanted: Sequence[Wanted]) -> Sequence[bytes | None]:
    try:
        with vault.uncounted():
            return vault.open_across(wanted) if wanted else []
    except vault.Gone:  # somebody was erased: open the others one by one
        return [_one(want) for want in wanted]


def _one(want: Wanted) -> bytes | None:
    try:
        with vault.uncounted():
            return vault.open_across([want])[0]
    except vault.Gone:
        return None
