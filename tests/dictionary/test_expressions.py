"""Skip rules and constraints: what is understood is obeyed, the rest is named and never runs away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.dictionary.rules.expressions import BadExpression, Value, holds, parse, pattern_of, references

TODAY = date(2025, 6, 30)


def true(text: str, current: Value = "", **values: Value) -> bool:
    return holds(parse(text), values, current=current, today=TODAY)


@pytest.mark.parametrize(
    ("text", "current", "values", "wanted"),
    [
        (". >= 0 and . <= 120", 5.0, {}, True),
        (". >= 0 and . <= 120", 200.0, {}, False),
        ("${a} = 'yes'", "", {"a": True}, True),
        ("${a} = 'yes'", "", {"a": False}, False),
        ("${a} = 'yes'", "", {}, False),
        ("${a} != ''", "", {"a": "x"}, True),
        ("selected(${m}, 'x')", "", {"m": ("x", "y")}, True),
        ("selected(${m}, 'x')", "", {"m": "xy"}, False),
        ("not(selected(${m}, 'x'))", "", {}, True),
        ("count-selected(${m}) > 1", "", {"m": ("x", "y")}, True),
        ("${a} > 17", "", {"a": 18.0}, True),
        ("${a} > 17", "", {}, False),
        ("${a} <= 17", "", {}, False),
        ("${a} = 1 or ${b} = 2 and ${b} = 3", "", {"a": 1.0}, True),
        ("(${a} = 1 or ${b} = 2) and ${b} = 3", "", {"a": 1.0}, False),
        (". <= today()", "2025-06-30", {}, True),
        (". <= today()", "2025-07-01", {}, False),
        ("string-length(.) < 4", "abc", {}, True),
        ("regex(., '^[0-9]+$')", "12a", {}, False),
        ("1 + 2 * 3 = 7 and 7 mod 4 = 3 and 9 div 2 = 4.5", "", {}, True),
        ("if(${a} = 'x', true(), false())", "", {"a": "x"}, True),
        ("-1 < .", 0.0, {}, True),
    ],
)
def test_what_is_understood(text: str, current: Value, values: dict[str, Value], wanted: bool) -> None:
    assert true(text, current, **values) is wanted


STRANGE = ["", "pulldata('x')", "a +", "(((", "1 2", "${a} @ 3", "not()", "selected(1)", "'open", "..", "(" * 5000 + "1", "-" * 5000 + "1"]


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: text[:20])
def test_what_is_not_understood_is_said(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)


def test_the_elements_it_names() -> None:
    assert references(parse("${a} = 1 or (not(${b_2} > ${c}))")) == {"a", "b_2", "c"}


def test_patterns_that_could_take_for_ever() -> None:
    assert pattern_of("(a+)+$") is None
    assert pattern_of("([a-z]*)*") is None
    assert pattern_of("[") is None
    assert pattern_of(r"\+?[0-9 ]{5,19}") is not None


WORDS = st.sampled_from(["and", "or", "not(", "selected(", "${a}", ".", "'x'", "3", "(", ")", ",", "=", "<=", "-", "div", "mod", "today()", "nonsense"])


@given(st.lists(WORDS, max_size=25).map(" ".join), st.sampled_from(["", "x", 3.0, True, ("x",), "2025-01-01"]))
def test_any_heap_of_words_is_true_false_or_refused(text: str, value: Value) -> None:
    try:
        node = parse(text)
    except BadExpression:
        return
    assert holds(node, {"a": value}, current=value, today=TODAY) in (True, False)
