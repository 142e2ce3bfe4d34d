"""The disclosure engine, recounted by other means: a dictionary of tuples instead of arrays."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share import disclosure
from titip.share.disclosure import Steps, climb, ladder, release
from titip.share.rules import STAR, About, Audience, Column, Heading, Part, Released, ReleaseRefused, Suppression, Table

CELLS = st.sampled_from(["a", "b", "c", "d", 0, Missing.EMPTY, Missing.UNKNOWN, Missing.DECLINED])


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows with one to four identifying columns and a number that only the test knows them by."""
    names = [f"q{i}" for i in range(draw(st.integers(1, 4)))]
    rows = draw(st.lists(st.fixed_dictionaries({name: CELLS for name in names}), min_size=0, max_size=60))
    return [{**row, "tag": tag} for tag, row in enumerate(rows)], names


def table_of(rows: list[dict[str, Any]], names: list[str], sensitive: str = "") -> Table:
    headings = [Heading(name, type=ElementType.SELECT_ONE, part=Part.QUASI) for name in names]
    other = Heading("tag", type=ElementType.INTEGER, part=Part.SENSITIVE if sensitive else Part.OTHER)
    return Table.from_rows(rows, [*headings, other])


@settings(max_examples=300, deadline=None)
@given(tables(), st.integers(2, 6))
def test_every_class_has_at_least_k_rows_and_every_row_is_its_own_recoding(made: tuple[list[dict[str, Any]], list[str]], k: int) -> None:
    rows, names = made
    table = table_of(rows, names)

    if 0 < len(rows) < k:
        with pytest.raises(ReleaseRefused, match="fewer than k"):
            release(table, quasi_identifiers=names, k=k, audience=Audience.TEAM, about=About())
        return
    protected = release(table, quasi_identifiers=names, k=k, audience=Audience.TEAM, about=About())

    out = protected.released.table
    released = [dict(zip(out.names, cells, strict=True)) for cells in zip(*(c.cells() for c in out.columns), strict=True)]
    classes = Counter(tuple(row[name] for name in names) for row in released)
    assert all(size >= k for size in classes.values())
    assert sorted(row["tag"] for row in released) == list(range(len(rows)))
    assert all(row[name] in (STAR, rows[row["tag"]][name]) for row in released for name in names)
    stars = sum(row[name] == STAR for row in released for name in names)
    assert protected.utility.cells_withheld == stars == protected.released.suppression.cells
    assert protected.utility.rows_changed == sum(STAR in row.values() for row in released)
    assert protected.after.smallest == min(classes.values(), default=0)
    assert protected.utility.ncp == pytest.approx(stars / max(len(rows) * len(names), 1))


def test_a_fully_withheld_class_must_reach_k_too() -> None:
    rows = [{"q": "common"} for _ in range(12)] + [{"q": f"rare {i}"} for i in range(3)]

    protected = release(table_of(rows, ["q"]), quasi_identifiers=["q"], k=5, audience=Audience.TEAM, about=About())

    assert Counter(protected.released.column("q").cells()) == {"common": 10, STAR: 5}


def test_rows_of_a_class_that_would_fall_below_k_all_join_the_withheld() -> None:
    rows = [{"q": "common"} for _ in range(6)] + [{"q": f"rare {i}"} for i in range(3)]

    protected = release(table_of(rows, ["q"]), quasi_identifiers=["q"], k=5, audience=Audience.TEAM, about=About())

    assert Counter(protected.released.column("q").cells()) == {STAR: 9}


def test_missing_is_a_value_and_its_kinds_are_not_one() -> None:
    rows = [{"q": Missing.UNKNOWN} for _ in range(5)] + [{"q": Missing.DECLINED} for _ in range(5)] + [{"q": "a"} for _ in range(5)]

    protected = release(table_of(rows, ["q"]), quasi_identifiers=["q"], k=5, audience=Audience.TEAM, about=About())

    assert protected.utility.cells_withheld == 0
    assert protected.released.column("q").missing() == {Missing.UNKNOWN: 5, Missing.DECLINED: 5}


def test_a_release_without_the_last_step_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made is counted again by other code: a fault in the engine does not get out."""
    monkeypatch.setattr(ladder, "settle", lambda tuples, levels, tallies, k: levels[tuples.of_row])
    rows = [{"q": "common"} for _ in range(12)] + [{"q": f"rare {i}"} for i in range(3)]

    with pytest.raises(ReleaseRefused, match="the smallest class has 3 rows"):
        release(table_of(rows, ["q"]), quasi_identifiers=["q"], k=5, audience=Audience.TEAM, about=About())


def test_row_order_tells_nothing_unless_it_is_kept() -> None:
    rows = [{"q": "a", "tag": i} for i in range(500)]
    table = table_of(rows, ["q"])

    first = release(table, quasi_identifiers=["q"], k=2, audience=Audience.TEAM, about=About())
    second = release(table, quasi_identifiers=["q"], k=2, audience=Audience.TEAM, about=About())
    kept = release(table, quasi_identifiers=["q"], k=2, audience=Audience.TEAM, about=About(), keep_order=True)

    orders = [p.released.column("tag").cells() for p in (first, second, kept)]
    assert orders[2] == list(range(500))
    assert len({tuple(order) for order in orders}) == 3
    assert abs(float(np.corrcoef(np.array(orders[0], dtype=float), np.arange(500))[0, 1])) < 0.25


def test_k_under_eleven_never_goes_outside_and_the_error_says_why() -> None:
    with pytest.raises(ReleaseRefused, match="at least 10 others.*cannot be called back.*Use k = 11"):
        release(table_of([{"q": "a"}] * 50, ["q"]), quasi_identifiers=["q"], k=10, audience=Audience.OUTSIDE, about=About())


def test_a_name_is_never_released() -> None:
    table = Table.from_rows([{"name": "Made Up", "q": "a"}] * 20, [Heading("name", part=Part.DIRECT), Heading("q", part=Part.QUASI)])

    with pytest.raises(ReleaseRefused, match="never leave: name"):
        release(table, quasi_identifiers=["q"], k=11, audience=Audience.OUTSIDE, about=About())


def test_withheld_values_leave_no_trace_in_the_code_list() -> None:
    names = {"common": "Common", "village of one": "Village of one"}
    rows = [{"q": "common"}] * 40 + [{"q": "village of one"}]
    table = Table.from_rows(rows, [Heading("q", type=ElementType.SELECT_ONE, names=names, part=Part.QUASI)])

    column = release(table, quasi_identifiers=["q"], k=11, audience=Audience.OUTSIDE, about=About()).released.column("q")

    assert column.values == ("common",)
    assert "village of one" not in column.heading.names


def test_risk_and_uniform_classes_before_and_after() -> None:
    rows = [{"q": "a", "tag": 1}] * 6 + [{"q": "b", "tag": i} for i in range(4)] + [{"q": "c", "tag": 9}]

    protected = release(table_of(rows, ["q"], sensitive="tag"), quasi_identifiers=["q"], k=4, audience=Audience.TEAM, about=About())

    assert protected.before.uniques == 1
    assert protected.before.prosecutor_max == 1.0
    assert protected.before.rows_below_k == 1
    assert protected.after.prosecutor_max <= 1 / 4
    assert dict(protected.before.rows_by_size)["5 to 10"] == 6
    assert [(u.column, u.rows >= 0) for u in protected.uniform] == [("tag", True)]


def test_middle_steps_of_a_hierarchy_are_tried_before_withholding() -> None:
    """Villages as they are, by district, or withheld: the engine takes whatever steps it is given."""
    villages = np.array([0] * 7 + [1] * 2 + [2] * 3 + [3], dtype=np.int32)
    groups = (np.arange(4, dtype=np.int32), np.array([100, 100, 200, 200], dtype=np.int32), np.full(4, -9, dtype=np.int32))
    steps = Steps(villages, groups, (np.zeros(4), np.full(4, 0.5), np.ones(4)))

    levels = climb([steps], 4)

    assert sorted(levels[:7, 0].tolist()) == [0] * 5 + [2] * 2, "two join the withheld, so that these are four"
    assert levels[7:9, 0].tolist() == [2, 2], "the two others of district 100 are too few by themselves"
    assert levels[9:, 0].tolist() == [1] * 4


def test_with_more_combinations_than_can_be_visited_the_search_is_guided_and_keeps_its_promise() -> None:
    draw = np.random.Generator(np.random.PCG64(5))
    ladders = [Steps.flat(draw.integers(0, 2 + i % 4, 400).astype(np.int32)) for i in range(15)]

    levels = climb(ladders, 5)

    released = Counter(zip(*(ladder.released(levels[:, i]).tolist() for i, ladder in enumerate(ladders)), strict=True))
    assert 2 ** len(ladders) > ladder.MOST_COMBINATIONS
    assert min(released.values()) >= 5
    assert 0.2 < (levels > 0).mean() < 0.95, "something is left, something is withheld"


def test_many_wide_columns_do_not_overflow() -> None:
    rows = [{f"q{i}": f"{i}-{row}" for i in range(8)} for row in range(1500)]
    table = Table.from_rows(rows, [Heading(f"q{i}", type=ElementType.SELECT_ONE, part=Part.QUASI) for i in range(8)])

    risk = disclosure.risk(table, list(table.names), 11)

    assert (risk.classes, risk.uniques) == (1500, 1500)


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.ORGANISATION, Audience.OUTSIDE])
def test_a_released_table_cannot_state_a_k_that_does_not_hold(audience: Audience) -> None:
    column = Column.from_cells(Heading("q", type=ElementType.SELECT_ONE, part=Part.QUASI), ["a"] * 20 + ["b"])

    with pytest.raises(ReleaseRefused, match="smallest class has 1"):
        Released(Table((column,)), audience, About(), Suppression(k=11, quasi_identifiers=("q",)))
