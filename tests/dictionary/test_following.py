"""What follows from answers: the order of calculations and skip rules, circles refused by name, expressions that never run away."""

from datetime import date
from graphlib import TopologicalSorter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dictionary.elements import element
from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.following import Circular, circles, follow, refuse_circles
from titip.dictionary.rules.keys import member_key
from titip.dictionary.rules.types import ElementType

TODAY = date(2026, 3, 1)


def calc(code: str, rule: str, **more: object):
    return element("calculated", code=code, calculation=rule, **more)


def worked(elements: list, **answers: object) -> dict:
    found = follow({e.code: e for e in elements}, {code: Answer(value) for code, value in answers.items()}, today=TODAY)
    return {key: answer.value for key, answer in found.computed.items()}


@pytest.mark.parametrize(
    ("rule", "answers", "wanted"),
    [
        ("${a} + ${b}", {"a": 2, "b": 3}, 5),
        ("${a} div ${b}", {"a": 1, "b": 3}, "0.333333"),
        ("${a} div ${b}", {"a": 1, "b": 0}, None),
        ("${a} + ${b}", {"a": 1}, None),
        ("concat(${a}, '-', ${b})", {"a": "x", "b": 7}, "x-7"),
        ("${a} = 'x'", {"a": "x"}, True),
        ("today()", {}, "2026-03-01"),
        ("${b} - ${a}", {"a": "2024-02-28", "b": "2024-03-01"}, 2),
        ("int(format-date(${b}, '%Y')) - int(format-date(${a}, '%Y'))", {"a": "2000-05-05", "b": "2024-01-01"}, 24),
        ("format-date(${a}, '%Y')", {"a": "somewhen"}, None),
        ("round(${a}, 1)", {"a": "2.45"}, "2.5"),
        ("max(${a}, ${b}, 4)", {"a": 1, "b": 3}, 4),
        ("coalesce(${a}, 'none')", {}, "none"),
        ("substr(${a}, 1, 3)", {"a": "abcd"}, "bc"),
        ("pulldata('x')", {}, None),
        ("if(${a} > 1, 'many', 'one')", {"a": 2}, "many"),
        ("decimal-date-time(${a})", {"a": "1970-01-02"}, 1),
        ("date(1)", {}, "1970-01-02"),
    ],
)  # fmt: skip
def test_what_it_comes_to(rule: str, answers: dict, wanted: object) -> None:
    elements = [element("text", code=code) for code in ("a", "b")]
    assert worked([*elements, calc("c", rule)], **answers)["c"] == wanted


def test_over_the_rows_of_a_group_and_inside_one() -> None:
    age, twice = element("integer", code="age", inside="child"), calc("twice", "${age} * 2", inside="child")
    group = element("repeat", code="child", members=(age, twice))
    rows = ["a" * 12, "b" * 12]
    keyed = {"child": group, "all": calc("all", "sum(${age})"), "n": calc("n", "count(${child})"), "twos": calc("twos", "sum(${twice})")}
    for row in rows:
        keyed |= {member_key("child", row, m.code): m for m in (twice, age)}
    answers = {"child": Answer(rows), member_key("child", rows[0], "age"): Answer(3), member_key("child", rows[1], "age"): Answer(5)}

    found = follow(keyed, answers, today=TODAY).computed

    assert (found["all"], found["n"], found["twos"]) == (Answer(8), Answer(2), Answer(16))
    assert [found[member_key("child", row, "twice")].value for row in rows] == [6, 10]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_order_of_declaration_gives_what_the_order_of_dependence_gives(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 9))
    looks = {k: sorted(data.draw(st.sets(st.integers(0, k - 1), max_size=3))) if k else [] for k in range(n)}
    rules = {k: " + ".join([str(k), *(f"${{c{j}}}" for j in looks[k])]) for k in range(n)}
    values: dict[int, int] = {}
    for k in TopologicalSorter(looks).static_order():
        values[k] = k + sum(values[j] for j in looks[k])
    order = data.draw(st.permutations(range(n)))

    assert worked([calc(f"c{k}", rules[k]) for k in order]) == {f"c{k}": values[k] for k in range(n)}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_chain_of_skip_rules_hides_what_hangs_on_it(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 8))
    above = {k: data.draw(st.integers(0, k - 1)) for k in range(1, n)}
    said = {k: data.draw(st.booleans()) for k in range(n)}
    elements = [element("yes_no", code=f"q{k}", relevant=f"${{q{above[k]}}} = 'yes'" if k else "") for k in range(n)]
    hidden: set[int] = set()
    for k in range(1, n):
        if above[k] in hidden or not said[above[k]]:
            hidden.add(k)
    elements = data.draw(st.permutations(elements))

    found = follow({e.code: e for e in elements}, {f"q{k}": Answer(said[k]) for k in range(n)}, today=TODAY)

    assert found.hidden == {f"q{k}" for k in hidden}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_every_circle_is_found_and_named_and_nothing_else(edges: list[tuple[int, int]]) -> None:
    looks = {k: sorted({b for a, b in edges if a == k}) for k in range(7)}
    book = Codebook(elements=tuple(_entry(f"e{k}", " + ".join(["0", *(f"${{e{j}}}" for j in looks[k])])) for k in range(7)))

    named = {int(code[1:]) for circle in circles(book) for code in circle}

    in_a_circle = {k for k in looks if k in _reached(k, looks)}
    assert named <= in_a_circle and bool(named) == bool(in_a_circle)
    if in_a_circle:
        with pytest.raises(Circular) as refused:
            refuse_circles(book)
        assert any(f"'e{k}'" in str(refused.value) for k in in_a_circle)
    else:
        refuse_circles(book)
        worked([calc(e.code, e.calculation) for e in book.elements])


def test_two_that_need_each_other_are_both_named_and_answers_still_come() -> None:
    pair = Codebook(elements=(_entry("left", "${right} + 1"), _entry("right", "${left} + 1")))
    with pytest.raises(Circular, match="'left', 'right'|'right', 'left'"):
        refuse_circles(pair)
    assert set(worked([calc("left", "${right} + 1"), calc("right", "${left} + 1")])) == {"left", "right"}, "no page hangs on it"


def _entry(code: str, rule: str) -> ElementEntry:
    return ElementEntry(code, "registration", ElementType.CALCULATED, code, calculation=rule)


def _reached(start: int, looks: dict[int, list[int]]) -> set[int]:
    found, waiting = set(), list(looks[start])
    while waiting:
        k = waiting.pop()
        if k not in found:
            found.add(k)
            waiting += looks[k]
    return found


NAMES = st.sampled_from(["a", "b", "c"])
LEAVES = st.one_of(
    NAMES.map(lambda n: f"${{{n}}}"), st.integers(0, 99).map(str), st.sampled_from(["'x'", "''", "'2024-02-29'", "today()", "1.5"]),
)
FUNCTIONS_OF_ONE = st.sampled_from(["not", "int", "round", "abs", "number", "string", "count", "sum", "max", "date", "string-length", "decimal-date-time"])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(FUNCTIONS_OF_ONE, inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})"),
    ),
    max_leaves=12,
)
VALUES = st.one_of(st.text(max_size=8), st.integers(-5, 5), st.booleans(), st.lists(st.sampled_from(["x", "y"]), max_size=2), st.just("2023-01-31"))


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.dictionaries(NAMES, VALUES))
def test_whatever_is_understood_comes_to_something_that_can_be_kept(rule: str, values: dict) -> None:
    elements = [*(element("text", code=code) for code in "abc"), calc("out", rule)]
    found = worked(elements, **values)["out"]

    assert found is None or isinstance(found, (bool, int, str))
    if found is not None:
        Answer(found)
    assert expressions.references(expressions.parse(rule)) <= {"a", "b", "c"}
