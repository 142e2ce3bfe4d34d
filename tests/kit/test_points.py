"""A position is kept as a square of a fixed grid: never finer than asked for, however it was written and however often it is lowered."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.kit.points import SIDES, NotAPoint, Point, coarse_enough, lowered_box, lowered_fields, point_words, read_degrees, read_line

LATS = st.decimals(-90, 90, places=7)
LONS = st.decimals(-180, 180, places=7)
SIZES = st.sampled_from(sorted(SIDES))


@given(LATS, LONS, SIZES)
def test_a_square_holds_the_position_and_its_stored_form_says_nothing_finer(lat: Decimal, lon: Decimal, km: int) -> None:
    point = Point.at(lat, lon, km)
    south, west, north, east = point.edges
    assert south <= lat <= north and west <= lon <= east and north - south == east - west == SIDES[km]
    assert Point.parse(str(point)) == point and south >= -90 and north <= 90 and west >= -180 and east <= 180
    assert all((edge / SIDES[km]) == (edge / SIDES[km]).to_integral_value() for edge in point.edges), "the grid does not depend on what lies in it"


@given(LATS, LONS, LATS, LONS, SIZES)
def test_two_positions_of_one_square_cannot_be_told_apart(lat: Decimal, lon: Decimal, other_lat: Decimal, other_lon: Decimal, km: int) -> None:
    south, west, _north, _east = Point.at(lat, lon, km).edges
    inside = south + other_lat.copy_abs() % SIDES[km], west + other_lon.copy_abs() % SIDES[km]
    assert str(Point.at(*inside, km)) == str(Point.at(lat, lon, km))


@given(LATS, LONS, SIZES, SIZES)
def test_lowering_in_steps_is_lowering_at_once_and_nothing_is_ever_raised(lat: Decimal, lon: Decimal, first: int, second: int) -> None:
    stepwise = Point.at(lat, lon, first).lowered(second)
    assert stepwise == Point.at(lat, lon, max(first, second)) and stepwise.km >= first


@given(LATS, LONS, SIZES)
def test_a_box_of_a_form_is_lowered_by_its_own_name(lat: Decimal, lon: Decimal, km: int) -> None:
    point = Point.at(lat, lon, km)
    assert lowered_box(f"home__lat{km}", f"{lat:f}") == f"{point.lat:f}" and lowered_box(f"group/0123456789ab/x__lon{km}", f"{lon:f}") == f"{point.lon:f}"
    assert lowered_box(f"home__lat{km}", f"{lat:f}, {lon:f}") == f"{point.lat:f}, {point.lon:f}"
    assert lowered_box(f"home__lat{km}", lowered_box(f"home__lat{km}", f"{lat:f}")) == f"{point.lat:f}"
    assert lowered_box("story", f"{lat:f}") == f"{lat:f}"


@given(st.text(max_size=60), SIZES)
def test_what_cannot_be_read_keeps_at_most_whole_degrees(text: str, km: int) -> None:
    made = lowered_box(f"home__lat{km}", text)
    try:
        read_degrees(text, "lat")
    except NotAPoint:
        try:
            read_line(text)
        except NotAPoint:
            assert sum(one.isdecimal() for one in made) <= 3
    assert text.strip() or made == text


def test_a_coarser_size_chosen_beside_it_counts_in_what_is_kept_of_typing() -> None:
    fields = [("a__lat1", "11.5564"), ("a__lon1", "104.9282"), ("a__km", "100"), ("b__lat1", "11.5564"), ("b__km", ""), ("c__km", "hello")]
    assert lowered_fields(fields) == [("a__lat1", "11.5"), ("a__lon1", "104.5"), ("a__km", "100"), ("b__lat1", "11.555"), ("b__km", ""), ("c__km", "hello")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("11.5564, 104.9282", "11.55, 104.95"), ("N 11.5564 E 104.9282", "N 11. E ."), ("11°33'23\"N, 104°55'41\"E", "11.55, 104.95"), ("11.5564", "11.55"),
        ("11.5564 / 104.9282", "11. / ."), ("Khan 7, Phum 12", "Khan 7, Phum 12"), ("Phnom Penh", "Phnom Penh"), ("", ""),
    ],
)  # fmt: skip
def test_numbers_in_the_box_for_a_name_are_lowered_too(text: str, kept: str) -> None:
    assert lowered_fields([("a__lat10", ""), ("a__lon10", ""), ("a__from", text), ("b__from", text)]) == [
        ("a__lat10", ""), ("a__lon10", ""), ("a__from", kept), ("b__from", text),
    ]  # fmt: skip
    coarser = lowered_fields([("a__lat10", ""), ("a__km", "100"), ("a__from", "11.5564, 104.9282")])
    assert coarser[-1] == ("a__from", "11.5, 104.5")


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("11.5564", "lat", "11.5564"), (" 11,5564 ", "lat", "11.5564"), ("\N{MINUS SIGN}8.55", "lat", "-8.55"),
        ("8.55 S", "lat", "-8.55"), ("N 11.5", "lat", "11.5"),
        ("11°30'N", "lat", "11.5"), ("104°55′12″E", "lon", "104.92"), ("១១.៥", "lat", "11.5"), ("-0.25", "lon", "-0.25"),
        ("180", "lon", "180"), ("11.", "lat", "11"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, axis: str, degrees: str) -> None:
    assert read_degrees(text, axis) == Decimal(degrees)


@pytest.mark.parametrize(
    ("text", "axis", "reason"),
    [
        ("104.92", "lat", "swapped"), ("11.5 E", "lat", "swapped"), ("181", "lon", "lon"), ("1000", "lat", "shape"), ("eleven", "lat", "shape"),
        ("11°75'", "lat", "shape"),
        ("N 11 N", "lat", "shape"), ("-11 S", "lat", "shape"), ("", "lat", "shape"), ("1" * 80, "lat", "shape"),
        ("200.5", "lat", "lat"), ("11.5e2", "lat", "shape"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_a_position_says_why(text: str, axis: str, reason: str) -> None:
    with pytest.raises(NotAPoint) as caught:
        read_degrees(text, axis)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "line",
    ["11.5564 104.9282 12.0 4.8", "11.5564, 104.9282", "11.5564;104.9282", "geo:11.5564,104.9282", "geo:11.5564,104.9282;u=35", "N11.5564 E104.9282"],
)  # fmt: skip
def test_lines_of_phones_and_maps_are_read(line: str) -> None:
    assert read_line(line) == (Decimal("11.5564"), Decimal("104.9282"))


@pytest.mark.parametrize(("line", "reason"), [("11.5564", "one"), ("", "shape"), ("11.5 104.9 1 2 3", "shape"), ("104.9 11.5", "swapped"), ("a b", "shape")])
def test_lines_that_are_no_position_are_refused(line: str, reason: str) -> None:
    with pytest.raises(NotAPoint) as caught:
        read_line(line)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "stored",
    ["", "geo:11.5,104.5", "geo:11.5,104.5;u=790", "geo:11.51,104.5;u=79000", "geo:95.5,104.5;u=79000", "geo:11.5,104.5;u=1", "geo:១១.៥,១០៤.៥;u=79000"],
)  # fmt: skip
def test_only_the_middle_of_a_square_is_a_stored_form(stored: str) -> None:
    with pytest.raises(NotAPoint):
        Point.parse(stored)


def test_words_and_sizes() -> None:
    assert point_words(Point.at(Decimal("-8.556"), Decimal("125.57"), 10)) == "a square of about 10 km around 8.55° S, 125.55° E"
    assert [coarse_enough(km) for km in (None, 1, 2, 10, Decimal("10.000000"), 99, 500)] == [100, 1, 10, 10, 10, 100, 100]
