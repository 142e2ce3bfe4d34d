"""Checks over dates known in part: what cannot be told is no finding, and knowing less never finds more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.dates import with_a_day
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.quality.linkage import births
from titip.quality.rules.checks import CHECKS, Seen
from titip.quality.rules.concepts import Concept, bind
from titip.quality.rules.running import About, Problem, run
from titip.quality.rules.tokens import comparable

C = Concept
SAID = {check.code: check for check in CHECKS}
REGISTERED, TODAY = date(2026, 1, 10), date(2026, 6, 1)


def fails(code: str, **answers: object) -> bool:
    return SAID[code].fails(Seen({C(name): Answer(value) for name, value in answers.items()}, REGISTERED, TODAY, "adult", True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "answers", "found"),
    [
        ("end_before_start", {"start": "2024", "end": "2024-03"}, False),
        ("end_before_start", {"start": "2024", "end": "2023"}, True),
        ("end_before_start", {"start": "2024~", "end": "2023"}, False),
        ("end_before_start", {"start": "[2020..]", "end": "[..2019]"}, True),
        ("end_before_start", {"start": "2024^rainy", "end": "2024^cool"}, False),
        ("registered_before_start", {"start": "2026"}, False),
        ("registered_before_start", {"start": "2026-02"}, True),
        ("birth_and_age", {"birth_date": "2000", "age": 24}, False),
        ("birth_and_age", {"birth_date": "2000", "age": 22}, True),
        ("birth_and_age", {"birth_date": "2000~", "age": 22}, False),
        ("birth_and_age", {"birth_date": "[..2000]", "age": 60}, False),
        ("birth_and_age", {"birth_date": "[..2000]", "age": 20}, True),
        ("birth_and_band", {"birth_date": "1980", "age_band": "18-20"}, True),
        ("child_marked_adult", {"birth_date": "2008"}, False),  # 17 or 18: it cannot be told
        ("child_marked_adult", {"birth_date": "2009"}, True),
        ("child_consented_alone", {"birth_date": "2008", "age": 15}, True),  # the year does not say; her age does
        ("months_and_dates", {"start": "2024", "end": "2025", "months": 20}, False),
        ("months_and_dates", {"start": "2024", "end": "2025", "months": 40}, True),
        ("months_and_dates", {"start": "[..2024]", "end": "2025", "months": 400}, False),
        ("start_before_birth", {"birth_date": "2000", "start": "2000"}, False),
        ("start_before_birth", {"birth_date": "2000", "start": "1999"}, True),
        ("age_at_start_and_dates", {"age_at_start": 12, "birth_date": "2000", "start": "2020"}, True),
        ("age_at_start_and_dates", {"age_at_start": 19, "birth_date": "2000", "start": "2020~"}, False),
    ],
)
def test_only_what_is_sure_is_found(code: str, answers: dict[str, object], found: bool) -> None:
    assert fails(code, **answers) is found


@given(with_a_day(), with_a_day(), with_a_day(), st.integers(0, 80), st.integers(0, 80))
def test_knowing_less_never_finds_more(born, start, end, age: int, then: int) -> None:  # type: ignore[no-untyped-def]
    blurred = {"birth_date": str(born[0]), "start": str(start[0]), "end": str(end[0]), "age": age, "age_at_start": then}
    exact = {**blurred, "birth_date": born[1].isoformat(), "start": start[1].isoformat(), "end": end[1].isoformat()}

    for code in ("end_before_start", "registered_before_start", "birth_and_age", "start_before_birth", "age_at_start_and_dates"):
        if fails(code, **blurred):
            assert fails(code, **exact) or (code == "age_at_start_and_dates" and start[1] < born[1])


def element(code: str, kind: ElementType, **more: object) -> Declared:
    return Declared(code=code, record_type="registration", version=1, type=kind, label=code, **more)  # type: ignore[arg-type]


BOOK = {
    e.code: e
    for e in (
        element("birth_date", ElementType.PARTIAL_DATE), element("seen_at", ElementType.DATE_TIME),
        element("guardian", ElementType.TEXT, required=True, relevant="${birth_date} > '2008-06-01'"), element("full_name", ElementType.TEXT),
    )
}  # fmt: skip


def test_the_future_and_the_unasked_are_found_only_where_they_are_sure() -> None:
    assert bind(BOOK)[C.BIRTH_DATE].code == "birth_date"

    def found(**answers: str) -> list[Problem]:
        return run(BOOK, {code: Answer(value) for code, value in answers.items()}, About(REGISTERED, TODAY))

    assert found(birth_date="2008") == [] and found(birth_date="1990") == []
    assert found(birth_date="2010") == [Problem("unanswered", ("guardian",), "guardian")]
    assert found(birth_date="2026", guardian="aunt") == []
    assert found(birth_date="2027", guardian="aunt") == [Problem("future_date", ("birth_date",), "birth_date")]
    assert found(seen_at="2026-06-01T23:00+07:00[Asia/Bangkok]") == []
    assert found(seen_at="2026-06-02T00:00+07:00[Asia/Bangkok]") == [Problem("future_date", ("seen_at",), "seen_at")]


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("1999", {1999}), ("1999-05", {1999}), ("1999~", set(range(1997, 2002))), ("[1998..2000]", {1998, 1999, 2000}), ("[..1999]", set()),
        ("[1980..1999]", set()),
    ],
)  # fmt: skip
def test_two_are_compared_by_every_birth_year_that_is_possible(born: str, years: set[int]) -> None:
    facts = {"full_name": Answer("Made-up Name"), "birth_date": Answer(born)}

    kept = comparable(BOOK, facts, REGISTERED)

    assert {int(value.rpartition("|")[2]) for kind, value in kept if kind == "name"} == years
    assert comparable(BOOK, {**facts, "birth_date": Answer(missing=Missing.UNKNOWN)}, REGISTERED) == set()


@pytest.mark.parametrize(
    ("text", "year"), [("1999~", 1999), ("1999^rainy", 1999), ("[1998..2000]", 1999), ("[..1999]", 0), ("[1999..]", 0), ("[1970..1999]", 0), ("[nonsense]", 0)],
)
def test_linkage_reads_the_stored_form(text: str, year: int) -> None:
    assert births.read(text)[0] == year


def test_a_day_of_the_examples_is_in_what_was_said() -> None:
    """The strategy behind the property: without it the property would prove nothing."""

    @given(with_a_day())
    def inside(one: tuple[object, date]) -> None:
        value, day = one
        assert (value.earliest or day - timedelta(1)) <= day <= (value.latest or day + timedelta(1))  # type: ignore[attr-defined]

    inside()
