"""The index of searchable answers: of the current version only, never of what is sealed, and only while a basis covers it."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import element_of
from titip.dictionary.rules.types import ElementType
from titip.kit.text import search_key
from titip.register.models import Person, Record, SearchValue
from titip.register.reads import registration_of
from titip.register.reads.opening import version_of
from titip.register.rules.covering import covered

#: No key is longer.
LONGEST = 160


def index(record: Record, declared: Mapping[str, Declared], answers: Mapping[str, Answer], changed: Collection[str]) -> None:
    """Index the changed answers of a record anew, and forget those of elements that are sealed by now; in the caller's transaction."""
    sealed = {code for code, element in declared.items() if element.sealed}
    again = {element_of(key) for key in changed}
    SearchValue.objects.filter(record=record, element_code__in={*again, *sealed}).delete()
    SearchValue.objects.bulk_create(_rows(record, ((declared[key], answer) for key, answer in answers.items() if key in declared and element_of(key) in again)))


@transaction.atomic
def reindex(*, person: Person, purposes: frozenset[str]) -> None:
    """Index a person's answers as far as a basis for ``purposes`` covers them: after what she agreed to has changed."""
    record = registration_of(person)
    version = version_of(record) if record is not None else None
    if record is None or version is None:
        return
    declared = dictionary.declared(record.record_type.code)
    standing = ((declared[code], Answer.from_json(kept)) for code, kept in version.answers.items() if code in declared)
    SearchValue.objects.filter(record=record).delete()
    SearchValue.objects.bulk_create(_rows(record, ((element, answer) for element, answer in standing if covered(element, purposes))))


def _rows(record: Record, answers: Iterable[tuple[Declared, Answer]]) -> list[SearchValue]:
    rows = []
    for element, answer in answers:
        if not element.searchable or element.sealed or answer.value is None or element.type is ElementType.GEOPOINT:  # a search would tell what lies near
            continue
        values = answer.value if isinstance(answer.value, list) else [answer.value]
        rows += [SearchValue(record=record, element_code=element.code, value=key) for value in values if (key := search_key(str(value))[:LONGEST])]
    return rows
