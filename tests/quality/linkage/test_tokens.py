"""Keyed tokens of composite values, and overlaps counted from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.quality.linkage import Kind, Spec, Texts
from titip.quality.linkage.overlap import LEAST, shared
from titip.quality.linkage.tokens import TokenType, rows, token, values

KEY = bytes(range(32))
HER = {Kind.NAME: "Sok Dara", Kind.BIRTH_DATE: "1990-05-06", Kind.SEX: "F", Kind.PHONE: "+855 12 345 678"}


def test_only_composite_values_become_tokens() -> None:
    assert {kind for kind, _ in values({Kind.NAME: "Dara"})} == set()
    assert {kind for kind, _ in values({Kind.NAME: "Sok Dara"})} == {TokenType.WHOLE_NAME, TokenType.TWO_WORDS}
    assert {kind for kind, _ in values(HER)} == set(TokenType)


def test_two_clerks_make_the_same_tokens() -> None:
    again = {Kind.NAME: "Ms. DARRA Sok", Kind.BIRTH_DATE: "06/05/2533", Kind.SEX: "female", Kind.PHONE: "012345678"}

    assert values(HER) == values(again)


def test_a_token_needs_its_key_and_its_type() -> None:
    assert token(KEY, (TokenType.PHONE, "1")) != token(KEY, (TokenType.DATE_SEX, "1"))
    assert token(KEY, (TokenType.PHONE, "1")) != token(bytes(32), (TokenType.PHONE, "1"))
    with pytest.raises(ValueError, match="32 bytes"):
        token(b"short", (TokenType.PHONE, "1"))


def test_rows_are_read_by_kind() -> None:
    spec = Spec({"given": Kind.NAME, "family": Kind.NAME, "sex": Kind.SEX})

    read = list(rows(spec, {"given": Texts.of(["Dara", None]), "family": Texts.of(["Sok", "Chea"]), "sex": Texts.of(["F", ""])}))

    assert read == [{Kind.NAME: "Dara Sok", Kind.SEX: "F"}, {Kind.NAME: "Chea"}]


@given(st.integers(LEAST, 400), st.integers(0, 400))
def test_an_overlap_is_a_range_that_holds_it_and_small_ones_are_withheld(size: int, common: int) -> None:
    common = min(common, size)
    one = {TokenType.PHONE: frozenset(f"{n}" for n in range(size))}
    other = {TokenType.PHONE: frozenset(f"{n}" for n in range(size - common, 2 * size))}

    found = shared([one, other])[0]

    if common < LEAST:
        assert found.low is None and found.words == "fewer than 11"
    else:
        assert found.low is not None and found.high is not None and found.low <= common <= found.high and found.high - found.low >= 8


def test_a_file_too_small_to_hide_anybody_is_not_counted() -> None:
    large = {TokenType.PHONE: frozenset(map(str, range(50)))}

    with pytest.raises(ValueError, match="File 2"):
        shared([large, {TokenType.PHONE: frozenset({"1"})}])
