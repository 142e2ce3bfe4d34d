"""Where a person has two codes: to which questions do they say different things? The kept code's answer counts; somebody should look."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from titip.consent import reads as consent
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.quality.models import RecordChecked
from titip.quality.rules.checks import TWO_CODES
from titip.quality.rules.running import Problem
from titip.register import reads as register
from titip.register.reads import Record
from titip.register.rules.covering import CARE
from titip.register.rules.same import Group, differing

#: These are never the same twice, or follow from others.
_LEFT_OUT = frozenset({ElementType.REPEAT, ElementType.FILE, ElementType.CALCULATED})


def of_two_codes(records: Sequence[Record], declared: Mapping[str, Declared]) -> dict[UUID, list[Problem]]:
    """Record id → what differs, for those of ``records`` (of one kind) that stand under a kept code, as far as both are held for care.

    Kept records that stand elsewhere are marked to be checked again, for what they are compared with changed.
    """
    of = {one: group for group in register.groups() for one in group.members}
    mine = [record for record in records if record.person_id in of]
    if not mine:
        return {}
    kept = {of[record.person_id]: record for record in mine if record.person_id and of[record.person_id].kept == record.person_id}
    again = {of[record.person_id].kept for record in mine if record.person_id} - {group.kept for group in kept}
    RecordChecked.objects.filter(record__person__in=again, record__record_type=mine[0].record_type_id).delete()
    return _compared(kept, declared)


def _compared(kept: Mapping[Group, Record], declared: Mapping[str, Declared]) -> dict[UUID, list[Problem]]:
    live = consent.live_many(CARE, among={one for group in kept for one in group.members})
    held = {group: record for group, record in kept.items() if record.person_id in live}
    others = register.records_of([one for group in held for one in group.members[1:] if one in live], {record.record_type_id for record in held.values()})
    codes = frozenset(code for code, element in declared.items() if not element.inside and element.type not in _LEFT_OUT)
    answers = register.many_answers([*held.values(), *others], codes)
    found: dict[UUID, list[Problem]] = {}
    for group, record in held.items():
        theirs = [answers[other.pk] for other in others if other.person_id in group.members]
        differ = sorted({code for other in theirs for code in differing(answers[record.pk], other)})
        found[record.pk] = [Problem(TWO_CODES, (code,), code) for code in differ]
    return found
