"""Missing is not one thing, and none of its kinds is zero: compared, sorted, counted, calculated, written and read."""

import json
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from titip.kit.missing import LASTING, Missing, calculated, combined, compared, from_cell, is_missing, sort_key, tally, to_cell
from titip.kit.truth import all_of, any_of, negated

KINDS = st.sampled_from(list(Missing))
VALUES = st.one_of(st.integers(-99, 99), KINDS)


@given(VALUES, VALUES)
def test_with_what_is_missing_nothing_can_be_told(one: object, other: object) -> None:
    told = compared(one, other, lambda a, b: a < b)  # type: ignore[operator]

    assert (told is None) is (is_missing(one) or is_missing(other))


@given(st.lists(KINDS, min_size=1, max_size=5), KINDS)
def test_why_there_is_no_result_does_not_depend_on_the_order(kinds: list[Missing], more: Missing) -> None:
    together = combined(kinds)

    assert all(combined(order) == together for order in permutations(kinds))
    assert combined([together, more]) == combined([*kinds, more]) and combined([together, together]) == together
    assert set(LASTING) == set(Missing)


@given(st.lists(VALUES, max_size=6))
def test_a_calculation_never_takes_missing_for_zero(values: list[object]) -> None:
    result = calculated(values, lambda *given: sum(given))

    assert is_missing(result) is any(is_missing(value) for value in values)


@given(st.lists(VALUES, max_size=20))
def test_values_and_absences_are_counted_apart(values: list[object]) -> None:
    counted = tally(values)

    assert counted.n == len(values) and set(counted.missing) == set(Missing)
    assert counted.asked == sum(value is not Missing.NOT_APPLICABLE for value in values)
    assert (counted.mean is None) is (counted.total is None) is (not counted.given)
    ordered = sorted(values, key=sort_key)
    assert [is_missing(value) for value in ordered] == sorted(is_missing(value) for value in ordered)


def test_nothing_known_is_not_zero() -> None:
    assert tally([Missing.UNKNOWN]).total is None and tally([0]).total == 0
    assert Missing.EMPTY and Missing.EMPTY != 0 and not is_missing("")


@given(st.one_of(st.text(max_size=20), st.sampled_from(["", "(unknown)", "\\", "\\(declined)"]), KINDS))
def test_every_value_and_every_kind_comes_back_from_a_cell(value: str | Missing) -> None:
    cell = to_cell(value)
    back = from_cell(cell, str)

    assert back == value and is_missing(back) is is_missing(value)


@given(KINDS)
def test_every_kind_comes_back_from_json(kind: Missing) -> None:
    assert Missing(json.loads(json.dumps(kind))) is kind


@given(st.lists(st.sampled_from([True, False, None]), max_size=5))
def test_three_values_and_their_laws(values: list[bool | None]) -> None:
    assert negated(all_of(values)) == any_of(negated(value) for value in values)
    if None not in values:
        assert all_of(values) is all(bool(v) for v in values) and any_of(values) is any(bool(v) for v in values)
    told = [all_of(True if v is None else v for v in values), all_of(False if v is None else v for v in values)]
    assert (all_of(values) is None) is (told[0] != told[1])
