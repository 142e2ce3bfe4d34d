"""Birth years and dates as clerks write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.quality.linkage import Texts
from titip.quality.linkage.births import births, read


@pytest.mark.parametrize(("text", "day"), [
    ("1999-10-02", (1999, 10, 2)), ("02/10/1999", (1999, 10, 2)), ("2/10/2542", (1999, 10, 2)), ("19991002", (1999, 10, 2)), ("2542", (1999, 0, 0)),
    ("๒๕๔๒", (1999, 0, 0)), ("១៩៩៩", (1999, 0, 0)), ("c. 1999", (1999, 0, 0)), ("about 1999", (1999, 0, 0)), ("1999-10", (1999, 10, 0)),
    ("10/13/1999", (1999, 10, 13)), ("1999.0", (1999, 0, 0)), ("0", (0, 0, 0)), ("", (0, 0, 0)), ("unknown", (0, 0, 0)),
    ("-99", (0, 0, 0)), ("9999", (0, 0, 0)),
])
def test_a_birth_is_read_however_it_was_written(text: str, day: tuple[int, int, int]) -> None:
    assert read(text) == day


def test_the_date_says_the_year_and_where_there_is_none_the_years_own_column_does() -> None:
    year, day = births(Texts.of(["1990-05-06", "", ""]), Texts.of(["1991", "1992", "0"]), 3)

    assert year.tolist() == [1990, 1992, 0]
    assert day.tolist() == [506, 0, 0]


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    year, month, day = read(text)

    assert year == 0 or 1880 <= year <= 2100
    assert 0 <= month <= 12 and 0 <= day <= 31
