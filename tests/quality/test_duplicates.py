"""What makes two people look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.quality.rules.duplicates import MOST_SHARING, birth_years, name_key, pairs, phone_key


@pytest.mark.parametrize(("one", "other"), [
    (["Srey", "Pov"], ["POV", "srey"]), (["Nguyễn Thị", "Hạnh"], ["Nguyen", "Thi Hanh"]), (["Mrs. Siti", "Aminah"], ["siti aminah"]),
    (["สมหญิง", "ใจดี"], ["ใจดี", "สมหญิง"]), (["ស្រី ពៅ"], ["ពៅ", "ស្រី"]), (["Đặng"], ["dang"]), (["Ko-Ko", "Aung"], ["aung", "ko-ko"]),
])
def test_order_case_titles_and_latin_marks_do_not_matter(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [(["Srey", "Pov"], ["Srey", "Pau"]), (["ที่"], ["ทิ"]), (["ម៉ា", "លី"], ["មា", "លី"])])
def test_letters_and_the_marks_of_other_scripts_matter(one, other):
    assert name_key(one) != name_key(other) or name_key(one) == ""


@pytest.mark.parametrize("parts", [[], [""], ["Mr"], ["Ani"], ["  -  "]])
def test_too_little_of_a_name_is_no_key(parts):
    assert name_key(parts) == ""


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_gives_a_key_that_does_not_depend_on_order(parts):
    assert name_key(parts) == name_key(list(reversed(parts)))


@pytest.mark.parametrize(("text", "key"), [
    ("+855 12 345 678", "12345678"), ("012-345-678", "12345678"), ("0085512345678", "12345678"), ("๐๑๒๓๔๕๖๗๘", "12345678"), ("12 34", ""), ("", ""),
])
def test_a_telephone_number_is_known_by_its_last_digits(text, key):
    assert phone_key(text) == key


def test_a_year_from_an_age_reaches_the_years_beside_it():
    assert birth_years(birth_year=2001, about_year=1999) == (2001,)
    assert birth_years(birth_year=None, about_year=1999) == (1998, 1999, 2000)
    assert birth_years(birth_year=None, about_year=None) == ()


def test_two_with_the_same_token_are_a_pair_and_a_number_that_many_share_says_nothing():
    assert pairs({"t": ["b", "a"], "u": ["c"]}) == {("a", "b")}
    assert len(pairs({"t": list("abcde")})) == 10
    assert pairs({"t": [str(n) for n in range(MOST_SHARING + 1)]}) == set()
