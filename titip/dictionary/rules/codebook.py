"""The dictionary as one value: record types, purposes, questions, code lists, elements, forms.

Every way in (starter, XLSForm) and out (frozen version, XLSForm, CSV) passes through a ``Codebook``; the database is one more form of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from titip.dictionary.rules.types import ElementType, IdentifierKind, Status

T = TypeVar("T")
#: Types that JSON writes as they are; an enumeration is not one of them.
_AS_IT_IS = frozenset({str, int, bool, type(None)})

#: The words of an element that exist once per language.
WORDS = ("label", "definition", "question_text", "indirect_text", "hint", "why")


@dataclass(frozen=True)
class RecordTypeEntry:
    """A kind of record. ``subject``: person, case or none."""

    code: str
    name: str
    description: str = ""
    subject: str = "person"


@dataclass(frozen=True)
class QuestionEntry:
    """A question the organisation wants answered."""

    code: str
    text: str
    objective: str = ""


@dataclass(frozen=True)
class PurposeEntry:
    """A purpose that a person agrees to or not, in the organisation's own words (in ``language``).

    ``texts`` holds words in other languages, ``sounds`` recordings by language, the own one included: see ``rules.cards``.
    """

    code: str
    name: str
    card: str
    who_sees: str
    order: int = 0
    months: int = 24
    external: bool = False
    language: str = "en"
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sounds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class CardLanguageEntry:
    """A language in which the cards are read to people, by its own name, with the few words that stand around every card.

    In ``lasting`` the sign # stands for the number of months. ``slip`` is what the paper slip says in it.
    """

    code: str
    name: str
    yes: str = ""
    no: str = ""
    not_now: str = ""
    who_sees: str = ""
    lasting: str = ""
    slip: str = ""


@dataclass(frozen=True)
class ItemEntry:
    """One allowed value."""

    code: str
    label: str
    parent: str = ""
    retired: bool = False
    htcds: str = ""
    ctdc: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeListEntry:
    """A list of allowed values in order."""

    code: str
    name: str = ""
    source: str = ""
    items: tuple[ItemEntry, ...] = ()


@dataclass(frozen=True)
class ElementEntry:
    """Everything declared of one element. ``texts`` holds the WORDS in other languages. ``version`` is its number in a frozen dictionary.

    ``purposes`` and ``questions`` are sets, kept in the order of their codes. ``inside`` is the code of the repeated group that it is part of.
    """

    code: str
    record_type: str
    type: ElementType
    label: str
    version: int = 1
    status: Status = Status.ACTIVE
    definition: str = ""
    question_text: str = ""
    indirect_text: str = ""
    hint: str = ""
    why: str = ""
    unit: str = ""
    minimum_value: Decimal | None = None
    maximum_value: Decimal | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_hint: str = ""
    code_list: str = ""
    required: bool = False
    missing_codes: tuple[str, ...] = ("declined", "unknown", "ask_later")
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    repeats: bool = False
    inside: str = ""
    certainty_asked: bool = False
    source_asked: bool = False
    risk: str = "high"
    risk_confirmed: bool = True
    identifier: IdentifierKind = IdentifierKind.NONE
    never_by_default: bool = False
    minimum: bool = False
    heavy: bool = False
    offline_allowed: bool = False
    searchable: bool = False
    purposes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    retention_months: int | None = None
    quasi_identifier: bool = False
    sensitive: bool = False
    generalise: str = ""
    htcds: str = ""
    ctdc: str = ""
    ic_tip: str = ""
    source: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the sets in order."""
        object.__setattr__(self, "purposes", tuple(sorted(self.purposes)))
        object.__setattr__(self, "questions", tuple(sorted(self.questions)))

    def same_as(self, other: "ElementEntry") -> bool:
        """Whether both declare the same, whatever their version numbers."""
        return replace(self, version=1) == replace(other, version=1)


@dataclass(frozen=True)
class PlacementEntry:
    """Where an element stands on a form."""

    element: str
    section: str = ""


@dataclass(frozen=True)
class FormEntry:
    """An ordered choice of elements under headings."""

    code: str
    name: str
    record_type: str
    instructions: str = ""
    version_label: str = ""
    order: int = 0
    placements: tuple[PlacementEntry, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A whole dictionary, or the part of it that a file brings."""

    record_types: tuple[RecordTypeEntry, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()
    purposes: tuple[PurposeEntry, ...] = ()
    code_lists: tuple[CodeListEntry, ...] = ()
    elements: tuple[ElementEntry, ...] = ()
    forms: tuple[FormEntry, ...] = ()
    card_languages: tuple[CardLanguageEntry, ...] = ()

    def element(self, code: str) -> ElementEntry | None:
        """The element of that code, or None."""
        return next((e for e in self.elements if e.code == code), None)

    def code_list(self, code: str) -> CodeListEntry | None:
        """The code list of that code, or None."""
        return next((c for c in self.code_lists if c.code == code), None)

    def form(self, code: str) -> FormEntry | None:
        """The form of that code, or None."""
        return next((f for f in self.forms if f.code == code), None)

    def only(self, form_code: str) -> "Codebook":
        """The part that one form needs. Raises KeyError where there is no such form."""
        form = self.form(form_code)
        if form is None:
            raise KeyError(form_code)
        placed = {p.element for p in form.placements}
        elements = tuple(e for e in self.elements if e.code in placed or e.inside in placed)
        lists = {e.code_list for e in elements}
        purposes = {p for e in elements for p in e.purposes}
        questions = {q for e in elements for q in e.questions}
        return Codebook(
            record_types=tuple(r for r in self.record_types if r.code == form.record_type),
            questions=tuple(q for q in self.questions if q.code in questions),
            purposes=tuple(p for p in self.purposes if p.code in purposes),
            code_lists=tuple(c for c in self.code_lists if c.code in lists),
            elements=elements,
            forms=(form,),
        )


def canonical(book: Codebook) -> str:
    """Canonical JSON: keys sorted, no spaces, properties that stand at their default left out (so that a new property changes no old hash)."""
    return json.dumps(to_plain(book), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(book: Codebook) -> str:
    """The SHA-256 of the canonical JSON in UTF-8, in hex."""
    return sha256_of(canonical(book))


def sha256_of(text: str) -> str:
    """The SHA-256 of canonical JSON that is at hand already."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def to_plain(value: Any) -> Any:
    """A codebook, or an entry of it, as JSON-able dicts and lists."""
    if type(value) in _AS_IT_IS:
        return value
    if hasattr(value, "__dataclass_fields__"):
        return {name: to_plain(getattr(value, name)) for name, default in _defaults(value.__class__) if getattr(value, name) != default}
    if isinstance(value, (tuple, list)):
        return [to_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in sorted(value.items())}
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.value if hasattr(value, "value") else value


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, _default(f)) for f in fields(kind))


def _default(f: Any) -> Any:
    if f.default is not MISSING:
        return f.default
    return f.default_factory() if f.default_factory is not MISSING else MISSING


def plain_number(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def from_plain(plain: Mapping[str, Any]) -> Codebook:
    """The codebook of ``to_plain``'s answer. Unknown keys are refused by name (TypeError)."""
    return Codebook(
        record_types=tuple(RecordTypeEntry(**r) for r in plain.get("record_types", ())),
        questions=tuple(QuestionEntry(**q) for q in plain.get("questions", ())),
        purposes=tuple(PurposeEntry(**p) for p in plain.get("purposes", ())),
        code_lists=tuple(CodeListEntry(**{**c, "items": tuple(ItemEntry(**i) for i in c.get("items", ()))}) for c in plain.get("code_lists", ())),
        elements=tuple(element_from_plain(e) for e in plain.get("elements", ())),
        forms=tuple(FormEntry(**{**f, "placements": tuple(PlacementEntry(**p) for p in f.get("placements", ()))}) for f in plain.get("forms", ())),
        card_languages=tuple(CardLanguageEntry(**c) for c in plain.get("card_languages", ())),
    )


def element_from_plain(plain: Mapping[str, Any]) -> ElementEntry:
    """One element: strings become their types, lists become tuples."""
    made: dict[str, Any] = dict(plain)
    made["type"] = ElementType(made["type"])
    if "status" in made:
        made["status"] = Status(made["status"])
    if "identifier" in made:
        made["identifier"] = IdentifierKind(made["identifier"])
    for name in ("minimum_value", "maximum_value"):
        if made.get(name) is not None:
            made[name] = Decimal(str(made[name]))
    for name in ("missing_codes", "purposes", "questions"):
        if name in made:
            made[name] = tuple(made[name])
    return ElementEntry(**made)
