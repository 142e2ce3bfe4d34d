"""Reads an expression into a tree; whatever is not understood is refused."""

import re
from dataclasses import dataclass
from typing import Any

from titip.dictionary.rules.expressions.functions import FUNCTIONS

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")|\$\{\s*(?P<ref>[^}\s]+)\s*\}|(?P<op><=|>=|!=|[=<>()+*,-])"
    r"|(?P<dot>\.(?![\w.]))|(?P<word>[A-Za-z_][\w-]*))"
)
_DEEPEST = 50


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
        if kind == "word" and self.peek() == "(" and text in FUNCTIONS:
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
        least, most, _ = FUNCTIONS[name]
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
