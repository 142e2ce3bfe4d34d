"""Small counts in a table with a total, attacked by counting every table that fits what is shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.share.disclosure import withheld


def feasible(counts: list[int], hidden: list[bool]) -> list[set[int]]:
    """For each withheld cell, every value it could have: all ways to fill the gaps so that the total comes out, none of them zero."""
    gap = sum(count for count, hide in zip(counts, hidden, strict=True) if hide)
    cells = [place for place, hide in enumerate(hidden) if hide]
    least = 0 if any(counts[place] == 0 for place in cells) else 1
    ways = [way for way in product(range(least, gap + 1), repeat=max(len(cells) - 1, 0)) if gap - sum(way) >= least]
    filled = [(*way, gap - sum(way)) for way in ways]
    return [{way[place] for way in filled} for place in range(len(cells))]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.integers(2, 6))
def test_no_withheld_cell_is_known_to_be_small(counts: list[int], k: int) -> None:
    hidden = withheld(counts, k)

    assert all(hide for count, hide in zip(counts, hidden, strict=True) if 0 < count < k)
    if any(hidden) and not all(hide for count, hide in zip(counts, hidden, strict=True) if count):
        assert all(max(values) >= k and len(values) > 1 for values in feasible(counts, hidden))


def test_exactly_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert withheld([100, 30, 4, 60], 11) == [False, True, True, False]


def test_two_small_counts_that_add_up_to_little_are_not_enough() -> None:
    """1 and 1 withheld with a gap of 2 would both be known to be 1."""
    assert withheld([100, 30, 1, 1], 11) == [False, True, True, True]


def test_no_small_count_withholds_nothing() -> None:
    assert withheld([100, 0, 11], 11) == [False, False, False]


@pytest.mark.parametrize("k", [0, 1])
def test_a_public_table_is_shown_whole(k: int) -> None:
    assert withheld([1, 2, 3], k) == [False, False, False]
