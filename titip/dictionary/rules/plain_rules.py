"""Skip rules as plain choices and as words: what a person picks becomes an expression, and any expression reads as a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.expressions import BadExpression, parse
from titip.dictionary.rules.expressions.parsing import Node
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import ElementType

Say = Callable[[str], str]
#: What can be said of an answer, by its operator.
OPERATORS: Final = {
    "=": _("is"), "!=": _("is not"), "selected": _("includes"), "not": _("does not include"), "<": _("is less than"), "<=": _("is at most"),
    ">": _("is more than"), ">=": _("is at least"), "given": _("has an answer"), "empty": _("has no answer"),
}  # fmt: skip
_BARE: Final = frozenset({"given", "empty"})
_ONE: Final = ("=", "!=", "given", "empty")
_NUMBER: Final = ("=", "!=", "<", "<=", ">", ">=", "given", "empty")
_BY_TYPE: Final[Mapping[ElementType, tuple[str, ...]]] = {
    ElementType.SELECT_MANY: ("selected", "not", "given", "empty"), ElementType.INTEGER: _NUMBER, ElementType.DECIMAL: _NUMBER, ElementType.CALCULATED: _NUMBER,
    ElementType.DATE: _NUMBER, ElementType.PARTIAL_DATE: _NUMBER, ElementType.TEXT: _ONE, ElementType.LONG_TEXT: ("given", "empty"),
    ElementType.FILE: ("given", "empty"), ElementType.PERSON: ("given", "empty"), ElementType.DATE_TIME: ("given", "empty"),
    ElementType.GEOPOINT: ("given", "empty"),
}  # fmt: skip
#: What nobody can make a plain rule of.
NEVER: Final = frozenset({ElementType.REPEAT})


@dataclass(frozen=True)
class Condition:
    """One plain choice: this element, compared so, with that."""

    element: str
    operator: str
    value: str = ""

    def expression(self, entry: ElementEntry | None) -> str:
        """As the dictionary keeps it."""
        named = f"${{{self.element}}}"
        if self.operator in _BARE:
            return f"{named} {'!=' if self.operator == 'given' else '='} ''"
        number = entry is not None and entry.type in (ElementType.INTEGER, ElementType.DECIMAL, ElementType.CALCULATED)
        value = self.value if number else f"'{self.value}'"
        if self.operator in ("selected", "not"):
            held = f"selected({named}, {value})"
            return f"not({held})" if self.operator == "not" else held
        return f"{named} {self.operator} {value}"


@dataclass(frozen=True)
class PlainRule:
    """Conditions of which all, or any, must hold."""

    conditions: tuple[Condition, ...] = ()
    any_of: bool = False

    def expression(self, book: Codebook) -> str:
        """As the dictionary keeps it; empty where nothing is asked."""
        elements = {entry.code: entry for entry in book.elements}
        return (" or " if self.any_of else " and ").join(c.expression(elements.get(c.element)) for c in self.conditions)


def operators(entry: ElementEntry) -> tuple[str, ...]:
    """What can be said of this element's answers."""
    return _BY_TYPE.get(entry.type, _ONE)


def read_plain(text: str) -> PlainRule | None:
    """The rule as plain choices; None where it says more than they can."""
    if not text.strip():
        return PlainRule()
    try:
        node = parse(text)
    except BadExpression:
        return None
    for joint in ("or", "and"):
        parts = _joined(node, joint)
        if len(parts) > 1 or joint == "and":
            conditions = [_condition(part) for part in parts]
            found = tuple(c for c in conditions if c is not None)
            return PlainRule(found, joint == "or") if len(found) == len(parts) else None
    return None


def _joined(node: Node, joint: str) -> list[Node]:
    if node.kind == "op" and node.value == joint:
        return [part for side in node.parts for part in _joined(side, joint)]
    return [node]


def _condition(node: Node) -> Condition | None:
    if node.kind == "call" and node.value == "not" and len(node.parts) == 1:
        inner = _condition(node.parts[0])
        return Condition(inner.element, "not", inner.value) if inner and inner.operator == "selected" else None
    if node.kind == "call" and node.value == "selected" and node.parts[0].kind == "ref" and (value := _value(node.parts[1])) is not None:
        return Condition(node.parts[0].value, "selected", value)
    if node.kind != "op" or len(node.parts) != 2 or node.parts[0].kind != "ref" or (value := _value(node.parts[1])) is None:
        return None
    if value == "" and node.value in ("=", "!="):
        return Condition(node.parts[0].value, "given" if node.value == "!=" else "empty")
    return Condition(node.parts[0].value, node.value, value) if node.value in OPERATORS else None


def _value(node: Node) -> str | None:
    if node.kind == "text":
        return str(node.value)
    return f"{node.value:g}" if node.kind == "number" else None


def in_words(text: str, book: Codebook, say: Say, language: str = "en") -> str:
    """A rule as a sentence in words; the rule itself where it is not understood. Elements and choices by their labels."""
    try:
        return _Words(book, say, language).of(parse(text)) if text.strip() else ""
    except BadExpression:
        return text


class _Words:
    """Says one expression."""

    def __init__(self, book: Codebook, say: Say, language: str) -> None:
        self.elements = {entry.code: entry for entry in book.elements}
        self.lists = {c.code: c for c in book.code_lists}
        self.say, self.language = say, language

    def of(self, node: Node, about: str = "") -> str:
        """The words of a node; ``about``: the element whose choices its values are."""
        if (plain := _condition(node)) is not None:
            return self.condition(plain)
        if node.kind == "op" and node.value in ("and", "or"):
            return self.joined(node)
        if node.kind == "op":
            return f"{self.of(node.parts[0])} {self.say(OPERATORS.get(node.value, node.value))} {self.of(node.parts[1])}"
        if node.kind == "ref":
            return f"“{self.label(node.value)}”"
        if node.kind == "dot":
            return self.say(_("the answer"))
        if node.kind == "call":
            return self.call(node)
        return f"{node.value:g}" if node.kind == "number" else f"“{node.value}”"

    def joined(self, node: Node) -> str:
        joint = self.say(_("and")) if node.value == "and" else self.say(_("or"))
        parts = _joined(node, node.value)
        mixed = {part.value for part in parts if part.kind == "op"} & {"and", "or"}
        return f" {joint} ".join(f"({self.of(p)})" if mixed and p.kind == "op" and p.value in ("and", "or") else self.of(p) for p in parts)

    def call(self, node: Node) -> str:
        if node.value == "not":
            return self.say(_("not so: %(what)s")) % {"what": self.of(node.parts[0])}
        if node.value == "today":
            return self.say(_("today"))
        return f"{node.value}({', '.join(self.of(part) for part in node.parts)})"

    def condition(self, plain: Condition) -> str:
        words = f"“{self.label(plain.element)}” {self.say(OPERATORS[plain.operator])}"
        return words if plain.operator in _BARE else f"{words} {self.choice(plain)}"

    def label(self, code: str) -> str:
        entry = self.elements.get(code)
        return entry.texts.get(self.language, {}).get("label") or entry.label if entry else code

    def choice(self, plain: Condition) -> str:
        entry = self.elements.get(plain.element)
        if entry is None:
            return f"“{plain.value}”"
        if entry.type is ElementType.YES_NO:
            return {"yes": self.say(_("yes")), "no": self.say(_("no"))}.get(plain.value, plain.value)
        items = self.lists[entry.code_list].items if entry.code_list in self.lists else ()
        item = next((i for i in items if i.code == plain.value), None)
        if item is not None:
            return f"“{item.translations.get(self.language) or item.label}”"
        return plain.value if entry.type in (ElementType.INTEGER, ElementType.DECIMAL) else f"“{plain.value}”"
