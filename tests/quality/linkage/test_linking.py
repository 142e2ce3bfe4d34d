"""Files searched for people who stand in them twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quality.linkage import people
from titip.quality.linkage import BadSpec, Kind, Linked, Spec, Texts, clusters, dedupe, explain, match, sentence

FULL = Spec({name: Kind(kind) for name, kind in people.COMPARE.items()})


def columns(rows: dict[str, list[str]]) -> dict[str, Texts]:
    return {name: Texts.of(cells) for name, cells in rows.items()}


def test_a_place_in_two_scripts_is_no_other_place_and_what_all_rows_share_is_still_told() -> None:
    rows = {
        "name": ["Sok Dara", "Dara Sok", "Mali Chan", "Mali Chann"], "place": ["ក្រុងបាត់ដំបង", "Battambang", "จังหวัดตาก", "Surin"],
        "phone": ["012 345 678", "+855 12 345678", "", ""], "born": ["1999"] * 4,
    }  # fmt: skip
    spec = Spec({"name": Kind.NAME, "place": Kind.PLACE, "phone": Kind.PHONE, "born": Kind.BIRTH_YEAR})
    linked = dedupe(spec, columns(rows))

    told = {pair: sentence(said) for pair, said in zip([(0, 1), (2, 3)], explain(linked, np.array([0, 2]), np.array([1, 3])), strict=True)}

    assert "same telephone number" in told[0, 1] and "same birth year" in told[0, 1] and "place" not in told[0, 1]
    assert "place" not in told[2, 3]
    both = columns(rows | {"place": ["ក្រុងបាត់ដំបង", "ខេត្តបាត់ដំបង", "จังหวัดตาก", "Tak"]})
    assert all("same place" in sentence(said) for said in explain(dedupe(spec, both), np.array([0, 2]), np.array([1, 3])))


def true_pairs(entity: list[str]) -> set[tuple[int, int]]:
    held: dict[str, list[int]] = {}
    for row, who in enumerate(entity):
        held.setdefault(who, []).append(row)
    return {(a, b) for rows in held.values() for place, a in enumerate(rows) for b in rows[place + 1 :]}


def f1(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> float:
    return 2 * len(found & true) / (len(found) + len(true))


def pairs(linked: Linked, least: float = 0.5) -> set[tuple[int, int]]:
    first, second, _ = linked.at_least(least)
    return set(zip(first.tolist(), second.tolist(), strict=True))


@pytest.fixture(scope="module")
def file() -> tuple[dict[str, list[str]], Linked]:
    rows = people.table(4000, 31)
    return rows, dedupe(FULL, columns(rows))


def test_doubles_are_found_under_whatever_spelling_and_script(file: tuple[dict[str, list[str]], Linked]) -> None:
    rows, linked = file

    assert f1(pairs(linked), true_pairs(rows["entity"])) > 0.72


def test_probabilities_mean_what_they_say(file: tuple[dict[str, list[str]], Linked]) -> None:
    rows, linked = file
    true = true_pairs(rows["entity"])
    same = np.array([pair in true for pair in zip(linked.first.tolist(), linked.second.tolist(), strict=True)])

    sure, likely = linked.probability > 0.97, (linked.probability > 0.5) & (linked.probability <= 0.97)

    assert same[sure].mean() > 0.93
    assert 0.4 < same[likely].mean() < 0.95


def test_pairs_come_best_first_each_once_the_smaller_row_in_front(file: tuple[dict[str, list[str]], Linked]) -> None:
    linked = file[1]

    assert (np.diff(linked.probability) <= 0).all()
    assert (linked.first < linked.second).all()
    assert len(pairs(linked, 0)) == len(linked.first)


def test_the_same_file_gives_the_same_answer(file: tuple[dict[str, list[str]], Linked]) -> None:
    rows, linked = file

    again = dedupe(FULL, columns(rows))

    assert np.array_equal(again.probability, linked.probability) and np.array_equal(again.first, linked.first)


def test_a_file_without_doubles_has_hardly_any() -> None:
    linked = dedupe(FULL, columns(people.table(3000, 8, doubles=0)))

    assert len(pairs(linked)) < 60


def test_two_files_are_matched_across_and_never_within() -> None:
    rows = people.table(1600, 12)
    upper, lower = {n: c[:800] for n, c in rows.items()}, {n: c[800:] for n, c in rows.items()}

    linked = match(FULL, columns(upper), columns(lower))

    across = {(a, b) for a, b in true_pairs(rows["entity"]) if a < 800 <= b}
    assert ((linked.first < 800) & (linked.second >= 800)).all()
    assert f1(pairs(linked), across) > 0.6


def test_one_to_one_takes_nobody_twice() -> None:
    rows = people.table(1600, 12)

    linked = match(FULL, columns({n: c[:800] for n, c in rows.items()}), columns({n: c[800:] for n, c in rows.items()}), one_to_one=True)

    assert len(set(linked.first.tolist())) == len(linked.first) == len(set(linked.second.tolist()))


def test_what_is_missing_says_nothing() -> None:
    rows = {"name": ["Sok Dara", "", "", "Sok Dara"], "birth_year": ["1990", "", "0", "1990"]}

    linked = dedupe(Spec({"name": Kind.NAME, "birth_year": Kind.BIRTH_YEAR}), columns(rows))

    assert not {(1, 2)} & pairs(linked, 0)


@pytest.mark.parametrize("rows", [{"name": [""]}, {"name": ["Sok Dara"]}, {"name": ["", ""]}, {"name": ["-", "?"]}])
def test_nothing_to_compare_finds_nothing(rows: dict[str, list[str]]) -> None:
    assert len(dedupe(Spec({"name": Kind.NAME}), columns(rows)).first) == 0


def test_given_and_family_name_may_stand_in_two_columns_and_change_places() -> None:
    others = people.table(300, 3)
    rows = {
        "given": ["Rumduol", "Prasith", *others["name"]], "family": ["Prasith", "Romduol", *[""] * 300], "birth_year": ["1990", "1990", *others["birth_year"]],
        "place": ["Takeo", "Takeo", *others["place"]],
    }

    linked = dedupe(Spec({"given": Kind.NAME, "family": Kind.NAME, "birth_year": Kind.BIRTH_YEAR, "place": Kind.PLACE}), columns(rows))

    assert (0, 1) in pairs(linked)


def test_a_native_and_a_romanised_name_meet() -> None:
    others = people.table(300, 4)
    rows = {
        "name": ["Thongsuk Charoenphakdi", "", *others["name"]], "native": ["", "ทองสุข เจริญภักดี", *[""] * 300],
        "birth_date": ["1990-05-06", "06/05/2533", *others["birth_date"]], "sex": ["F", "หญิง", *others["sex"]],
    }

    linked = dedupe(Spec({"name": Kind.NAME, "native": Kind.NATIVE_NAME, "birth_date": Kind.BIRTH_DATE, "sex": Kind.SEX}), columns(rows))

    assert (0, 1) in pairs(linked)


def test_every_pair_is_explained_in_words_without_its_values(file: tuple[dict[str, list[str]], Linked]) -> None:
    rows, linked = file
    first, second, _ = linked.at_least(0.5)

    told = [sentence(reasons) for reasons in explain(linked, first, second)]

    assert all(told) and len(told) == len(first)
    names = {word.casefold() for name in rows["name"] for word in name.split() if len(word) > 4}
    said = {word.strip(",;:").casefold() for line in told for word in line.split()}
    assert not names & said
    assert any("birth years one apart" in line for line in told) and any("sounding alike" in line for line in told)


# --- clusters


def test_a_chain_of_strangers_stays_apart() -> None:
    first, second = np.array([0, 1, 0], np.int32), np.array([1, 2, 2], np.int32)

    joined = clusters(4, first, second, np.array([0.99, 0.9, 0.0001], np.float32))

    assert joined.tolist() == [0, 0, 2, 3]


def test_three_records_of_one_person_come_together() -> None:
    first, second = np.array([0, 1, 0], np.int32), np.array([1, 2, 2], np.int32)

    assert clusters(3, first, second, np.array([0.99, 0.97, 0.45], np.float32)).tolist() == [0, 0, 0]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0, 1)), max_size=20))
def test_clusters_hold_together_at_least_one_probable_pair(drawn: list[tuple[int, int, float]]) -> None:
    known = {(min(a, b), max(a, b)): p for a, b, p in drawn if a != b}
    first, second = (np.array([pair[side] for pair in known], np.int32) for side in (0, 1))

    joined = clusters(8, first, second, np.array(list(known.values()), np.float32)).tolist()

    for row, one in enumerate(joined):
        members = [other for other in range(8) if joined[other] == one]
        assert one == min(members)
        assert len(members) == 1 or any(known.get((min(row, other), max(row, other)), 0) > 0.5 for other in members if other != row)


# --- specs


@pytest.mark.parametrize(("declared", "says"), [
    ({}, "compare"), (None, "compare"), ({"compare": {}}, "empty"), ({"compare": {"name": "nam"}}, "Perhaps “name”"),
    ({"compare": {"s": "sex"}}, "Sex and country"),
    ({"compare": {"a": "name"}, "key": "x"}, "“key”"), ({"compare": {"a": "name"}, "id": ["x"]}, "one column"), ({"compare": {"a": "qqq"}}, "The kinds are"),
])
def test_a_spec_that_cannot_be_used_says_why_and_what_to_do(declared: object, says: str) -> None:
    with pytest.raises(BadSpec, match=says):
        Spec.read(declared)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(BadSpec, match="no column “nom”"):
        dedupe(Spec({"nom": Kind.NAME}), {"name": Texts.of(["a", "b"])})


def test_slips_in_identifiers_dates_and_addresses_are_forgiven_and_told() -> None:
    """A typing slip in a postcode, two digits of a birth date changed, an address written into the line below; and strangers in one large building."""
    spec = Spec({
        "name": Kind.NAME, "born": Kind.BIRTH_DATE, "street": Kind.TEXT, "house": Kind.TEXT, "code": Kind.EXACT,
    })
    draw = np.random.default_rng(5)
    def word() -> str:
        return "".join(draw.choice(list("bdgklmnprstv")) + draw.choice(list("aeiou")) for _ in range(4))

    streets = [f"{word()} {kind}" for kind in ("place", "street", "road") for _ in range(40)]
    rows = {
        "name": [f"{word()} {word()}" for _ in range(400)],
        "born": [f"19{draw.integers(40, 90)}-{draw.integers(1, 13):02d}-{draw.integers(1, 29):02d}" for _ in range(400)],
        "street": [f"{draw.integers(1, 200)} {streets[draw.integers(120)]}" for _ in range(400)],
        "house": ["northern tablelands tennis academy west" if i in (50, 60) else f"{word()} hut" for i in range(400)],
        "code": [f"{draw.integers(1000, 9999)}" for _ in range(400)],
    }
    rows["born"][7], rows["code"][7] = "1947-08-22", "2591"
    for name, cell in (("name", rows["name"][7]), ("born", "1974-08-22"), ("street", rows["house"][7]), ("house", rows["street"][7]), ("code", "5291")):
        rows[name].append(cell)

    linked = dedupe(spec, columns(rows))

    assert pairs(linked) == {(7, 400)}, "strangers who share a large building stay two"
    told = sentence(explain(linked, np.array([7]), np.array([400]))[0])
    assert "text agrees with another column" in told
    rows["code"][400] = "2519"
    assert "identifier one slip apart" in sentence(explain(dedupe(spec, columns(rows)), np.array([7]), np.array([400]))[0])
