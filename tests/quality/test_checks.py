"""Each check, by an example that fails and one that passes; and over the whole space, that a check never shows a value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import Certainty, ElementType
from titip.kit.missing import Missing
from titip.quality.rules import checks
from titip.quality.rules.bands import band
from titip.quality.rules.checks import CHECKS, Seen
from titip.quality.rules.concepts import CARRIERS, Concept, bind
from titip.quality.rules.running import About, Problem, run, wanted

C = Concept
TODAY = date(2026, 6, 1)
SAID = {check.code: check for check in CHECKS}


def seen(registered_on=date(2026, 1, 10), age_status="doubt", consented_alone=False, **answers):
    given = {C(name): answer if isinstance(answer, Answer) else Answer(answer) for name, answer in answers.items()}
    return Seen(given, registered_on, TODAY, age_status, consented_alone)


def about(value):
    return Answer(value, certainty=Certainty.APPROXIMATE)


#: check, answers that fail it, answers that pass it
EXAMPLES = [
    ("end_before_start", {"start": "2025-05-01", "end": "2024-05-01"}, {"start": "2025-05-01", "end": "2025-05-01"}),
    ("registered_before_start", {"start": "2026-01-11"}, {"start": "2026-01-10"}),
    ("birth_and_age", {"birth_date": "2000-01-10", "age": 24}, {"birth_date": "2000-01-10", "age": 25}),
    ("birth_and_age", {"birth_date": about("2000-01-10"), "age": 22}, {"birth_date": about("2000-01-10"), "age": 23}),
    ("age_and_band", {"age": 24, "age_band": "18-20"}, {"age": 20, "age_band": "18-20"}),
    ("age_and_band", {"age": 40, "age_band": "48+"}, {"age": 48, "age_band": "48+"}),
    ("birth_and_band", {"birth_date": "1980-01-10", "age_band": "18-20"}, {"birth_date": "2004-12-01", "age_band": "18-20"}),
    ("child_marked_adult", {"age_status": "adult", "birth_date": "2010-01-01"}, {"age_status": "doubt", "birth_date": "2010-01-01"}),
    ("child_marked_adult", {"age_status": "adult", "age": 17}, {"age_status": "adult", "age": 18}),
    ("child_marked_adult", {"age_status": "adult", "age_band": "9-17"}, {"age_status": "adult", "age_band": "18-20"}),
    ("child_consented_alone", {"consented_alone": True, "age": 15}, {"consented_alone": False, "age": 15}),
    ("months_and_dates", {"start": "2025-01-01", "end": "2026-01-01", "months": 6}, {"start": "2025-01-01", "end": "2026-01-01", "months": 13}),
    ("months_and_dates", {"start": "2025-01-01", "months": 3}, {"start": "2025-01-01", "months": 12}),
    ("months_and_age", {"months": 400, "age": 20}, {"months": 240, "age": 20}),
    ("start_before_birth", {"birth_date": "2000-01-01", "start": "1999-01-01"}, {"birth_date": "2000-01-01", "start": "2020-01-01"}),
    ("age_at_start_and_age", {"age_at_start": 30, "age": 20}, {"age_at_start": 20, "age": 20}),
    (
        "age_at_start_and_dates", {"age_at_start": 12, "birth_date": "2000-01-01", "start": "2020-01-01"},
        {"age_at_start": 19, "birth_date": "2000-01-01", "start": "2020-01-01"},
    ),
    (
        "crossed_but_same_country", {"cross_border": True, "country": "KH", "nationality": "KH"},
        {"cross_border": True, "country": "TH", "nationality": "KH"},
    ),
    (
        "crossed_but_same_country", {"cross_border": True, "country": "KH", "nationality": ["KH"]},
        {"cross_border": True, "country": "KH", "nationality": ["KH", "TH"]},
    ),
    ("debt_without_amount", {"debt": True, "debt_amount": "0"}, {"debt": True, "debt_amount": Answer(missing=Missing.UNKNOWN)}),
    ("debt_without_amount", {"debt": ["debt", "threats"], "debt_amount": 0}, {"debt": ["threats"], "debt_amount": 0}),
    ("amount_without_debt", {"debt": False, "debt_amount": "900"}, {"debt": ["threats"], "debt_amount": "900"}),
    ("amount_without_debt", {"debt": False, "debt_amount": 1}, {"debt": False, "debt_amount": 0}),
]


@pytest.mark.parametrize(("code", "wrong", "right"), EXAMPLES)
def test_a_check_fails_where_it_should_and_not_where_it_should_not(code, wrong, right):
    assert SAID[code].fails(seen(**wrong))
    assert not SAID[code].fails(seen(**right))


def test_every_check_has_an_example():
    assert {code for code, *_rest in EXAMPLES} == set(SAID)


ANSWERS = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda d: Answer(d.isoformat())), st.integers(-5, 5000).map(Answer), st.booleans().map(Answer),
    st.sampled_from(["KH", "TH", "18-20", "48+", "0-8", "nonsense", ""]).map(Answer), st.lists(st.sampled_from(["KH", "debt", "x"])).map(Answer),
    st.sampled_from([Answer(missing=kind) for kind in Missing]),
)


@given(
    answers=st.dictionaries(st.sampled_from(Concept), ANSWERS), registered_on=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    age_status=st.sampled_from(["adult", "child", "doubt"]), alone=st.booleans(),
)
def test_no_answers_however_strange_break_a_check(answers, registered_on, age_status, alone):
    whole = Seen(answers, registered_on, TODAY, age_status, alone)
    assert all(check.fails(whole) in (True, False) for check in CHECKS)


@given(missing=st.sampled_from(Missing))
def test_what_is_missing_is_never_taken_for_a_value(missing):
    """S14: with every answer missing, whatever the kind, nothing is held against anybody."""
    whole = seen(age_status="adult", consented_alone=True, **{concept.value: Answer(missing=missing) for concept in Concept})
    assert not [check.code for check in CHECKS if check.fails(whole)]


@pytest.mark.parametrize(("code", "bounds"), [
    ("18-20", (18, 20)), ("0--8", (0, 8)), ("48+", (48, 130)), ("under_18", (0, 17)), ("60_plus", (60, 130)), ("9_17", (9, 17)), ("adult", None),
    ("20-18", None), ("7", None),
])
def test_age_bands_are_read_from_their_codes(code, bounds):
    assert band(code) == bounds


# --- over elements


def element(code, kind, **more):
    return Declared(code=code, record_type="registration", version=1, type=kind, label=code, **more)


BOOK = {
    e.code: e
    for e in (
        element("birth_date", ElementType.DATE), element("age_at_registration", ElementType.INTEGER), element("visit_on", ElementType.DATE),
        element("age_band", ElementType.SELECT_ONE, required=True), element("crossed_border", ElementType.YES_NO),
        element("route", ElementType.TEXT, required=True, relevant="${crossed_border} = 'yes'"), element("narrative", ElementType.LONG_TEXT, risk="high"),
    )
}
ABOUT = About(date(2026, 1, 10), TODAY)


def test_only_the_elements_that_a_check_needs_are_opened():
    assert wanted(BOOK) == {"birth_date", "age_at_registration", "visit_on", "age_band", "crossed_border", "route"}


def test_a_required_question_left_empty_is_found_and_a_deliberate_answer_is_none():
    empty = run(BOOK, {}, ABOUT)
    assert empty == [Problem("unanswered", ("age_band",), "age_band")]
    for kind in (Missing.DECLINED, Missing.UNKNOWN, Missing.ASK_LATER, Missing.NOT_APPLICABLE):
        assert run(BOOK, {"age_band": Answer(missing=kind)}, ABOUT) == []


def test_a_required_question_that_did_not_arise_is_not_missing():
    band_given = {"age_band": Answer("18-20")}
    assert run(BOOK, {**band_given, "crossed_border": Answer(False)}, ABOUT) == []
    assert run(BOOK, {**band_given, "crossed_border": Answer(True)}, ABOUT) == [Problem("unanswered", ("route",), "route")]


def test_a_date_in_the_future_is_found_for_each_element():
    found = run(BOOK, {"age_band": Answer("18-20"), "visit_on": Answer("2026-06-02")}, ABOUT)
    assert found == [Problem("future_date", ("visit_on",), "visit_on")]
    assert run(BOOK, {"age_band": Answer("18-20"), "visit_on": Answer("2026-06-01")}, ABOUT) == []


def test_a_check_runs_only_where_its_elements_exist():
    narrow = {"age_at_registration": BOOK["age_at_registration"]}
    assert run(narrow, {"birth_date": Answer("2000-01-01"), "age_at_registration": Answer(3)}, ABOUT) == []


def test_concepts_are_found_by_our_codes_by_the_standard_and_only_of_the_right_type():
    standard = {e.code: e for e in (
        element("prs_Birthdate", ElementType.DATE), element("x1", ElementType.INTEGER, mapping={"htcds": "vic_AgeWhenTrafficked"}),
        element("prs_FirstName", ElementType.DATE),
    )}
    bound = bind(standard)
    assert bound[C.BIRTH_DATE].code == "prs_Birthdate" and bound[C.AGE_AT_START].code == "x1" and C.GIVEN_NAME not in bound
    assert set(CARRIERS) == set(Concept)


def test_every_message_says_what_and_how_and_no_message_has_a_place_for_a_value():
    for code in (*SAID, *checks.BY_ELEMENT):
        message, cure = checks.words(code)
        assert message.endswith(".") and cure.endswith(".") and "%" not in message + cure
