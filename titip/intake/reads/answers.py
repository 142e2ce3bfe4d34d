"""What a person told us, by section: opened for whoever may see it, while her basis for care is live."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.intake.reads.sheets import shown_again
from titip.protect.rules.access import Actor
from titip.register import reads as register
from titip.register.rules.covering import CARE


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words. ``held``: there is one, which is not shown here."""

    element: Declared
    words: str = ""
    given: bool = False
    held: bool = False


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
    return [section for section in _sections(declared, opened.answers, opened.held) if section.lines], live


def _sections(declared: Mapping[str, Declared], answers: Mapping[str, Answer], held: frozenset[str]) -> Iterable[AnswerSection]:
    seen: set[str] = set()
    for form in dictionary.forms("registration"):
        for section in dictionary.form_spec(form.code).sections:
            fresh = [element for element in section.elements if element.code not in seen]
            seen.update(element.code for element in fresh)
            yield _section(section.title, fresh, answers, held)
    rest = [element for code, element in declared.items() if code not in seen]
    yield _section("", rest, answers, held)


def _section(title: str, elements: Iterable[Declared], answers: Mapping[str, Answer], held: frozenset[str]) -> AnswerSection:
    elements = list(elements)
    lines = []
    for element in elements:
        answer = answers.get(element.code)
        if answer is not None:
            lines.append(AnswerLine(element, register.answer_words(element, answer), given=answer.given))
        elif element.code in held:
            lines.append(AnswerLine(element, held=True))
    return AnswerSection(title, tuple(lines), len(elements) - len(lines))
