"""Reading capture histories, and refusing those that cannot carry an estimate."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyse.estimation.tables import histories, sparse
from titip.analyse.estimation import Histories, TooThin, read_histories
from titip.analyse.estimation.design import Floats
from titip.share.rules import Released, TableProblem, UnknownColumn


def read(folder: Path, text: str, lists: str = "A,B,C", count: str = "n") -> Histories:
    place = folder / "lists.csv"
    place.write_text(text)
    return read_histories(Released.from_public_file(place), lists.split(","), count)


def test_rows_with_the_same_history_are_added(tmp_path: Path) -> None:
    made = read(tmp_path, "A,B,C,n\n1,0,0,4\n1,1,0,2\n1,0,0,3\n0,0,0,0\n")

    assert made.n == 9
    assert made.counts.tolist() == [7, 0, 2, 0, 0, 0, 0]


def test_a_row_may_be_a_person(tmp_path: Path) -> None:
    made = read(tmp_path, "A,B,C\nyes,no,no\nYes,no,no\nno,yes,yes\n", count="")

    assert made.counts.tolist() == [2, 0, 0, 0, 0, 1, 0]


def test_other_columns_are_no_lists(tmp_path: Path) -> None:
    made = read(tmp_path, "A,x,B,C,n\n1,9,0,1,4\n1,8,0,1,2\n")

    assert made.counts[0b101 - 1] == 6


def test_people_on_none_of_the_lists_are_counted_apart(tmp_path: Path) -> None:
    made = read(tmp_path, "A,B,C,n\n1,0,0,4\n0,0,0,7\n")

    assert (made.n, made.unlisted) == (4, 7)


def test_two_lists_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(TooThin, match="2 lists"):
        read(tmp_path, "A,B,n\n1,0,4\n", "A,B")


@pytest.mark.parametrize(
    ("text", "lists", "said"),
    [
        ("A,B,C,n\n1,2,0,4\n1,0,0,4\n", "A,B,C", "“B” holds 2"),
        ("A,B,C,n\n1,0.5,0,4\n1,0,0,4\n", "A,B,C", "“B” holds 0.5"),
        ("A,B,C,n\n1,0,0,4\n1,,0,4\n", "A,B,C", "“B” is empty or not known in 1 rows"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,\n", "A,B,C", "“n” is empty or not known in 1 rows"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,*\n", "A,B,C", "“n” has values withheld"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,-1\n", "A,B,C", "“n” holds -1"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,2.5\n", "A,B,C", "“n” holds 2.5"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,7\n", "A,B,A", "named twice"),
        ("A,B,C,n\n1,0,0,4\n1,1,0,7\n", "A,B,n", "both a list and the count"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_cure(tmp_path: Path, text: str, lists: str, said: str) -> None:
    with pytest.raises(TableProblem) as problem:
        read(tmp_path, text, lists)

    assert said in str(problem.value)
    assert problem.value.cure


def test_a_list_that_is_no_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match="police"):
        read(tmp_path, "police,ngo,church,n\n1,0,0,4\n", "polise,ngo,church")


def test_more_than_ten_lists_are_refused(tmp_path: Path) -> None:
    names = [f"L{i}" for i in range(11)]
    with pytest.raises(TableProblem, match="11 lists"):
        read(tmp_path, ",".join([*names, "n"]) + "\n" + "1," * 11 + "5\n", ",".join(names))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (histories(2, A=40, B=40, AB=20), "2 lists"),
        (histories(3, A=20, B=20, AB=4, AC=4, BC=1), "Only 49 people"),
        (histories(3, A=40, B=40, AB=20), "Nobody is on: C"),
        (histories(3, A=46, B=36, C=20, AB=6), "Fewer than two pairs"),
    ],
)
def test_lists_too_thin_are_refused_with_the_reason(made: Histories, said: str) -> None:
    with pytest.raises(TooThin) as thin:
        made.refuse_thin()

    assert said in str(thin.value)


def test_fifty_people_and_two_overlaps_are_enough() -> None:
    histories(3, A=20, B=16, C=5, AB=4, AC=5).refuse_thin()


def test_three_lists_that_meet_in_one_person_overlap_in_three_pairs() -> None:
    assert len(histories(3, A=20, B=16, C=15, ABC=1).overlapping()) == 3


@settings(max_examples=50, deadline=None)
@given(sparse(), st.data())
def test_leaving_a_list_out_loses_only_those_whom_it_alone_held(table: tuple[int, Floats], data: st.DataObject) -> None:
    size, counts = table
    made = Histories(tuple("ABCD"[:size]), counts)
    place = data.draw(st.integers(0, size - 1))

    fewer = made.without(place)

    assert fewer.n == made.n - counts[(1 << place) - 1]
    assert fewer.lists == made.lists[:place] + made.lists[place + 1 :]
    assert {pair for pair in made.overlapping() if made.lists[place] not in pair} == set(fewer.overlapping())


def test_a_set_of_lists_has_a_name() -> None:
    assert histories(3, A=1).named(0b101) == "A:C"
