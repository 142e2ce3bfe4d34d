"""What a page tells its script of skip rules: each rule as a small tree, with what stands on other pages worked out already."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from titip.dictionary.form_builder.field import ElementField
from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import EMPTY
from titip.dictionary.rules.keys import member_key, split
from titip.dictionary.rules.types import ElementType
from titip.dictionary.rules.values import value_of
from titip.kit import clock

if TYPE_CHECKING:
    from titip.dictionary.form_builder.form import ElementForm

#: What a script can read from the page; a rule that looks at anything else on the page is left to the server.
_READABLE = frozenset(
    {
        ElementType.TEXT, ElementType.LONG_TEXT, ElementType.INTEGER, ElementType.DECIMAL, ElementType.DATE, ElementType.YES_NO, ElementType.SELECT_ONE,
        ElementType.SELECT_MANY, ElementType.PLACE, ElementType.HIERARCHY, ElementType.PERSON,
    }
)  # fmt: skip
#: Functions of the expressions that the script knows too.
IN_SCRIPT = frozenset({"not", "selected", "count-selected", "string-length", "true", "false", "if", "coalesce", "int", "number", "string", "concat"})


def rules_for_browser(form: "ElementForm", unknown: frozenset[str]) -> None:
    """Give each field with a skip rule the rule as JSON, where a script can obey it."""
    fields = {key: field for key, field in form.fields.items() if isinstance(field, ElementField)}
    for key, field in fields.items():
        node = _parsed(field.declared.relevant) if field.declared.relevant else None
        if node is not None:
            told = _Teller(form, fields, unknown, key).tell(node)
            field.rule = json.dumps(told, separators=(",", ":")) if told is not None else ""


class _Teller:
    def __init__(self, form: "ElementForm", fields: Mapping[str, ElementField], unknown: frozenset[str], key: str) -> None:
        self.form, self.fields, self.unknown, self.key = form, fields, unknown, key

    def tell(self, node: expressions.Node) -> Any:
        """The node as a list, or None where it cannot be told."""
        if node.kind == "ref":
            return self._reference(node.value)
        if not expressions.references(node) and node.kind != "dot":
            return _told(expressions.evaluate(node, {}, today=clock.today()))
        if node.kind == "dot" or (node.kind == "call" and node.value not in IN_SCRIPT):
            return None
        parts = [self.tell(part) for part in node.parts]
        return None if any(part is None for part in parts) else [node.kind, node.value, *parts]

    def _reference(self, code: str) -> Any:
        group, row, _member = split(self.key)
        key = member_key(group, row, code) if row and member_key(group, row, code) in self.fields else code
        if key in self.fields:
            kind = self.fields[key].declared.type
            return ["f", self.form.add_prefix(key), kind.value] if kind in _READABLE else None
        if key in self.unknown or any(split(other)[2] == code and split(other)[1] for other in (*self.fields, *self.form.initially)):
            return None
        element = self.form.around.get(key)
        value = value_of(self.form.initially.get(key, EMPTY), element.type if element else None)
        return _told(_as_told(value))


def _as_told(value: expressions.Value) -> expressions.Value:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _told(value: expressions.Value) -> Any:
    """A value for the script, or None for one that it cannot compare: a date known in part."""
    if isinstance(value, float):
        return ["v", value if value == value and abs(value) != float("inf") else ""]
    if isinstance(value, tuple):
        return ["v", list(value)]
    return ["v", value] if isinstance(value, (bool, str)) else None


def _parsed(rule: str) -> expressions.Node | None:
    try:
        return expressions.parse(rule)
    except expressions.BadExpression:
        return None
