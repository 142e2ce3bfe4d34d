"""One person searched for among all who are here."""

import secrets

import pytest

from tests.quality.linkage import people
from titip.quality.linkage import Kind, OnlineIndex, rank, sentence

KEY = bytes(range(32))


def rows(made: dict[str, list[str]]) -> list[dict[Kind, str]]:
    kinds = {column: Kind(kind) for column, kind in people.COMPARE.items()}
    return [{kinds[c]: made[c][at] for c in kinds if made[c][at]} for at in range(len(made["name"]))]


@pytest.fixture(scope="module")
def register() -> tuple[OnlineIndex[int], list[dict[Kind, str]], list[str]]:
    made = people.table(3000, 77)
    index: OnlineIndex[int] = OnlineIndex(KEY)
    held = rows(made)
    for at, row in enumerate(held):
        index.put(at, row)
    return index, held, made["entity"]


@pytest.mark.parametrize("name", ["Somchai Suwanprasert", "Mr. SOMCHAY SUVANPRASOET", "สมชาย สุวรรณประเสริฐ"])
def test_three_spellings_find_the_same_made_up_person(register: tuple[OnlineIndex[int], list[dict[Kind, str]], list[str]], name: str) -> None:
    index, held, _ = register
    her = {Kind.NAME: "Somchai Suwanprasert", Kind.SEX: "M", Kind.BIRTH_YEAR: "1991", Kind.PLACE: "Nan", Kind.PARENT_NAME: "Malee Suwanprasert"}
    index.put(99_999, her)
    asked = {Kind.NAME: name, Kind.SEX: "M", Kind.BIRTH_YEAR: "2534", Kind.PLACE: "Nan"}

    found = index.search(asked)
    best = rank(asked, [her if one == 99_999 else held[one] for one in found], people=len(index), seen=index.seen)[0]
    index.drop(99_999)

    assert found[best.place] == 99_999
    assert "same birth year" in sentence(best.reasons) and "same place" in sentence(best.reasons)


def test_most_who_come_again_are_among_the_ten_shown_and_few_new_ones_look_known(register: tuple[OnlineIndex[int], list[dict[Kind, str]], list[str]]) -> None:
    index, held, entity = register
    twice = [at for at, who in enumerate(entity) if entity.count(who) > 1][:120]
    once = [at for at, who in enumerate(entity) if entity.count(who) == 1][:120]
    shown, looks_known = 0, 0
    for at in (*twice, *once):
        found = [one for one in index.search(held[at]) if one != at]
        ranked = rank(held[at], [held[one] for one in found], people=len(index), seen=index.seen)
        shown += at in twice and any(entity[found[one.place]] == entity[at] for one in ranked)
        looks_known += at in once and ranked[0].probable

    assert shown / len(twice) > 0.93
    assert looks_known / len(once) < 0.1


def test_somebody_dropped_is_found_no_more() -> None:
    index: OnlineIndex[str] = OnlineIndex(KEY, room=1)
    index.put("a", {Kind.NAME: "Sok Dara"})
    index.put("b", {Kind.NAME: "Sok Dara"})

    index.drop("a")
    index.drop("never here")

    assert index.search({Kind.NAME: "Sok Dara"}) == ["b"]
    assert len(index) == 1


def test_what_is_saved_anew_takes_the_place_of_the_old() -> None:
    index: OnlineIndex[str] = OnlineIndex(KEY)
    index.put("a", {Kind.NAME: "Sok Dara"})
    index.put("b", {Kind.NAME: "Dara Sok", Kind.SEX: "F"})
    index.put("a", {Kind.NAME: "Nguyen Lan"})

    assert index.search({Kind.NAME: "Dara Sok"})[0] == "b"
    assert index.search({Kind.NAME: "Lan"})[0] == "a"
    assert len(index) == 2


def test_nothing_asked_finds_nobody() -> None:
    index: OnlineIndex[str] = OnlineIndex(KEY)
    index.put("a", {Kind.NAME: "Sok Dara"})

    assert index.search({}) == [] and rank({}, [], people=1, seen=index.seen) == []


def test_the_bits_say_nothing_without_the_key() -> None:
    one, other = OnlineIndex[str](KEY), OnlineIndex[str](secrets.token_bytes(32))
    for index in (one, other):
        index.put("a", {Kind.NAME: "Sok Dara", Kind.BIRTH_YEAR: "1990"})

    assert (one._bits[0] != other._bits[0]).any()


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        OnlineIndex(b"short")


def test_a_row_with_more_bits_than_a_byte_counts_is_counted_right() -> None:
    index: OnlineIndex[str] = OnlineIndex(KEY)
    long = {Kind.NAME: " ".join(f"Word{letter}ang{letter}" for letter in "bdgkmnprst"), Kind.PHONE: "0812345678", Kind.BIRTH_DATE: "1990-05-06"}
    index.put("a", long)
    index.put("b", {Kind.NAME: "Sok Dara"})

    assert index.search(long)[0] == "a"
