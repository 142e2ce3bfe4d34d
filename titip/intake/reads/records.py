"""Records of the organisation's own kinds: which kinds there are, which records are within reach, one opened for reading or filling in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.form_builder.field import kept_unseen
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.codebook import RecordTypeEntry
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import FormSpec, Section
from titip.dictionary.rules.keys import Declarations
from titip.dictionary.rules.kinds import is_own, may_stand
from titip.dictionary.rules.known import Known
from titip.dictionary.rules.types import ElementType
from titip.intake.models import OwnLink, OwnRecord
from titip.intake.reads.kind_roles import closed_to
from titip.intake.reads.sheets import shown_again
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.text import search_key
from titip.protect.rules.access import Actor, Facts, Scope, open_here, reaches
from titip.protect.rules.roles import Risk
from titip.register import reads as register
from titip.register.rules.covering import covered

#: Kinds of entry by which a list can be narrowed to one value.
_CHOOSABLE = (ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.YES_NO)


@dataclass(frozen=True)
class Kind:
    """A kind of record of our own, in force, with the form that begins one."""

    code: str
    name: str
    subject: str
    form_code: str


@dataclass(frozen=True)
class OwnSheet:
    """A form of a record of our own, about to be filled in. As ``sheets.Sheet``, for a record that may be about nobody."""

    spec: FormSpec
    sections: tuple[Section, ...]
    left_out: tuple[Declared, ...]
    number: int
    answers: Mapping[str, Answer]
    held: frozenset[str]
    known: Mapping[str, Known]
    around: Mapping[str, Declared]

    def elements(self) -> list[Declared]:
        """Everything that may be written, in order."""
        return [element for section in self.sections for element in section.elements]


@dataclass(frozen=True)
class Line:
    """One question of a record as it is shown. ``held``: answered, and not shown to whoever looks."""

    label: str
    words: str
    held: bool
    file_id: str = ""


def kinds() -> list[Kind]:
    """The organisation's own kinds of record that have a form in force, in the order in which they were declared."""
    if dictionary.current() is None:
        return []
    return [made for entry in dictionary.record_types() if is_own(entry.code) and (made := _kind(entry)) is not None]


def _kind(entry: RecordTypeEntry) -> Kind | None:
    forms = [form for form in dictionary.forms(entry.code) if form.placements]
    return Kind(entry.code, entry.name, entry.subject, forms[0].code) if forms else None


def kind_of(code: str) -> Kind | None:
    """One of them, or None."""
    return next((kind for kind in kinds() if kind.code == code), None)


def counts(actor: Actor) -> dict[str, int]:
    """How many records of each kind are within reach."""
    rows = within(actor).order_by().values("record__record_type__code").annotate(n=Count("pk")).values_list("record__record_type__code", "n")
    return dict(rows)


def within(actor: Actor, action: str = "intake.records") -> QuerySet[OwnRecord]:
    """The records of our own kinds that she may see, newest first. One about a person follows that person."""
    reach = Q(pk__in=[])
    for scope in reaches(actor, action):
        if scope is Scope.ORGANISATION:
            reach = Q(record__person=None)
            break
        if scope in (Scope.OWN, Scope.ASSIGNED, Scope.TEAM):
            reach |= Q(record__person=None, record__owner=actor.id)
        if scope is Scope.TEAM:
            reach |= Q(record__person=None, record__team__in=actor.teams)
    people = register.people_for(actor, action).order_by().values("pk")
    rows = OwnRecord.objects.filter(reach | Q(record__person__in=people))
    if closed := closed_to(actor, action):
        rows = rows.exclude(record__record_type__code__in=closed)
    return rows.select_related("record__record_type", "record__person", "record__owner")


def find_own(actor: Actor, kind: Kind, *, code: str = "", whose: str = "", since: date | None = None, until: date | None = None,
             element: str = "", value: str = "") -> QuerySet[OwnRecord]:
    """Those of one kind, narrowed by what needs no identity: code, whose, days, the answer to one question that may be searched by."""
    rows = within(actor).filter(record__record_type__code=kind.code)
    if code:
        try:
            rows = rows.filter(code=read_code(code))
        except BadCode:
            rows = rows.none()
    if whose == "mine":
        rows = rows.filter(record__owner=actor.id)
    if since is not None:
        rows = rows.filter(at__gte=clock.span(since, since)[0])
    if until is not None:
        rows = rows.filter(at__lt=clock.span(until, until)[1])
    declared = dictionary.declared(kind.code).get(element) if element else None
    if declared is not None and declared.searchable and not declared.sealed:
        rows = rows.filter(record__search_values__element_code=element, record__search_values__value=search_key(value)).distinct()
    return rows


def choosable(kind: Kind) -> list[Declared]:
    """The questions of a kind whose answers its list can be narrowed by."""
    found = dictionary.declared(kind.code).values()
    return [element for element in found if element.searchable and not element.sealed and element.type in _CHOOSABLE]


def own_for(own_id: UUID) -> OwnRecord | None:
    """One record, or None. Who may see it is the gate's to decide."""
    rows = OwnRecord.objects.select_related("record__record_type", "record__person", "record__owner", "record__team")
    return rows.filter(Q(record__person=None) | Q(record__person__erased_at=None), pk=own_id).first()


def own_facts(own: OwnRecord) -> Facts:
    """What the access decision must know of one: that of its person where it is about one, else whose it is."""
    return register.facts(own.record)


def may_write(kind: Kind, actor: Actor, person: register.Person | None) -> frozenset[str]:
    """The elements of a kind that may be written now: what a live basis covers, or, about nobody, what needs none."""
    declared = dictionary.declared(kind.code)
    grounds = consent.grounds_for(person) if person is not None else None
    purposes = grounds.purposes if grounds else frozenset[str]()
    usable = {code: element for code, element in declared.items() if open_here(actor, Risk(element.risk)) and _may_be_taken(element, person)}
    if person is None:
        return frozenset(code for code, element in usable.items() if kind.subject == "none" and may_stand("none", element.risk))
    return frozenset(code for code, element in usable.items() if covered(element, purposes))


def _may_be_taken(element: Declared, person: register.Person | None) -> bool:
    """A file is kept where somebody agreed to it: under her key. One that shows who she is belongs to the interview, where it opens for a purpose."""
    return element.type is not ElementType.FILE or (person is not None and element.risk == Risk.HIGH and not element.inside)


def _shown(kind: Kind, person: register.Person | None) -> frozenset[str] | None:
    if person is None:
        return None
    grounds = consent.grounds_for(person)
    return shown_again(kind.code, grounds.purposes if grounds else frozenset())


def open_own_sheet(actor: Actor, kind: Kind, *, own: OwnRecord | None = None, person: register.Person | None = None) -> OwnSheet:
    """The form of a record, empty or with what is kept. One event where there is a record already."""
    spec = dictionary.form_spec(own.form_code if own is not None and _stands(own.form_code) else kind.form_code)
    opened, known = register.Opened(0), {}
    if own is not None:
        person = own.record.person
        opened = register.open_record(actor, own.record, action="intake.record", purpose="", only=_shown(kind, person))
        known = register.written(own.record, {*opened.answers, *opened.held})
    allowed = may_write(kind, actor, person)
    sections = tuple(_part(section, allowed, opened.held) for section in spec.sections)
    around = Declarations({code: element for code, element in dictionary.declared(kind.code).items() if code in allowed})
    return OwnSheet(
        spec, tuple(section for section in sections if section.elements), tuple(e for e in spec if e.code not in allowed), opened.number, opened.answers,
        opened.held, known, around,
    )  # fmt: skip


def _stands(form_code: str) -> bool:
    return form_code in {form.code for form in dictionary.forms()}


def _part(section: Section, allowed: frozenset[str], held: frozenset[str]) -> Section:
    elements = [element for element in section.elements if element.code in allowed]
    return Section(section.title, tuple(kept_unseen(element) if element.code in held else element for element in elements))


def open_own(actor: Actor, kind: Kind, own: OwnRecord) -> list[tuple[str, list[Line]]]:
    """What a record says, under its headings, as far as whoever looks may see. One event."""
    spec = dictionary.form_spec(own.form_code if _stands(own.form_code) else kind.form_code)
    opened = register.open_record(actor, own.record, action="intake.records", purpose="", only=_shown(kind, own.record.person))
    made = []
    for section in spec.sections:
        lines = [_line(element, opened) for element in section.elements]
        made.append((section.title, [line for line in lines if line is not None]))
    return [(title, lines) for title, lines in made if lines]


def _line(element: Declared, opened: register.Opened) -> Line | None:
    if element.code in opened.held:
        return Line(element.label, "", True)
    if element.code in opened.answers:
        answer = opened.answers[element.code]
        file_id = str(answer.value) if element.type is ElementType.FILE and answer.given else ""
        return Line(element.label, register.answer_words(element, answer), False, file_id)
    return None


def own_links(actor: Actor, own: OwnRecord) -> list[OwnLink]:
    """What a record is linked to; a person out of reach is left out together with the link."""
    rows = list(own.links.select_related("person", "partner"))
    named = {row.person_id for row in rows if row.person_id}
    reach = set(register.people_for(actor).order_by().filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [row for row in rows if row.person_id is None or row.person_id in reach]


def linked_to_people(kind_code: str) -> frozenset[UUID]:
    """The records (by their ids in the register) of a kind that say whom they concern. For tables: who it is does not leave."""
    rows = OwnLink.objects.filter(own__record__record_type__code=kind_code, person__isnull=False)
    return frozenset(rows.order_by().values_list("own__record_id", flat=True))


def linked_to(actor: Actor, person: register.Person) -> list[OwnRecord]:
    """The records within reach that name this person, or are about her."""
    return list(within(actor).filter(Q(links__person=person) | Q(record__person=person)).distinct()[:25])


def own_about(kind: Kind, person: register.Person) -> OwnRecord | None:
    """The record of this kind about her, or None: there is one at most."""
    return OwnRecord.objects.filter(record__record_type__code=kind.code, record__person=person).first()


def readable(kind: Kind, own: OwnRecord) -> frozenset[str]:
    """The elements whose answers may be shown as far as her basis goes, or all where it is about nobody."""
    shown = _shown(kind, own.record.person)
    return frozenset(dictionary.declared(kind.code)) if shown is None else shown
