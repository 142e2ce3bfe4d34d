"""What a person told us, by section: opened for whoever may see it, while her basis for care is live."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import member_key
from titip.dictionary.rules.types import ElementType
from titip.intake.reads.sheets import shown_again
from titip.protect.rules.access import Actor
from titip.register import reads as register
from titip.register.rules.covering import CARE


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words. ``held``: there is one, which is not shown here. ``rows``: of a repeated group. ``person_id``: whom it names.
    ``file_id``: the sealed file; ``copy``: a copy without hidden data can be made of it; ``beside``: how sure it is, and where it is from.
    """

    element: Declared
    words: str = ""
    given: bool = False
    held: bool = False
    rows: tuple[tuple["AnswerLine", ...], ...] = ()
    person_id: UUID | None = None
    file_id: str = ""
    copy: bool = False
    beside: str = ""


@dataclass(frozen=True)
class AnswerSection:
    """A heading, the answers under it, and how many of its questions have no answer of any kind."""

    title: str
    lines: tuple[AnswerLine, ...]
    open: int


def answers_of(actor: Actor, person: register.Person) -> tuple[list[AnswerSection], bool]:
    """Her answers by section of the forms in order, and whether her basis for care is live. Without it, the minimum only.

    Writes one event (``intake.answers``). The identity class is never among them, only that it is held.
    """
    grounds = consent.grounds_for(person)
    live = grounds is not None and CARE in grounds.purposes
    record = register.registration_of(person)
    if record is None or record.number == 0:
        return [], live
    declared = dictionary.declared("registration")
    purposes = grounds.purposes if grounds else frozenset[str]()
    opened = register.open_record(actor, record, action="intake.answers", purpose="", only=shown_again("registration", purposes))
    showing = _Showing(actor, person, declared, opened)
    return [section for section in _sections(showing) if section.lines], live


class _Showing:
    """The answers of one record, with whom and what they name: asked for once, for the whole page."""

    def __init__(self, actor: Actor, person: register.Person, declared: Mapping[str, Declared], opened: register.Opened) -> None:
        self.declared, self.answers, self.held = declared, opened.answers, opened.held
        self.people = register.by_code(actor, self._values(ElementType.PERSON))
        self.files = register.stored_files(person, self._values(ElementType.FILE))

    def _values(self, kind: ElementType) -> list[str]:
        found = ((self.declared.get(key), answer) for key, answer in self.answers.items() if answer.given)
        return [str(answer.value) for element, answer in found if element is not None and element.type is kind]

    def line(self, element: Declared, key: str) -> AnswerLine | None:
        """One line, or None where there is nothing to say."""
        answer = self.answers.get(key)
        if answer is None:
            return AnswerLine(element, held=True) if key in self.held else None
        line = AnswerLine(element, register.answer_words(element, answer), given=answer.given)
        if not answer.given:
            return line
        value = str(answer.value)
        if element.type is ElementType.PERSON:
            known = self.people.get(value)
            return replace(line, person_id=known) if known else replace(line, words=_("A person with whom you do not work"))
        if element.type is ElementType.FILE:
            kept = self.files.get(value)
            gone = replace(line, words=_("This file was destroyed"))
            return replace(line, file_id=value, copy=register.has_copy(kept), beside=register.beside_words(answer)) if kept else gone
        if isinstance(answer.value, list) and element.type is ElementType.REPEAT:
            return replace(line, rows=tuple(self._row(element, str(row)) for row in answer.value))
        return line

    def _row(self, group: Declared, row: str) -> tuple[AnswerLine, ...]:
        lines = (self.line(member, member_key(group.code, row, member.code)) for member in group.members)
        return tuple(line for line in lines if line is not None)


def _sections(showing: _Showing) -> Iterable[AnswerSection]:
    seen: set[str] = set()
    for form in dictionary.forms("registration"):
        for section in dictionary.form_spec(form.code).sections:
            fresh = [element for element in section.elements if element.code not in seen]
            seen.update(element.code for element in fresh)
            yield _section(section.title, fresh, showing)
    rest = [element for code, element in showing.declared.items() if code not in seen and not element.inside]
    yield _section("", rest, showing)


def _section(title: str, elements: Iterable[Declared], showing: _Showing) -> AnswerSection:
    elements = list(elements)
    lines = [line for line in (showing.line(element, element.code) for element in elements) if line is not None]
    return AnswerSection(title, tuple(lines), len(elements) - len(lines))
