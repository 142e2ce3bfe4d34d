"""The one door by which answers reach a release: what the purpose and each person's basis allow, never the identity class."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from django.db.models import F

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import element_of
from titip.dictionary.rules.types import ElementType
from titip.protect.actions import audit
from titip.protect.rules.grounds import Grounds
from titip.protect.rules.roles import Risk
from titip.register.models import Record, RecordVersion
from titip.register.reads.many import many_answers
from titip.register.reads.same import together
from titip.register.rules.same import one_each

#: Records opened with one set of queries.
_BATCH = 500
#: What a kind of record says it is about, where that is nobody.
_NOBODY = "none"
#: Answers that say where something is.
_WHERE = (ElementType.PLACE, ElementType.GEOPOINT, ElementType.HIERARCHY)


_FEW_AGREED = "%(label)s: it is never in a table unless she agreed to that very answer. %(n)d people did; it needs %(least)d who look alike."


class NotForRelease(Exception):
    """An element that no release may carry was asked for. The message names it."""


@dataclass(frozen=True)
class ReleaseRows:
    """Rows without any identity, in no telling order; ``left_out`` counts the people of whom no basis covers the purpose, or, of records about
    nobody, those that concern a person after all.

    ``included`` are the ids of the people in the rows, sorted, so that a withdrawal can find the release (H7); they do not tell which row is whose.
    """

    elements: tuple[Declared, ...]
    rows: tuple[Mapping[str, Answer], ...]
    left_out: int
    included: tuple[UUID, ...]
    dictionary_version: int
    sha256: str


def for_release(
    elements: Sequence[str], *, purpose: str, grounds: Mapping[UUID, Grounds], actor_code: str, record_type: str = "registration",
    agreed: Mapping[str, Collection[UUID]] = MappingProxyType({}), least: int = 1,
) -> ReleaseRows:
    """The current answers to ``elements`` of every person in ``grounds`` whose grounds cover ``purpose``.

    Who has more than one code is one row: the kept code's answers, its gaps filled from her others, each only where its own grounds cover.

    Of the never-by-default class (X12) only the answers of those in ``agreed`` (by element: who agreed to that very answer) are in the rows; of everybody
    else it reads as not answered. An element to which fewer than ``least`` people agreed is refused.

    Refuses (NotForRelease) the identity class, any direct identifier, free text, and elements not collected for ``purpose``.
    Writes one event with counts before it returns.
    """
    declared = dictionary.declared(record_type)
    chosen = tuple(_releasable(declared, code, purpose) for code in elements)
    never = {element.code: frozenset(agreed.get(element.code, ())) & grounds.keys() for element in chosen if element.never_by_default}
    for code, people in never.items():
        if len(people) < max(least, 1):
            raise NotForRelease(_FEW_AGREED % {"label": declared[code].label, "n": len(people), "least": max(least, 1)})
    version = dictionary.current()
    if version is None:
        raise NotForRelease("There is no dictionary yet.")
    codes = frozenset(elements)
    records = Record.objects.filter(record_type__code=record_type, number__gt=0, person__erased_at=None, person__isnull=False).select_related("person")
    covered = [record for record in records.order_by("?") if _covers(grounds, record, purpose)]
    opened: dict[UUID, Mapping[str, Answer]] = {}
    for start in range(0, len(covered), _BATCH):
        opened |= many_answers(covered[start : start + _BATCH], codes)
    for record in covered:
        opened[record.pk] = {code: answer for code, answer in opened[record.pk].items() if code not in never or record.person_id in never[code]}
    rows = [one_each(hers) for hers in together((record.person_id, opened[record.pk]) for record in covered if record.person_id)]
    left_out = len(together((person_id, None) for person_id in records.order_by().values_list("person_id", flat=True) if person_id)) - len(rows)
    included = sorted(record.person_id for record in covered if record.person_id)
    audit.record(kind="register.release", actor_code=actor_code, purpose=purpose, detail={"rows": len(rows), "left_out": left_out, "elements": sorted(codes)})
    return ReleaseRows(chosen, tuple(rows), left_out, tuple(included), version.number, version.sha256)


def for_release_about_nobody(
    elements: Sequence[str], *, record_type: str, purpose: str, actor_code: str, linked: Collection[UUID] = (),
) -> ReleaseRows:
    """The current answers to ``elements`` of every record of a kind that is about nobody: one row a record, no person behind any.

    A record that concerns a person, because it is among the ``linked`` or an answer names her, is counted in ``left_out`` and no row: nobody asked her,
    and ten calls with her would be ten rows that look alike. Refuses (NotForRelease) what ``for_release`` refuses, what is sealed, and what is never
    by default, for nobody could agree to it. A place and a pin may identify wherever they stand, whatever the dictionary says of them: one boat, one
    house. Writes one event with counts before it returns.
    """
    declared = dictionary.declared(record_type)
    version = dictionary.current()
    if version is None:
        raise NotForRelease("There is no dictionary yet.")
    chosen = tuple(_of_nobody(declared, code) for code in elements)
    found = list(Record.objects.filter(record_type__code=record_type, record_type__subject=_NOBODY, number__gt=0, person=None).order_by("?"))
    concerning = _naming_somebody(record_type, declared) | set(linked)
    records = [record for record in found if record.pk not in concerning]
    opened: dict[UUID, Mapping[str, Answer]] = {}
    for start in range(0, len(records), _BATCH):
        opened |= many_answers(records[start : start + _BATCH], frozenset(elements))
    left_out = len(found) - len(records)
    detail = {"rows": len(records), "left_out": left_out, "elements": sorted(elements), "kind": record_type}
    audit.record(kind="register.release", actor_code=actor_code, purpose=purpose, detail=detail)
    return ReleaseRows(chosen, tuple(opened[record.pk] for record in records), left_out, (), version.number, version.sha256)


def _naming_somebody(record_type: str, declared: Mapping[str, Declared]) -> set[UUID]:
    """The records of a kind with an answer that is a registered person, in a repeated group too."""
    people = {element.code for element in declared.values() if element.type is ElementType.PERSON}
    if not people:
        return set()
    rows = RecordVersion.objects.filter(record__record_type__code=record_type, number=F("record__number")).values_list("record_id", "answers")
    return {pk for pk, kept in rows.iterator(chunk_size=_BATCH) if any(element_of(key) in people and Answer.from_json(kept[key]).given for key in kept)}


def _of_nobody(declared: Mapping[str, Declared], code: str) -> Declared:
    element = _releasable(declared, code, "")
    if element.sealed or element.never_by_default:
        raise NotForRelease(f"{element.label}: nobody could agree to it, so it stays on its record.")
    return weighed_of_nobody(element)


def weighed_of_nobody(element: Declared) -> Declared:
    """The element as a table about nobody weighs it: a place and a pin may identify."""
    return replace(element, quasi_identifier=element.quasi_identifier or element.type in _WHERE)


def _covers(grounds: Mapping[UUID, Grounds], record: Record, purpose: str) -> bool:
    basis = grounds.get(record.person_id) if record.person_id else None
    return isinstance(basis, Grounds) and purpose in basis.purposes and basis.owner_id == record.person_id


def _releasable(declared: Mapping[str, Declared], code: str, purpose: str) -> Declared:
    """The element, if it may leave. ``purpose`` empty: of a record about nobody, on which no purpose was agreed to."""
    element = declared.get(code)
    if element is None:
        raise NotForRelease(f"{code}: no such element.")
    if element.risk == Risk.IDENTITY or element.identifier:
        raise NotForRelease(f"{element.label}: it names or locates a person and never leaves.")
    if element.inside or element.type in ("repeat", "file", "person", "calculated"):
        raise NotForRelease(f"{element.label}: it is no single answer of a person, and is not released.")
    if element.type in ("text", "long_text"):
        raise NotForRelease(f"{element.label}: free text may hold names and is not released.")
    if purpose and purpose not in element.purposes:
        raise NotForRelease(f"{element.label}: it was not collected for this purpose.")
    return element
