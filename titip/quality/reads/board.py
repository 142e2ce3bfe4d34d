"""Findings in words, for whoever may see the elements they are about; and which records wait to be checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.kit import clock
from titip.protect.reads.paging import MOST
from titip.protect.rules.access import Actor, visible_elements
from titip.quality.models import Finding, RecordChecked
from titip.quality.rules.checks import VERSION, words
from titip.register import reads as register
from titip.register.reads import Record

#: Said instead of the finding's own words to whoever may not see one of its elements: no value, and not which answers.
HIDDEN = "Some answers of this record do not fit together. They are kept from your role; the case worker sees which."


@dataclass(frozen=True)
class Shown:
    """A finding as one colleague sees it. ``elements`` are labels; empty where she may not see them all."""

    finding: Finding
    message: str
    cure: str
    elements: tuple[str, ...]

    @property
    def readable(self) -> bool:
        """Whether she sees what it is about."""
        return bool(self.elements)


@dataclass(frozen=True)
class Board:
    """How many findings stand open within reach, by check."""

    open: int
    explained: int


def findings_for(actor: Actor, action: str = "quality.board") -> QuerySet[Finding]:
    """The findings on records of people within reach, newest first, with person and elements."""
    rows = Finding.objects.filter(_within(actor, action))
    return rows.select_related("record__person", "record__record_type", "explained_by").prefetch_related("elements")


def board(actor: Actor) -> Board:
    """How many findings stand open and explained within reach, each up to ``MOST``. Two queries."""
    rows = Finding.objects.filter(_within(actor, "quality.board")).order_by()
    return Board(rows.filter(state="open")[:MOST].count(), rows.filter(state="explained")[:MOST].count())


def _within(actor: Actor, action: str) -> Exists:
    """That a finding is about somebody within reach: asked of each finding, so that nobody lists everybody."""
    return Exists(register.people_for(actor, action).order_by().filter(pk=OuterRef("record__person")))


def shown(actor: Actor, findings: Iterable[Finding]) -> list[Shown]:
    """Findings in words for ``actor``. A finding about an element that she may not see says only that something does not fit."""
    findings = list(findings)
    books: dict[str, Mapping[str, Declared]] = {kind: dictionary.declared(kind) for kind in {f.record.record_type.code for f in findings}}
    people = register.people_for(actor, "quality.board").in_bulk({f.record.person_id for f in findings if f.record.person_id})
    lines = []
    for finding in findings:
        declared = books[finding.record.record_type.code]
        person = people.get(finding.record.person_id)
        codes = [row.code for row in finding.elements.all()]
        about = [declared[code] for code in codes if code in declared]
        facts = register.facts(person) if person is not None else register.facts(finding.record)
        seen = visible_elements(actor, "quality.board", facts, [dictionary.facts(element) for element in about], now=clock.now())
        if len(about) == len(codes) and seen == {element.code for element in about}:
            message, cure = words(finding.check_code)
            lines.append(Shown(finding, _(message), _(cure) if cure else "", tuple(element.label for element in about)))
        else:
            lines.append(Shown(finding, _(HIDDEN), "", ()))
    return lines


def finding_for(finding_id: UUID) -> Finding | None:
    """One finding with its record and person, or None. Who may see it is the gate's to decide."""
    rows = Finding.objects.select_related("record__person", "record__record_type", "explained_by")
    return rows.prefetch_related("elements").filter(pk=finding_id, record__person__erased_at=None).first()


def of_person(actor: Actor, person_id: UUID) -> list[Shown]:
    """The open findings on one person's records, within reach."""
    records = list(Record.objects.filter(person=person_id).values_list("pk", flat=True))
    return shown(actor, findings_for(actor).filter(record__in=records, state="open")) if records else []


def to_check() -> QuerySet[Record]:
    """The records of people that were saved, or whose dictionary or checks changed, since they were last checked; oldest first."""
    frozen = dictionary.current()
    number = frozen.number if frozen else 0
    checked = RecordChecked.objects.filter(record=OuterRef("pk"), version=OuterRef("number"), dictionary=number, checks=VERSION)
    rows = Record.objects.filter(Q(number__gt=0) & Q(person__isnull=False) & Q(person__erased_at=None))
    return rows.filter(~Exists(checked)).select_related("person", "record_type").order_by(F("changed_at"), "pk")


def waiting() -> int:
    """How many records wait to be checked."""
    return to_check().count()
