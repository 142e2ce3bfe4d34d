"""What the page on entering may say: quartiles against the published definition, and small numbers held back."""

from hypothesis import given
from hypothesis import strategies as st

from titip.intake.rules.timing import SILENCE, with_time
from titip.kit import clock
from titip.quality.rules.entry import FEWEST, about, shares, shown, spread, standing_since


def test_median_and_middle_half_are_those_of_hyndman_and_fan_type_7() -> None:
    found = spread([120, 60, 300, 240, 180])
    assert found is not None and (found.low, found.median, found.high) == (120, 180, 240)
    assert spread([60, 120, 180, 240]) is None, "four are too few"


@given(st.lists(st.floats(0, 10_000), min_size=FEWEST, max_size=60))
def test_a_spread_lies_in_order_and_within_what_was_measured(seconds: list[float]) -> None:
    import numpy

    found = spread(seconds)
    assert found is not None
    assert numpy.allclose([found.low, found.median, found.high], numpy.percentile(seconds, [25, 50, 75]))


@given(st.dictionaries(st.sampled_from(["value", "declined", "unknown", "ask_later", "empty", "not_applicable"]), st.integers(0, 400)))
def test_a_small_number_is_never_told_and_no_difference_tells_it(states: dict[str, int]) -> None:
    asked = sum(n for state, n in states.items() if state != "not_applicable")
    found = shares("pay", states)
    assert (found is None) == (asked < FEWEST)
    if found is not None:
        assert found.about % 10 == 0
        for way, share in found.shares.items():
            number = states.get(way, 0)
            assert (share is None) == (0 < number < FEWEST) and (share is None or share % 5 == 0)


def test_counts_between_one_and_four_are_held_back() -> None:
    assert [shown(n).number for n in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]
    assert about(4) == 0 and about(36) == 40


def test_a_form_that_did_not_change_keeps_its_version_through_new_dictionaries() -> None:
    assert standing_since([(1, "a"), (2, "a"), (3, "b"), (4, "b"), (5, "a")]) == {1: 1, 2: 1, 3: 3, 4: 3, 5: 5}


def test_silence_is_no_time_of_asking() -> None:
    now = clock.now()
    assert with_time({"Work": 4.0}, "Work", since=now - SILENCE, now=now) == {"Work": 304.0}
    assert with_time({"Work": 4.0}, "Health", since=now - SILENCE * 2, now=now) == {"Work": 4.0}
    assert with_time({}, "Work", since=None, now=now) == {} == with_time({}, "Work", since=now + SILENCE, now=now)
