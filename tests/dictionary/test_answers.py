"""One-value checks: what is kept, what is refused, and that each refusal names the field and the cure (S13, S14)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dictionary.elements import COLOURS, element
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.types import Certainty, ElementType
from titip.kit.missing import DELIBERATE, Missing

TODAY = date(2025, 6, 30)
AGE = element("integer", unit="years", minimum_value=Decimal(0), maximum_value=Decimal(120))


def kept(kind: str, raw: object, **more: object) -> object:
    return check(element(kind, **more), raw, today=TODAY).value


def refused(kind: str, raw: object, **more: object) -> BadValue:
    with pytest.raises(BadValue) as told:
        check(element(kind, **more), raw, today=TODAY)
    assert str(told.value).startswith("Age: ")
    return told.value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  Srey \t Mom ", "Srey Mom"),
        ("text", "e\u0301t\u00e9", "\u00e9t\u00e9"),  # NFC
        ("long_text", "one\r\ntwo\x00", "one\ntwo"),
        ("integer", "12", 12),
        ("integer", "12.0", 12),
        ("integer", "1,234", 1234),
        ("integer", "១២", 12),
        ("integer", "๑๒", 12),
        ("integer", 0, 0),
        ("integer", "\N{MINUS SIGN}3", -3),
        ("decimal", "0012.50", "12.5"),
        ("decimal", "0", "0"),
        ("decimal", "-0.0", "0"),
        ("date", "31/12/2567", "2024-12-31"),
        ("date", "1-2-2024", "2024-02-01"),
        ("date", "๓๑/๑๒/๒๕๖๗", "2024-12-31"),
        ("date", date(2024, 2, 29), "2024-02-29"),
        ("yes_no", "yes", True),
        ("yes_no", "FALSE", False),
        ("yes_no", False, False),
    ],
)
def test_what_is_kept(kind: str, raw: object, value: object) -> None:
    assert kept(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code", "cure"),
    [
        ("integer", "200", "range", "from 0 to 120"),
        ("integer", "twelve", "number", "digits"),
        ("integer", "1e3", "number", "digits"),
        ("integer", "1.5", "whole", "after the point"),
        ("integer", True, "number", "digits"),
        ("decimal", "NaN", "number", "digits"),
        ("decimal", "9" * 40, "number", "digits"),
        ("date", "31/02/2567", "date", "February has 29 days in 2024"),
        ("date", "30/2/2023", "date", "February has 28 days in 2023"),
        ("date", "12/31/2024", "date", "day before the month"),
        ("date", "1/1/24", "date", "31/12/2024"),
        ("date", "1/1/1024", "date", "four digits"),
        ("date", "soon", "date", "day/month/year"),
        ("yes_no", "perhaps", "yes_no", "Yes or No"),
    ],
)
def test_what_is_refused_with_its_cure(kind: str, raw: object, code: str, cure: str) -> None:
    limits = {"minimum_value": Decimal(0), "maximum_value": Decimal(120)} if kind in ("integer", "decimal") else {}

    told = refused(kind, raw, **limits)

    assert told.code == code
    assert cure in str(told)


def test_ages_that_cannot_be() -> None:
    with pytest.raises(BadValue, match="Age: 200 years cannot be right. Write a number from 0 to 120, or choose “Not known”."):
        check(AGE, "200")


def test_length_and_pattern() -> None:
    assert "At most 5" in str(refused("text", "sixsix", max_length=5))
    assert refused("text", "abc", pattern="[0-9]+", pattern_hint="Digits only.").code == "pattern"
    assert kept("text", "123", pattern="[0-9]+") == "123"
    assert refused("long_text", "x" * 100_001).code == "length"
    assert refused("text", "x" * 1_001).code == "length"


def test_a_pattern_that_could_take_for_ever_is_not_used() -> None:
    assert kept("text", "a" * 500 + "!", pattern="(a+)+") == "a" * 500 + "!"


def test_choices() -> None:
    assert kept("select_one", " red ", choices=COLOURS) == "red"
    assert kept("select_many", ["blue", "red", "blue"], choices=COLOURS) == ["red", "blue"]
    assert kept("select_many", "blue red", choices=COLOURS) == ["red", "blue"]
    assert "Choose from the list" in str(refused("select_one", "green", choices=COLOURS))
    assert refused("select_many", ["red", "grey"], choices=COLOURS).code == "retired"


def test_a_choice_retired_since_may_stay() -> None:
    colour = element("select_one", choices=COLOURS)

    assert check(colour, "grey", held=Answer("grey")).value == "grey"
    assert check(element("select_many", choices=COLOURS), ["grey", "red"], held=Answer(["grey"])).value == ["red", "grey"]


def test_constraints_are_obeyed_and_foreign_ones_left_alone() -> None:
    past = {"constraint": ". <= today()", "constraint_message": "It cannot lie in the future."}

    assert kept("date", "30/06/2025", **past) == "2025-06-30"
    assert "future" in str(refused("date", "01/07/2025", **past))
    assert kept("text", "x", constraint="pulldata('a', 'b', 'c', .)") == "x"
    assert kept("text", "x", constraint="${other} = .") == "x"


@pytest.mark.parametrize("raw", [None, "", "  ", [], ()])
def test_skipping_is_empty(raw: object) -> None:
    assert check(element("text"), raw) == Answer(missing=Missing.EMPTY)


@pytest.mark.parametrize("reason", ["declined", "unknown", "ask_later"])
def test_a_required_element_accepts_every_deliberate_way_of_not_answering(reason: str) -> None:
    answer = check(element("text", required=True), "", reason)

    assert answer.missing in DELIBERATE
    assert refused("text", "", required=True).code == "required"


def test_ways_that_are_not_offered_are_refused() -> None:
    with pytest.raises(BadValue, match="Leave it empty"):
        check(element("text", missing=("unknown",)), "", "declined")


def test_an_answer_and_a_reason_for_none_do_not_go_together() -> None:
    with pytest.raises(BadValue, match="Keep one of them"):
        check(AGE, "12", Missing.DECLINED)
    with pytest.raises(ValueError, match="either"):
        Answer(value="x", missing=Missing.EMPTY)
    with pytest.raises(ValueError, match="either"):
        Answer()


def test_zero_is_a_number_and_not_missing() -> None:
    zero = check(AGE, "0")

    assert zero == Answer(0) and zero.given
    assert Answer.from_json(json.loads(json.dumps(zero.to_json()))) == zero


def test_certainty_and_source_are_kept() -> None:
    answer = check(element("date"), "1/1/2000", certainty="approximate", source=" her mother ", today=TODAY)

    assert answer == Answer("2000-01-01", certainty=Certainty.APPROXIMATE, source="her mother")


ANYTHING = st.one_of(st.none(), st.text(max_size=60), st.integers(), st.booleans(), st.floats(), st.lists(st.text(max_size=9), max_size=4), st.dates())
ELEMENTS = st.builds(
    element,
    st.sampled_from([t.value for t in ElementType]),
    choices=st.sampled_from([(), COLOURS]),
    required=st.booleans(),
    minimum_value=st.sampled_from([None, Decimal(0)]),
    maximum_value=st.sampled_from([None, Decimal(120)]),
    max_length=st.sampled_from([None, 3]),
    pattern=st.sampled_from(["", "[0-9]*", "("]),
    constraint=st.sampled_from(["", ". <= today()", "string-length(.) < 4", "((("]),
)


@given(ELEMENTS, ANYTHING, st.sampled_from([None, *Missing]))
def test_whatever_comes_is_an_answer_or_a_refusal_that_names_the_field(declared, raw, missing) -> None:
    try:
        answer = check(declared, raw, missing, today=TODAY)
    except BadValue as told:
        assert str(told).startswith("Age: ") and len(str(told)) < 500
        return
    again = Answer.from_json(json.loads(json.dumps(answer.to_json())))
    assert again == answer


@given(st.integers(0, 120))
def test_every_number_in_range_is_kept(number: int) -> None:
    assert check(AGE, str(number)).value == check(AGE, number).value == number


@given(st.integers().filter(lambda n: not 0 <= n <= 120))
def test_every_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(BadValue):
        check(AGE, str(number))


@given(st.dates(date(1900, 1, 1), date(2045, 6, 30)))
def test_dates_survive_every_way_of_writing_them(day: date) -> None:
    written = [f"{day.day}/{day.month}/{day.year}", f"{day.day:02d}-{day.month:02d}-{day.year}", day.isoformat(), f"{day.day}.{day.month}.{day.year + 543}"]

    assert {check(element("date"), text, today=TODAY).value for text in written} == {day.isoformat()}


@given(st.decimals(-(10**12), 10**12, places=4))
def test_decimals_keep_their_value(number: Decimal) -> None:
    value = check(element("decimal"), format(number, "f")).value

    assert Decimal(str(value)) == number
