"""A form about to be filled in for one person: what may be written, what may be shown again, what was typed before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.form_builder.field import kept_unseen
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import FormSpec, Section
from titip.dictionary.rules.keys import Declarations
from titip.dictionary.rules.known import SETTLED, Known
from titip.dictionary.rules.types import ElementType
from titip.intake.reads.drafts import Content, content_of, draft_for
from titip.intake.rules.timing import Spent
from titip.intake.rules.typing import Typed
from titip.protect.rules.access import Actor, open_here
from titip.protect.rules.roles import Risk
from titip.register import reads as register
from titip.register.rules.covering import CARE, covered


@dataclass(frozen=True)
class Sheet:
    """``sections`` hold what may be written now; ``waiting`` what waits for a basis, ``closed`` what
    waits until the house is ready for it. ``held``: answered, and not shown again;
    ``shown``: elements whose answers may be shown as far as her basis goes, whoever looks.

    ``known``: who wrote what stands. ``around``: every element of the record that may be written, on this form or not, for what follows.
    ``pause``, ``at`` and ``spent`` are the draft's.
    ``number`` is the record's version now, ``base_number`` the one that the form (or its draft) was begun on.
    """

    spec: FormSpec
    sections: tuple[Section, ...]
    waiting: tuple[Declared, ...]
    closed: tuple[Declared, ...]
    number: int
    base_number: int
    answers: Mapping[str, Answer]
    held: frozenset[str]
    shown: frozenset[str]
    typed: Typed
    has_basis: bool
    known: Mapping[str, Known] = field(default_factory=dict)
    around: Mapping[str, Declared] = field(default_factory=dict)
    pause: str = ""
    at: str = ""
    spent: Spent = field(default_factory=dict)

    def elements(self) -> list[Declared]:
        """Everything that may be written, in order."""
        return [element for section in self.sections for element in section.elements]

    @property
    def standing(self) -> frozenset[str]:
        """The elements that are known already: answered, or left without an answer for good, by whoever wrote the record."""
        settled = (code for code, answer in self.answers.items() if answer.given or answer.missing in SETTLED)
        return frozenset(code for code in settled if code in self.known) | self.held

    def answered(self, section: Section) -> int:
        """How many of a section's questions have an answer, saved or typed."""
        return sum(self.has_answer(element.code) for element in section.elements)

    def has_answer(self, code: str) -> bool:
        """Whether a question has an answer, or a reason for none, saved or typed."""
        if code in self.typed.seen and self.typed.something(code):
            return True
        return code in self.held or (code in self.answers and code not in self.typed.seen)


def open_sheet(actor: Actor, person: register.Person, form_code: str) -> Sheet:
    """Open a form for filling. One event (``intake.fill``) where there is a record already. Raises KeyError for an unknown form."""
    spec = dictionary.form_spec(form_code)
    grounds = consent.grounds_for(person)
    purposes = grounds.purposes if grounds else frozenset[str]()
    declared = dictionary.declared(spec.record_type)
    closed = tuple(element for element in spec if not open_here(actor, Risk(element.risk)))
    may_write = frozenset(code for code, element in declared.items() if covered(element, purposes) and open_here(actor, Risk(element.risk)))
    record = register.registration_of(person)
    known: Mapping[str, Known] = {}
    opened, shown = register.Opened(0), shown_again(spec.record_type, purposes)
    if record is not None and record.number:
        opened = register.open_record(actor, record, action="intake.fill", purpose="", only=shown)
        known = register.written(record, {*opened.answers, *opened.held})
    why = _reasons()
    sections = tuple(_writable(section, may_write, opened.held, why) for section in spec.sections)
    draft = draft_for(actor, person, form_code)
    content = content_of(draft) if draft else Content()
    return Sheet(
        spec=spec, sections=tuple(section for section in sections if section.elements),
        waiting=tuple(element for element in spec if element.code not in may_write and element not in closed), closed=closed,
        number=opened.number, base_number=draft.base_number if draft else opened.number, answers=opened.answers, held=opened.held, shown=shown,
        typed=content.typed, pause=content.pause, at=content.at, spent=content.spent, has_basis=grounds is not None,
        known=known, around=Declarations({code: element for code, element in declared.items() if code in may_write}),
    )


def shown_again(record_type: str, purposes: frozenset[str]) -> frozenset[str]:
    """The elements whose answers those who care for her may see while a basis for ``purposes`` is live: without care, the minimum.

    Somebody who agreed only to be counted did not agree to be looked at.
    """
    for_care = purposes if CARE in purposes else frozenset[str]()
    return frozenset(code for code, element in dictionary.declared(record_type).items() if covered(element, for_care))


def shown_now(person: register.Person) -> frozenset[str]:
    """``shown_again`` of her registration, under the bases that are live now."""
    grounds = consent.grounds_for(person)
    return shown_again("registration", grounds.purposes if grounds else frozenset())


def _reasons() -> Callable[[Declared], Declared]:
    """An element with why it is asked: in its own words, else what the question that it answers is for, and the purposes she agreed to."""
    purposes = {one.code: one.name for one in dictionary.purposes()}
    objectives = {one.code: one.objective or one.text for one in dictionary.questions()}

    def with_why(element: Declared) -> Declared:
        if element.why or element.type is ElementType.CALCULATED:
            return element
        answers = next((objectives[code] for code in element.answers if code in objectives), "")
        named = ", ".join(name for code, name in purposes.items() if code in element.purposes)
        purpose = _("For: %(purposes)s.") % {"purposes": named} if named else ""
        return replace(element, why=f"{answers} {purpose}".strip())

    return with_why


def _writable(section: Section, may_write: frozenset[str], held: frozenset[str], why: Callable[[Declared], Declared]) -> Section:
    elements = (why(_part(element, may_write)) for element in section.elements if element.code in may_write)
    return Section(section.title, tuple(kept_unseen(element) if element.code in held else element for element in elements if _can_be_shown(element, held)))


def _part(element: Declared, may_write: frozenset[str]) -> Declared:
    """A repeated group with those of its elements that may be written."""
    return replace(element, members=tuple(m for m in element.members if m.code in may_write)) if element.members else element


def _can_be_shown(element: Declared, held: frozenset[str]) -> bool:
    """A repeated group whose rows are not shown again cannot be written either: nobody would know which row is whose."""
    return element.type is not ElementType.REPEAT or (bool(element.members) and element.code not in held)
