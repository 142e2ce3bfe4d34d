"""Answers that stand open although their element is sealed by now: written before its class was raised."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.keys import element_of
from titip.register.models import Record, RecordVersion


@dataclass(frozen=True)
class StillOpen:
    """How many records and versions hold open answers to sealed elements, and how many answers of each element (by code), old versions counted."""

    records: int
    versions: int
    answers: Mapping[str, int] = field(default_factory=dict)


def sealed_codes() -> dict[str, frozenset[str]]:
    """The elements that are sealed now, by kind of record."""
    kinds = dictionary.record_types()
    return {kind.code: frozenset(code for code, element in dictionary.declared(kind.code).items() if element.sealed) for kind in kinds}


def still_open() -> StillOpen:
    """Count them. Opens nothing, so nothing is logged."""
    records: set[object] = set()
    versions, answers = 0, Counter[str]()
    for version, codes in open_versions():
        records.add(version.record_id)
        versions += 1
        answers.update(element_of(key) for key in open_keys(version, codes))
    return StillOpen(len(records), versions, dict(answers))


def open_keys(version: RecordVersion, codes: frozenset[str]) -> list[str]:
    """The keys of a version's open answers to sealed elements."""
    return [key for key in version.answers if element_of(key) in codes]


def open_versions() -> Iterator[tuple[RecordVersion, frozenset[str]]]:
    """Every version with such an answer, with the sealed elements of its kind of record; read in pieces."""
    for kind, codes in sealed_codes().items():
        for version in _suspects(kind, codes).iterator(chunk_size=500):
            if open_keys(version, codes):
                yield version, codes


def records_still_open() -> Iterator[Record]:
    """Each record with such an answer, once."""
    seen: set[object] = set()
    for version, _codes in open_versions():
        if version.record_id not in seen:
            seen.add(version.record_id)
            yield version.record


def _suspects(kind: str, codes: frozenset[str]) -> QuerySet[RecordVersion]:
    """Versions whose text names a sealed element: a superset, so that few are read."""
    rows = RecordVersion.objects.filter(record__record_type__code=kind, record__number__gt=0).select_related("record__record_type", "record__person")
    named = Q(pk__in=[])
    for code in codes:
        named |= Q(text__contains=f'"{code}"') | Q(text__contains=f'/{code}"')
    return rows.annotate(text=Cast(F("answers"), TextField())).filter(named).order_by("record_id", "number") if codes else rows.none()
