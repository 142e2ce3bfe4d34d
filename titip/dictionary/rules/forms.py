"""A form as everyone sees it: sections of declared elements, in one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from titip.dictionary.rules.classify import is_higher
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, ItemEntry
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.keys import Declarations


@dataclass(frozen=True)
class Section:
    """A heading with the elements under it."""

    title: str
    elements: tuple[Declared, ...]


@dataclass(frozen=True)
class FormSpec:
    """A form: which elements, in which order, under which headings."""

    code: str
    name: str
    record_type: str
    instructions: str
    sections: tuple[Section, ...]

    def __iter__(self) -> Iterator[Declared]:
        """Every element in order."""
        return (declared for section in self.sections for declared in section.elements)


@dataclass(frozen=True)
class PurposeCard:
    """A purpose as it is read to a person. ``language`` is the language its words are really in.

    ``words_in`` is kept with her answer: the language whose words or recording she was given, empty for the organisation's own words.
    ``lacking``: nothing stands in the language that was wanted. ``unread``: no speaker has read these words. ``sound``: the SHA-256 of
    a recording in the wanted language, empty where there is none.
    """

    code: str
    name: str
    card: str
    who_sees: str
    months: int
    external: bool
    language: str = "en"
    words_in: str = ""
    lacking: bool = False
    unread: bool = False
    sound: str = ""


def declare_all(entries: Iterable[ElementEntry], lists: Mapping[str, CodeListEntry], language: str = "en") -> Declarations:
    """Elements by code. A repeated group knows its members, in the order given; and a member is never less protected than its group."""
    made = {entry.code: declare(entry, lists, language) for entry in entries}
    for code, element in made.items():
        group = made.get(element.inside)
        if group is not None:
            risk = group.risk if is_higher(group.risk, element.risk) else element.risk
            made[code] = replace(element, risk=risk, never_by_default=element.never_by_default or group.never_by_default)
    members: dict[str, list[Declared]] = {}
    for element in made.values():
        if element.inside:
            members.setdefault(element.inside, []).append(element)
    return Declarations({code: replace(element, members=tuple(members.get(code, ()))) for code, element in made.items()})


def declare(entry: ElementEntry, lists: Mapping[str, CodeListEntry], language: str = "en") -> Declared:
    """The element as forms, checks and exports see it, in ``language`` where its words exist in it, else in English."""
    words = entry.texts.get(language, {})
    code_list = lists.get(entry.code_list)
    return Declared(
        code=entry.code,
        record_type=entry.record_type,
        version=entry.version,
        type=entry.type,
        label=words.get("label") or entry.label,
        definition=words.get("definition") or entry.definition,
        question=words.get("question_text") or entry.question_text,
        indirect=words.get("indirect_text") or entry.indirect_text,
        hint=words.get("hint") or entry.hint,
        why=words.get("why") or entry.why,
        language=language if words.get("label") else "en",
        unit=entry.unit,
        minimum_value=entry.minimum_value,
        maximum_value=entry.maximum_value,
        max_length=entry.max_length,
        pattern=entry.pattern,
        pattern_hint=entry.pattern_hint,
        required=entry.required,
        choices=tuple(_choice(item, language) for item in code_list.items) if code_list else (),
        code_list=entry.code_list,
        missing=entry.missing_codes,
        risk=entry.risk,
        identifier=entry.identifier,
        never_by_default=entry.never_by_default,
        quasi_identifier=entry.quasi_identifier,
        sensitive=entry.sensitive,
        heavy=entry.heavy,
        minimum=entry.minimum,
        searchable=entry.searchable,
        offline=entry.offline_allowed,
        purposes=frozenset(entry.purposes),
        answers=entry.questions,
        retention_months=entry.retention_months,
        relevant=entry.relevant,
        constraint=entry.constraint,
        constraint_message=entry.constraint_message,
        calculation=entry.calculation,
        inside=entry.inside,
        certainty_asked=entry.certainty_asked,
        source_asked=entry.source_asked,
        generalise=entry.generalise,
        mapping={name: value for name, value in (("htcds", entry.htcds), ("ctdc", entry.ctdc), ("ic_tip", entry.ic_tip)) if value},
    )


def _choice(item: ItemEntry, language: str) -> Choice:
    mapping = {name: value for name, value in (("htcds", item.htcds), ("ctdc", item.ctdc)) if value}
    return Choice(item.code, item.translations.get(language) or item.label, item.parent, item.retired, mapping)


def form_spec(book: Codebook, code: str, language: str = "en") -> FormSpec:
    """The form of that code. Raises KeyError. Elements retired since are left out."""
    form = book.form(code)
    if form is None:
        raise KeyError(code)
    lists = {c.code: c for c in book.code_lists}
    elements = declare_all((e for e in book.elements if e.status != "retired" and e.record_type == form.record_type), lists, language)
    sections: dict[str, list[Declared]] = {}
    for placement in form.placements:
        if placement.element in elements and not elements[placement.element].inside:
            sections.setdefault(placement.section, []).append(elements[placement.element])
    made = tuple(Section(title, tuple(placed)) for title, placed in sections.items())
    return FormSpec(form.code, form.name, form.record_type, form.instructions, made)
