"""Partial dates: nothing is claimed that was not said. Whatever the real day was, a yes or no must be true of it."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.dates import TODAY, partial_dates, points, with_a_day
from titip.kit.dates import (
    NAMED,
    BadDate,
    NotStored,
    PartialDate,
    Point,
    Reach,
    add_days,
    add_months,
    age_on,
    days_between,
    months_between,
    partial_words,
    read_partial,
    read_parts,
    years_between,
)
from titip.kit.dates.months import MONTHS
from titip.kit.dates.reading import parts_of


def read(text: str) -> str:
    return str(read_partial(text, today=TODAY))


@pytest.mark.parametrize(
    ("written", "stored", "shown"),
    [
        ("31/12/2024", "2024-12-31", "31/12/2024"),
        ("31/12/2567", "2024-12-31", "31/12/2024"),
        ("2024-12-31", "2024-12-31", "31/12/2024"),
        ("12/2024", "2024-12", "December 2024"),
        ("2567", "2024", "2024"),
        ("พ.ศ. ๒๕๖๗", "2024", "2024"),
        ("ឆ្នាំ ២០១៩", "2019", "2019"),
        ("May 2019", "2019-05", "May 2019"),
        ("12 พ.ค. 2562", "2019-05-12", "12/05/2019"),
        ("tháng 5 năm 2019", "2019-05", "May 2019"),
        ("1st May 2019", "2019-05-01", "01/05/2019"),
        ("about 2019", "2019~", "about 2019"),
        ("c. 1999", "1999~", "about 1999"),
        ("before 5/2019", "[..2019-05]", "May 2019 or before"),
        ("since 2018", "[2018..]", "2018 or after"),
        ("between 2017 and 3/2019", "[2017..2019-03]", "between 2017 and March 2019"),
        ("2017-2019", "[2017..2019]", "between 2017 and 2019"),
        ("3/2018 – 6/2018", "[2018-03..2018-06]", "between March 2018 and June 2018"),
        ("the rainy season of 2019", "2019^rainy", "rainy season 2019"),
        ("Tết 2019", "2019^lunar_new_year", "lunar New Year (Tết) 2019"),
        ("[2021-02-01^coup_mm_2021..]", "[2021-02-01^coup_mm_2021..]", "the coup in Myanmar, February 2021 (01/02/2021) or after"),
    ],
)
def test_what_people_write(written: str, stored: str, shown: str) -> None:
    value = read_partial(written, today=TODAY)

    assert (str(value), partial_words(value)) == (stored, shown)
    assert PartialDate.parse(stored) == value


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("soon", "form"), ("", "form"), ("31/02/2019", "day"), ("13/2019", "month"), ("0/2019", "month"), ("1/1/24", "form"), ("1024", "year"),
        ("2060", "far"), ("31/12/2100", "far"), ("2700", "far"), ("between 2019 and 2017", "order"), ("[2019..", "form"), ("[..]", "form"), ("x" * 500, "form"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(written: str, reason: str) -> None:
    with pytest.raises(BadDate) as told:
        read_partial(written, today=TODAY)

    assert told.value.reason == reason


@pytest.mark.parametrize(
    ("parts", "stored"),
    [
        ({"year": "2562"}, "2019"),
        ({"month": "5", "year": "2019"}, "2019-05"),
        ({"month": "พ.ค.", "year": "๒๕๖๒"}, "2019-05"),
        ({"day": "12", "month": "5", "year": "2019", "about": "on"}, "2019-05-12~"),
        ({"year": "2019", "when": "before"}, "[..2019]"),
        ({"name": "rainy", "year": "2019", "when": "after"}, "[2019^rainy..]"),
        ({"name": "coup_mm_2021", "when": "after"}, "[2021-02-01^coup_mm_2021..]"),
        ({"year": "2017", "when": "between", "year2": "2019", "month2": "3"}, "[2017..2019-03]"),
        ({"year": "2017", "year2": "2019"}, "[2017..2019]"),
    ],
)
def test_three_boxes(parts: dict[str, str], stored: str) -> None:
    assert str(read_parts(parts, today=TODAY)) == stored


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"day": "3", "year": "2019"}, "no_month"), ({"month": "3"}, "no_year"), ({"name": "rainy"}, "no_year"),
        ({"name": "coup_mm_2021", "year": "2019"}, "two"), ({"name": "rainy", "month": "6", "year": "2019"}, "two"),
        ({"year": "2019", "when": "between"}, "no_end"), ({"day": "31", "month": "2", "year": "2019"}, "day"),
        ({"year": "19"}, "year"), ({"year": "2019", "year2": "2017", "when": "between"}, "order"), ({"day": "x", "month": "2", "year": "2019"}, "form"),
        ({"day": "0", "month": "2", "year": "2019"}, "day"), ({"year": "2070"}, "far"), ({"month": "13", "year": "2019"}, "month"),
    ],
)  # fmt: skip
def test_boxes_that_do_not_make_a_date(parts: dict[str, str], reason: str) -> None:
    with pytest.raises(BadDate) as told:
        read_parts(parts, today=TODAY)

    assert told.value.reason == reason


@given(partial_dates())
def test_the_stored_form_and_the_boxes_give_the_value_back(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value
    assert read_partial(str(value), today=TODAY) == value
    assert read_parts(parts_of(value), today=TODAY) == value
    assert partial_words(value)


@given(partial_dates())
def test_the_standards_form_is_never_narrower(value: PartialDate) -> None:
    plain = PartialDate.parse(value.edtf)

    assert "^" not in value.edtf
    assert plain.before(value) is not True and value.before(plain) is not True
    if not value.about:
        assert (plain.earliest, plain.latest) == (value.earliest, value.latest)


@given(st.dates(date(1900, 1, 1), date(2045, 6, 30)))
def test_a_plain_iso_date_is_stored_as_it_always_was(day: date) -> None:
    value = PartialDate.parse(day.isoformat())

    assert str(value) == value.edtf == day.isoformat() and value.whole == day


@given(with_a_day(), with_a_day())
def test_a_yes_or_no_is_true_of_what_really_was(one: tuple[PartialDate, date], other: tuple[PartialDate, date]) -> None:
    (a, day), (b, second) = one, other

    assert a.before(b) in (None, day < second)
    assert a.after(b) in (None, day > second)
    assert a.not_after(b) in (None, day <= second)
    assert a.same_day(b) in (None, day == second)


@given(st.dates(), st.dates())
def test_whole_days_leave_nothing_open(one: date, other: date) -> None:
    a, b = PartialDate.of(one), PartialDate.of(other)

    assert (a.before(b), a.after(b), a.not_after(b), a.same_day(b)) == (one < other, one > other, one <= other, one == other)


def within(reach: Reach, number: int) -> bool:
    return (reach.least is None or reach.least <= number) and (reach.most is None or number <= reach.most)


@given(with_a_day(), with_a_day())
def test_counting_reaches_over_what_really_was(one: tuple[PartialDate, date], other: tuple[PartialDate, date]) -> None:
    (a, day), (b, second) = one, other
    years = second.year - day.year - ((second.month, second.day) < (day.month, day.day))
    months = (second.year - day.year) * 12 + second.month - day.month - (second.day < day.day)

    assert within(days_between(a, b), (second - day).days)
    assert within(months_between(a, b), months)
    assert within(years_between(a, b), years)
    assert age_on(a, b).at_least(18) in (None, years >= 18)
    assert age_on(a, b).under(18) in (None, years < 18)
    assert age_on(a, b).apart_from(30, 2) in (None, abs(years - 30) > 2)


@given(with_a_day(), st.integers(-600, 600), st.integers(-20_000, 20_000))
def test_adding_reaches_over_what_really_was(one: tuple[PartialDate, date], months: int, days: int) -> None:
    value, day = one
    later, moved = add_months(value, months), add_days(value, days)
    real = add_months(PartialDate.of(day), months)

    assert later.before(real) is not True and real.before(later) is not True
    assert moved.same_day(PartialDate.of(day + timedelta(days=days))) is not False


def test_a_year_and_twelve_months_is_a_year() -> None:
    assert str(add_months(PartialDate.parse("2019~"), 12)) == "2020~"
    assert str(add_months(PartialDate.parse("2019-11"), 3)) == "2020-02"
    assert str(add_months(PartialDate.parse("2024-01-31"), 1)) == "2024-02-29"
    assert str(add_months(PartialDate.parse("2019^rainy"), 24)) == "2021^rainy"
    assert str(add_months(PartialDate.parse("2019"), 1)) == "[2019-02-01..2020-01-31]"


@given(st.lists(partial_dates(), max_size=9))
def test_in_order_nothing_stands_before_what_is_surely_earlier(values: list[PartialDate]) -> None:
    ordered = sorted(values, key=lambda value: value.sort_key)

    for place, value in enumerate(ordered):
        assert not any(later.before(value) for later in ordered[place + 1 :])


@given(partial_dates(), partial_dates())
def test_only_equal_values_have_equal_keys(a: PartialDate, b: PartialDate) -> None:
    assert (a.sort_key == b.sort_key) is (a == b)


@given(points())
def test_about_is_wider_on_both_sides(point: Point) -> None:
    exact, about = replace(point, about=False), replace(point, about=True)

    assert about.earliest < exact.earliest <= exact.latest < about.latest


@given(st.text(max_size=40))
def test_whatever_is_written_is_a_date_or_a_refusal(text: str) -> None:
    try:
        value = read_partial(text, today=TODAY)
    except BadDate:
        return
    assert read_partial(str(value), today=TODAY) == value


@given(st.text(alphabet="[]..-~^0123456789rainy", max_size=24))
def test_no_text_is_stored_by_accident(text: str) -> None:
    try:
        value = PartialDate.parse(text)
    except NotStored:
        return
    assert PartialDate.parse(str(value)) == value


def test_a_cool_season_goes_into_the_next_year_and_says_so() -> None:
    cool = PartialDate.parse("2019^cool")

    assert (cool.earliest, cool.latest) == (date(2019, 10, 1), date(2020, 2, 29))
    assert "next year" in partial_words(cool)
    assert all(named.words.count("%(year)s") == 1 for named in NAMED.values())


def test_month_names_are_nfc_and_mean_one_month_each() -> None:
    assert all(unicodedata.is_normalized("NFC", name) for name in MONTHS)
    assert set(MONTHS.values()) == set(range(1, 13))
