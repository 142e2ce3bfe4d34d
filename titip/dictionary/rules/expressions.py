"""Skip rules and constraints: the part of XLSForm's expressions that we understand and therefore obey.

Understood: ``${code}``, ``.``, numbers, texts, ``and or not() = != < <= > >= + - * div mod``, ``selected() count-selected() string-length()
regex() today() date() true() false() if() coalesce() int()``. Anything else raises BadExpression and is reported, kept and not enforced.
A missing answer is the empty text, as in XPath: it equals nothing and compares with nothing. Dates that are known in part are compared by the
days that they can be: yes, no, or *cannot be told* (None), which goes through ``and or not()`` as Kleene's third value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from titip.dictionary.rules.intervals import compare_dates, same_date
from titip.kit.dates import Moment, NotStored, PartialDate
from titip.kit.truth import Truth, all_of, any_of, negated

#: What an answer looks like to an expression. None: cannot be told.
Value = str | float | bool | tuple[str, ...] | PartialDate | Moment | None

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")|\$\{\s*(?P<ref>[^}\s]+)\s*\}|(?P<op><=|>=|!=|[=<>()+*,-])"
    r"|(?P<dot>\.(?![\w.]))|(?P<word>[A-Za-z_][\w-]*))"
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLOW = re.compile(r"\([^()]*[+*}][^()]*\)\s*[+*{]")
_DEEPEST = 50
_DATED = (PartialDate, Moment)


class BadExpression(ValueError):
    """The expression is not one we understand. The message says where it stopped making sense."""


@dataclass(frozen=True)
class Node:
    """A part of an expression: ``kind`` with its operands."""

    kind: str
    value: Any = None
    parts: tuple["Node", ...] = ()


def parse(text: str) -> Node:
    """The expression as a tree. Raises BadExpression."""
    return _Parser(text).whole()


def references(node: Node) -> frozenset[str]:
    """The element codes that an expression names."""
    found = {node.value} if node.kind == "ref" else set()
    return frozenset(found.union(*(references(part) for part in node.parts)) if node.parts else found)


def holds(node: Node, values: Mapping[str, Value], *, current: Value = "", today: date) -> bool:
    """Whether the expression is not surely false, given answers by element code and ``.``, the current answer.

    What cannot be told holds: a question arises, a constraint refuses nothing.
    """
    return truth(node, values, current=current, today=today) is not False


def truth(node: Node, values: Mapping[str, Value], *, current: Value = "", today: date) -> Truth:
    """Yes, no, or cannot be told (None)."""
    return _truth(_evaluate(node, _Scope(values, current, today)))


def pattern_of(text: str) -> re.Pattern[str] | None:
    """A regular expression ready for use; None where it is none, or where a repeat inside a repeat could take for ever."""
    if _SLOW.search(text):
        return None
    try:
        return re.compile(text)
    except re.error:
        return None


class _Parser:
    """Recursive descent, one method per level of binding."""

    LEVELS: tuple[tuple[str, ...], ...] = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.place = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.level(0)
        if self.peek() is not None:
            raise BadExpression(f"'{self.tokens[self.place][1]}' was not expected here.")
        return node

    def peek(self) -> str | None:
        """The operator or word ahead, or None at the end or before a value."""
        if self.place >= len(self.tokens):
            return None
        kind, text = self.tokens[self.place]
        return text if kind in ("op", "word") else "value"

    def take(self, expected: str) -> None:
        if self.peek() != expected:
            raise BadExpression(f"'{expected}' is missing.")
        self.place += 1

    def level(self, number: int) -> Node:
        if number == len(self.LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while (operator := self.peek()) in self.LEVELS[number]:
            self.place += 1
            left = Node("op", operator, (left, self.level(number + 1)))
        return left

    def unary(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadExpression("Too many brackets inside each other.")
        if self.peek() == "-":
            self.place += 1
            node = Node("op", "-", (Node("number", 0.0), self.unary()))
        else:
            node = self.primary()
        self.depth -= 1
        return node

    def primary(self) -> Node:
        if self.place >= len(self.tokens):
            raise BadExpression("It ends too early.")
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return Node("number", float(text))
        if kind == "text":
            return Node("text", text[1:-1])
        if kind in ("ref", "dot"):
            return Node(kind, text)
        if text == "(":
            return self.bracketed()
        if kind == "word" and self.peek() == "(" and text in _FUNCTIONS:
            return self.call(text)
        raise BadExpression(f"'{text}' is not understood.")

    def bracketed(self) -> Node:
        node = self.level(0)
        self.take(")")
        return node

    def call(self, name: str) -> Node:
        self.take("(")
        arguments: list[Node] = []
        while self.peek() != ")":
            if arguments:
                self.take(",")
            arguments.append(self.level(0))
        self.take(")")
        least, most, _ = _FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise BadExpression(f"{name}() does not take {len(arguments)} values.")
        return Node("call", name, tuple(arguments))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found or found.lastgroup is None:
            raise BadExpression(f"'{text[place : place + 20].strip()}' is not understood.")
        tokens.append((found.lastgroup, found.group(found.lastgroup)))
        place = found.end()
    if not tokens:
        raise BadExpression("It is empty.")
    return tokens


@dataclass(frozen=True)
class _Scope:
    values: Mapping[str, Value]
    current: Value
    today: date


def _evaluate(node: Node, scope: _Scope) -> Value:
    if node.kind in ("number", "text"):
        return cast(Value, node.value)
    if node.kind == "ref":
        return _plain(scope.values.get(node.value, ""))
    if node.kind == "dot":
        return _plain(scope.current)
    if node.kind == "call":
        return _FUNCTIONS[node.value][2](node.parts, scope)
    return _operate(node, scope)


def _operate(node: Node, scope: _Scope) -> Value:
    left = _evaluate(node.parts[0], scope)
    if node.value == "or":
        return True if _truth(left) else any_of((_truth(left), _truth(_evaluate(node.parts[1], scope))))
    if node.value == "and":
        return False if _truth(left) is False else all_of((_truth(left), _truth(_evaluate(node.parts[1], scope))))
    right = _evaluate(node.parts[1], scope)
    if left is None or right is None:
        return None
    if node.value in ("=", "!="):
        same = _equal(left, right)
        return same if node.value == "=" else negated(same)
    if node.value in ("<", "<=", ">", ">="):
        return _compare(node.value, left, right)
    return _calculate(node.value, _number(left), _number(right))


def _plain(value: Value) -> Value:
    """A yes/no answer is the text yes or no, as in an XLSForm."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _truth(value: Value) -> Truth:
    return None if value is None else _true(value)


def _true(value: Value) -> bool:
    return value not in (False, 0.0, "", (), None) and value == value


def _number(value: Value) -> float:
    if isinstance(value, (bool, float, int)):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else float("nan")
    except ValueError:
        return float("nan")


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _equal(left: Value, right: Value) -> Truth:
    if isinstance(left, _DATED) or isinstance(right, _DATED):
        return same_date(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return _true(left) == _true(right)
    if isinstance(left, float) or isinstance(right, float):
        return _number(left) == _number(right)
    return _text(left) == _text(right)


def _compare(operator: str, left: Value, right: Value) -> Truth:
    if isinstance(left, _DATED) or isinstance(right, _DATED):
        return compare_dates(operator, left, right)
    first: str | float
    second: str | float
    if all(isinstance(v, str) and _ISO_DATE.fullmatch(v) for v in (left, right)):
        first, second = _text(left), _text(right)
    else:
        first, second = _number(left), _number(right)
    if operator == "<":
        return first < second  # type: ignore[operator]
    if operator == "<=":
        return first <= second  # type: ignore[operator]
    return first > second if operator == ">" else first >= second  # type: ignore[operator]


def _calculate(operator: str, left: float, right: float) -> float:
    if operator in ("div", "mod"):
        if right == 0:
            return float("nan")
        return left / right if operator == "div" else left % right
    return left + right if operator == "+" else left - right if operator == "-" else left * right


def _codes(value: Value) -> Sequence[str]:
    return value if isinstance(value, tuple) else _text(value).split()


def _regex(parts: tuple[Node, ...], scope: _Scope) -> bool:
    pattern = pattern_of(_text(_evaluate(parts[1], scope)))
    return pattern is None or pattern.search(_text(_evaluate(parts[0], scope))) is not None


def _either(parts: tuple[Node, ...], scope: _Scope) -> Value:
    """One of two values; where the condition cannot be told, what both agree on."""
    told = _truth(_evaluate(parts[0], scope))
    if told is not None:
        return _evaluate(parts[1 if told else 2], scope)
    first, second = _evaluate(parts[1], scope), _evaluate(parts[2], scope)
    return first if first == second else None


def _date(value: Value) -> Value:
    """A date in its stored form; what is none is the empty text."""
    if isinstance(value, _DATED):
        return value
    try:
        return PartialDate.parse(_text(value))
    except NotStored:
        return ""


_Function = Callable[[tuple[Node, ...], _Scope], Value]
_FUNCTIONS: dict[str, tuple[int, int, _Function]] = {
    "not": (1, 1, lambda parts, scope: negated(_truth(_evaluate(parts[0], scope)))),
    "selected": (2, 2, lambda parts, scope: _text(_evaluate(parts[1], scope)) in _codes(_evaluate(parts[0], scope))),
    "count-selected": (1, 1, lambda parts, scope: float(len(_codes(_evaluate(parts[0], scope))))),
    "string-length": (1, 1, lambda parts, scope: float(len(_text(_evaluate(parts[0], scope))))),
    "regex": (2, 2, _regex),
    "today": (0, 0, lambda parts, scope: scope.today.isoformat()),
    "true": (0, 0, lambda parts, scope: True),
    "false": (0, 0, lambda parts, scope: False),
    "date": (1, 1, lambda parts, scope: _date(_evaluate(parts[0], scope))),
    "if": (3, 3, lambda parts, scope: _either(parts, scope)),
    "coalesce": (2, 2, lambda parts, scope: _evaluate(parts[0], scope) or _evaluate(parts[1], scope)),
    "int": (1, 1, lambda parts, scope: float(int(n)) if (n := _number(_evaluate(parts[0], scope))) == n and abs(n) != float("inf") else float("nan")),
}
