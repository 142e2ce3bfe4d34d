"""Checks records inside the server: values are opened, compared, and nothing but what does not fit is kept.

Only while a basis covers the person's care: without one her minimum is checked, and she is compared with nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.grounds import GroundsKind
from titip.quality.actions.differing import of_two_codes
from titip.quality.actions.finding_rows import settle
from titip.quality.actions.tokens import refresh_pairs, refresh_tokens
from titip.quality.models import RecordChecked
from titip.quality.reads.board import to_check
from titip.quality.rules.checks import VERSION
from titip.quality.rules.concepts import bind
from titip.quality.rules.running import About, run, wanted
from titip.quality.rules.tokens import TOKEN_CONCEPTS
from titip.register import reads as register
from titip.register.reads import Record
from titip.register.rules.covering import CARE, covered

#: Records checked in one transaction: on SQLite others wait to write meanwhile.
BATCH = 200


@dataclass(frozen=True)
class Checked:
    """What a round of checks did: records looked at, findings that are new, that were settled, and records that still wait."""

    records: int = 0
    found: int = 0
    fixed: int = 0
    waiting: int = 0


def check_record(*, actor_code: str, record: Record) -> Checked:
    """Check one record now. One event."""
    return _check(actor_code, [record])


def check_changed(*, actor_code: str, most: int = BATCH) -> Checked:
    """Check the records that changed since they were last checked, at most ``most``. One event; none where nothing waited."""
    rows = to_check()
    chosen = list(rows[:most])
    if not chosen:
        return Checked()
    done = _check(actor_code, chosen)
    return Checked(done.records, done.found, done.fixed, rows.count())


def check_all(*, actor_code: str, tell: Callable[[int, int], None] | None = None) -> Checked:
    """Check every record of a person, as ``check_waiting``."""
    RecordChecked.objects.all().delete()
    return check_waiting(actor_code=actor_code, tell=tell)


def check_waiting(*, actor_code: str, tell: Callable[[int, int], None] | None = None) -> Checked:
    """Check all that changed, in batches of ``BATCH``, each its own transaction with one event; ``tell(done, total)`` after each."""
    total = Checked()
    while (done := check_changed(actor_code=actor_code)).records:
        total = Checked(total.records + done.records, total.found + done.found, total.fixed + done.fixed, done.waiting)
        if tell is not None:
            tell(total.records, total.records + total.waiting)
    return total


@transaction.atomic
def _check(actor_code: str, records: Sequence[Record]) -> Checked:
    frozen = dictionary.current()
    number = frozen.number if frozen else 0
    live = consent.live_many(CARE, among={record.person_id for record in records if record.person_id})
    alone = {person for person, grounds in live.items() if grounds.kind is GroundsKind.CONSENT}
    found = fixed = 0
    for kind in sorted({record.record_type.code for record in records}):
        declared = dictionary.declared(kind)
        some = [record for record in records if record.record_type.code == kind]
        minimum = {code: element for code, element in declared.items() if covered(element, frozenset())}
        held = [record for record in some if record.person_id in live]
        bare = [record for record in some if record.person_id not in live]
        answers = {**_answers(held, declared), **_answers(bare, minimum)}
        differ = of_two_codes(some, declared)
        for record in some:
            problems = run(declared if record.person_id in live else minimum, answers[record.pk], _about(record, alone))
            new, settled = settle(record, problems + differ.get(record.pk, []))
            found, fixed = found + new, fixed + settled
        refresh_tokens(some, declared, answers)
    refresh_pairs()
    RecordChecked.objects.bulk_create(
        [RecordChecked(record=record, version=record.number, dictionary=number, checks=VERSION, at=clock.now()) for record in records],
        update_conflicts=True, unique_fields=["record"], update_fields=["version", "dictionary", "checks", "at"],
    )
    audit.record(
        kind="quality.check", actor_code=actor_code, detail={"records": len(records), "found": found, "fixed": fixed},
        subjects=[("record", str(record.pk)) for record in records] if len(records) == 1 else (),
    )
    return Checked(len(records), found, fixed)


def _answers(records: Sequence[Record], declared: Mapping[str, Declared]) -> Mapping[UUID, Mapping[str, Answer]]:
    bound = bind(declared)
    codes = wanted(declared) | {bound[concept].code for concept in TOKEN_CONCEPTS if concept in bound}
    return register.many_answers(records, frozenset(codes))


def _about(record: Record, alone: set[UUID]) -> About:
    person = record.person
    assert person is not None  # to_check chooses records of people
    return About(clock.day_of(record.made_at), clock.today(), person.age_status, person.pk in alone)
