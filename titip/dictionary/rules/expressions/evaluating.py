"""Works an expression out over answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from titip.dictionary.rules.expressions.functions import DATED, FUNCTIONS, Value, as_date, as_number, as_text, is_true, truth_of
from titip.dictionary.rules.expressions.parsing import Node
from titip.dictionary.rules.intervals import compare_dates, same_date
from titip.kit.truth import Truth, all_of, any_of, negated

text_of = as_text


@dataclass(frozen=True)
class _Scope:
    values: Mapping[str, Value]
    current: Value
    today: date


def holds(node: Node, values: Mapping[str, Value], *, current: Value = "", today: date) -> bool:
    """Whether the expression is not surely false, given answers by element code and ``.``, the current answer.

    What cannot be told holds: a question arises, a constraint refuses nothing.
    """
    return truth(node, values, current=current, today=today) is not False


def truth(node: Node, values: Mapping[str, Value], *, current: Value = "", today: date) -> Truth:
    """Yes, no, or cannot be told (None)."""
    return truth_of(evaluate(node, values, current=current, today=today))


def evaluate(node: Node, values: Mapping[str, Value], *, current: Value = "", today: date) -> Value:
    """What the expression comes to. Never raises: what cannot be told is None or not-a-number."""
    return _evaluate(node, _Scope(values, current, today))


def _evaluate(node: Node, scope: _Scope) -> Value:
    if node.kind in ("number", "text"):
        return cast(Value, node.value)
    if node.kind == "ref":
        return _plain(scope.values.get(node.value, ""))
    if node.kind == "dot":
        return _plain(scope.current)
    if node.kind == "call":
        return FUNCTIONS[node.value][2](scope.today, *(_evaluate(part, scope) for part in node.parts))
    return _operate(node, scope)


def _operate(node: Node, scope: _Scope) -> Value:
    left = _evaluate(node.parts[0], scope)
    if node.value == "or":
        return True if truth_of(left) else any_of((truth_of(left), truth_of(_evaluate(node.parts[1], scope))))
    if node.value == "and":
        return False if truth_of(left) is False else all_of((truth_of(left), truth_of(_evaluate(node.parts[1], scope))))
    right = _evaluate(node.parts[1], scope)
    if left is None or right is None:
        return None
    if node.value in ("=", "!="):
        same = _equal(left, right)
        return same if node.value == "=" else negated(same)
    if node.value in ("<", "<=", ">", ">="):
        return _compare(node.value, left, right)
    return _calculate(node.value, as_number(left), as_number(right))


def _plain(value: Value) -> Value:
    """A yes/no answer is the text yes or no, as in an XLSForm."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _equal(left: Value, right: Value) -> Truth:
    if isinstance(left, DATED) or isinstance(right, DATED):
        return same_date(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return is_true(left) == is_true(right)
    if isinstance(left, float) or isinstance(right, float):
        return as_number(left) == as_number(right)
    return as_text(left) == as_text(right)


def _compare(operator: str, left: Value, right: Value) -> Truth:
    if isinstance(left, DATED) or isinstance(right, DATED):
        return compare_dates(operator, left, right)
    if (as_date(left) is None) != (as_date(right) is None) and "" in (left, right):
        return False
    first, second = as_number(left), as_number(right)
    if operator == "<":
        return first < second
    if operator == "<=":
        return first <= second
    return first > second if operator == ">" else first >= second


def _calculate(operator: str, left: float, right: float) -> float:
    if operator in ("div", "mod"):
        if right == 0:
            return float("nan")
        return left / right if operator == "div" else left % right
    return left + right if operator == "+" else left - right if operator == "-" else left * right
