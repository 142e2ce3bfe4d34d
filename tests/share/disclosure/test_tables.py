"""Tables of counts, attacked: by listing every table that fits what is shown, and by linear programming over linked tables."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.share.disclosure.made_up import column
from titip.share.disclosure import filing, tables
from titip.share.disclosure.tables.auditing import laid_open
from titip.share.rules import ReleaseRefused, Table
from titip.share.rules.files import read_texts


def counted(*shape_and_counts: Any) -> Table:
    """A table of rows from counts along named columns: ``counted(("a", "b"), [[3, 4], [0, 12]])``."""
    names, counts = shape_and_counts
    places = [place for place, count in np.ndenumerate(np.array(counts)) for _ in range(count)]
    sizes = np.array(counts).shape
    return Table(tuple(column(name, tuple(f"{name}{i}" for i in range(sizes[d])), [place[d] for place in places]) for d, name in enumerate(names)))


def key(**of: str) -> frozenset[tuple[str, str]]:
    return frozenset(of.items())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2), st.integers(2, 4))
def test_of_all_tables_that_fit_what_is_shown_none_makes_a_small_count_known(counts: list[list[int]], k: int) -> None:
    """Every table of 2 × 3 whole numbers up to 4 + k is tried."""
    if not any(map(any, counts)):
        return
    made = tables.protect_counts(counted(("a", "b"), counts), ["a", "b"], k)
    used = made.cells

    inner = [i for i, depth in enumerate(used.depth) if depth == 2]
    least = 0 if (used.counts[made.withheld] == 0).any() else 1
    ranges = [np.arange(least, 5 + k) if made.withheld[i] else used.counts[[i]] for i in inner]
    fills = np.stack([grid.ravel() for grid in np.meshgrid(*ranges)], axis=1)
    values = np.stack([fills[:, [used.keys[i] >= key for i in inner]].sum(axis=1) for key in used.keys], axis=1)
    fitting = values[(values == used.counts)[:, ~made.withheld].all(axis=1)]

    for place in np.flatnonzero((used.counts > 0) & (used.counts < k)).tolist():
        assert made.withheld[place]
        assert fitting[:, place].max() >= k, "it might be k or more"
        assert fitting[:, place].min() <= used.least()[place], "and as few as one, or one for each part that is no zero"


def test_three_small_cells_of_a_four_by_four_table_take_partners_with_them() -> None:
    """Withholding the three alone would leave each to be worked out from the margins."""
    counts = [[40, 3, 50, 60], [30, 70, 2, 80], [90, 20, 30, 4], [25, 35, 45, 55]]
    made = tables.protect_counts(counted(("a", "b"), counts), ["a", "b"], 11)

    alone = (made.cells.counts > 0) & (made.cells.counts < 11)
    attacked = tables.audit(made.cells, alone)
    assert all(one.low == one.high == made.cells.counts[one.place] for one in attacked), "the audit can fail: each is known exactly"
    assert len(laid_open(made.cells, attacked, 11)) == 3
    assert not laid_open(made.cells, tables.audit(made.cells, made.withheld), 11)
    assert made.count(key()) == sum(map(sum, counts)), "the grand total stays"
    assert made.withheld.sum() - alone.sum() <= 4, "three is the least there is: a ring of six"


def test_what_two_tables_share_is_audited_over_both() -> None:
    """Alone, each table keeps its promise; together they would not: the margin that one withholds, the other would show."""
    draw = np.random.Generator(np.random.PCG64(4))
    n = 400
    rows = Table(
        tuple(column(name, tuple(f"{name}{i}" for i in range(m)), np.minimum(draw.poisson(1.2, n), m - 1)) for name, m in (("a", 5), ("b", 4), ("c", 4)))
    )

    together = tables.protect_counts(rows, ["a", "b"], 11, linked=[["a", "c"], ["b", "c"]])

    assert len(together.tables) == 3
    assert not laid_open(together.cells, tables.audit(together.cells, together.withheld), 11)
    shared = together.cells.number[key(a="a4")]
    assert sum(place == shared for place in range(len(together.cells.keys))) == 1, "a margin of two tables is one cell"


def test_an_earlier_release_binds_a_later_one(tmp_path: Path) -> None:
    draw = np.random.Generator(np.random.PCG64(5))
    rows = Table(tuple(column(name, tuple(f"{name}{i}" for i in range(m)), draw.integers(0, m, 150)) for name, m in (("a", 4), ("b", 3), ("c", 4))))
    first = tables.protect_counts(rows, ["a", "b"], 11)
    (tmp_path / "first.report.json").write_text(json.dumps(first.as_dict()), encoding="utf-8")
    earlier = tables.Earlier.from_file(tmp_path / "first.report.json")

    second = tables.protect_counts(rows, ["a", "c"], 11, earlier=[earlier])

    assert all(second.count(of) == count for of, count in earlier.shown)
    assert all(second.count(of) is None for of in earlier.withheld)
    assert not laid_open(second.cells, tables.audit(second.cells, second.withheld), 11)


def test_an_earlier_release_of_other_rows_is_refused() -> None:
    first = tables.protect_counts(counted(("a", "b"), [[20, 30], [40, 50]]), ["a", "b"], 11)

    with pytest.raises(ReleaseRefused, match="counted other rows.*would show in the difference"):
        tables.protect_counts(counted(("a", "b"), [[21, 30], [40, 50]]), ["a", "b"], 11, earlier=[tables.Earlier.read(first.as_dict())])


def test_what_an_earlier_release_laid_open_is_said() -> None:
    rows = counted(("a", "b"), [[20, 3], [40, 50]])
    earlier = tables.Earlier(("a", "b"), ((key(a="a0", b="b1"), 3),), ())

    with pytest.raises(ReleaseRefused, match=r"earlier release shows a count below 11 already \(a = a0, b = b1\)"):
        tables.protect_counts(rows, ["a", "b"], 11, earlier=[earlier])


def test_no_small_count_withholds_nothing_and_zeros_stay() -> None:
    made = tables.protect_counts(counted(("a", "b"), [[20, 0], [40, 50]]), ["a", "b"], 11)

    assert not made.withheld.any()
    assert made.count(key(a="a0", b="b1")) == 0


def test_the_report_holds_no_withheld_count() -> None:
    made = tables.protect_counts(counted(("a", "b"), [[20, 3], [40, 50]]), ["a", "b"], 11)

    told = made.as_dict()
    for cell in told["counts"]:
        assert (cell["count"] is None) == bool(made.withheld[made.cells.number[frozenset(cell["of"].items())]])
    assert told["primary"] == 1
    assert told["audit"]["highest_low"] <= 1


def test_three_way_tables_and_missing_values(tmp_path: Path) -> None:
    draw = np.random.Generator(np.random.PCG64(6))
    rows = Table(tuple(column(name, tuple(f"{name}{i}" for i in range(3)), draw.integers(-1, 3, 600)) for name in ("a", "b", "c")))

    made = tables.protect_counts(rows, ["c", "a", "b"], 11)
    filing.write_lines(made.lines(), tmp_path / "out.csv")

    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("c,a,b0,b1,b2,") and lines[0].endswith(",Total")
    assert len(lines) == 1 + 5 * 5
    assert lines[-1].startswith("Total,Total,") and lines[-1].endswith(",600")
    assert not laid_open(made.cells, tables.audit(made.cells, made.withheld), 11)


def test_too_many_cells_are_refused() -> None:
    rows = Table(tuple(column(name, tuple(f"{i}" for i in range(300)), range(300)) for name in ("a", "b")))

    with pytest.raises(ReleaseRefused, match="90,601 cells.*fewer values"):
        tables.protect_counts(rows, ["a", "b"], 11)


def random_rows(seed: int, sizes: dict[str, int], n: int, rate: float) -> Table:
    """Rows whose first values are frequent and whose last are rare."""
    draw = np.random.Generator(np.random.PCG64(seed))
    return Table(tuple(column(name, tuple(f"{name}{i}" for i in range(m)), np.minimum(draw.poisson(rate, n), m - 1)) for name, m in sizes.items()))


@pytest.mark.parametrize(("asked", "seeds"), [(["a", "b"], 4), (["a", "b", "c"], 2)])
def test_the_quick_audit_says_what_the_plain_one_says(asked: list[str], seeds: int) -> None:
    """On what was withheld by rule, and on what was withheld badly: the small ones alone, or a cell too few."""
    bad = 0
    for seed in range(seeds):
        rows = random_rows(seed, {"a": 4, "b": 4, "c": 2}, 150, 1.2)
        made = tables.protect_counts(rows, asked, 6, linked=[["b", "c"]])
        counts = made.cells.counts
        small = (counts > 0) & (counts < 6)
        partners = np.flatnonzero(made.withheld & ~small)
        too_few = made.withheld.copy()
        too_few[partners[:1]] = False
        for withheld in (made.withheld, small, too_few):
            plain = tables.audit(made.cells, withheld, np.flatnonzero(small).tolist())
            quick = tables.audit_small(made.cells, withheld, 6)
            assert [one.place for one in quick] == [one.place for one in plain]
            open_plain, open_quick = ([one.place for one in laid_open(made.cells, found, 6)] for found in (plain, quick))
            assert open_quick == open_plain
            assert all(q.low >= p.low - 1e-6 and q.high <= p.high + 1e-6 for p, q in zip(plain, quick, strict=True)), "it never claims more width than there is"
            bad += len(open_plain)
            if withheld is made.withheld:
                assert not open_plain
    assert bad > 10, "the audits can fail"


def test_a_small_count_that_is_shown_fails_the_audit() -> None:
    made = tables.protect_counts(counted(("a", "b"), [[20, 3], [40, 50]]), ["a", "b"], 11)

    with pytest.raises(ArithmeticError, match="small count is shown"):
        tables.audit_small(made.cells, np.zeros_like(made.withheld), 11)


def test_three_columns_with_many_rare_values_end_soon() -> None:
    """69 small counts and totals among 160; nothing is withheld that could be shown without harm to another."""
    rows = random_rows(3, {"a": 10, "b": 3, "c": 3}, 700, 2.5)
    said: dict[str, int] = {}

    def watch(things: Any, label: str) -> Any:
        said[label] = said.get(label, 0) + len(things)
        return iter(things)

    made = tables.protect_counts(rows, ["a", "b", "c"], 11, watch=watch)

    counts = made.cells.counts
    small = (counts > 0) & (counts < 11)
    assert said.keys() == {"withholding", "showing again what can be", "auditing"} and said["auditing"] == small.sum()
    for place in np.flatnonzero(made.withheld & ~small)[::4].tolist():
        fewer = made.withheld.copy()
        fewer[place] = False
        assert laid_open(made.cells, tables.audit_small(made.cells, fewer, 11), 11), "each partner is needed"


@pytest.mark.slow
def test_the_public_file_by_citizenship_gender_and_age_ends(shared: Path) -> None:
    """130 × 4 × 9 values, 693 small counts and totals. Some 25 processor seconds; the bar is two minutes."""
    rows = read_texts(shared / "standards" / "ctdc" / "ctdc-global-synthetic-2021.csv.gz", columns=["citizenship", "gender", "ageBroad"]).table
    begun = time.process_time()

    made = tables.protect_counts(rows, ["citizenship", "gender", "ageBroad"], 11)

    assert time.process_time() - begun < 120
    told = made.as_dict()
    assert told["primary"] == 693 and told["complementary"] <= 353
    small = (made.cells.counts > 0) & (made.cells.counts < 11)
    assert not laid_open(made.cells, tables.audit(made.cells, made.withheld, np.flatnonzero(small).tolist()), 11)
