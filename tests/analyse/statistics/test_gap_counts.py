"""Gaps counted over many fields: attacked with every field, the places and periods and each column's own chart at once, by linear programming."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from titip.analyse.statistics import describe, gaps, gaps_counted
from titip.analyse.statistics.gap_counts import HIDDEN, STATES, GapCounts
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.rules import About, Audience, Heading, Released, Table

K = 4
HEADINGS = [Heading("place"), Heading("year", type=ElementType.INTEGER), Heading("work"), Heading("debt")]


def made(rows: list[tuple[Any, Any, Any, Any]]) -> Released:
    table = Table.from_rows([dict(zip(("place", "year", "work", "debt"), row, strict=True)) for row in rows], HEADINGS)
    return Released(table, Audience.PUBLIC, About())


#: How many rows each place and year has, and in each how many lack an answer to either field.
HOUSES = st.lists(
    st.tuples(st.sampled_from("NSE"), st.sampled_from([2020, 2021, None]), st.integers(0, 14), st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9
)


def rows_of(house: list[tuple[Any, Any, int, int, int]]) -> list[tuple[Any, Any, Any, Any]]:
    lack = [Missing.UNKNOWN, Missing.EMPTY]
    return [
        (place, year, lack[i % 2] if i < no_work else "field", None if n - i <= no_debt else "yes")
        for place, year, n, no_work, no_debt in house for i in range(n)
    ]  # fmt: skip


class Attacker:
    """Knows how many rows there are, all that is shown, and every chart; asks how large a count can be."""

    def __init__(self, released: Released, counts: GapCounts, timed: bool) -> None:
        self.names: dict[Any, int] = {}
        self.equal: list[tuple[dict[int, float], float]] = []
        cells = [released.column(code).cells() for code in ("place", "year", "work", "debt")]
        self.rows = [(str(a), str(b) if timed else "", *(STATES.index(x.value) if isinstance(x, Missing) else 0 for x in (c, d)))
                     for a, b, c, d in zip(*cells, strict=True)]  # fmt: skip
        self.grid = self._grid(released, timed)
        unsure = {spot for spot, n in zip(self.grid, counts.totals.tolist(), strict=True) if n == HIDDEN}
        beside = {(spot[0], "empty") for spot in self.grid if timed}  # how many of a place have no year is told only of all places together
        spots = sorted({row[:2] for row in self.rows} | unsure | beside)
        self._sum([("t", *spot) for spot in spots], released.n)
        for f, field in enumerate(counts.fields):
            states = sorted({row[2 + f] for row in self.rows})
            for spot in spots:
                self._balance(("t", *spot), [(f, *spot, s) for s in states])
            for s in states:
                if field.sums[s] != HIDDEN:
                    self._sum([(f, *spot, s) for spot in spots], int(field.sums[s]))
        if timed and counts.aside[2] != HIDDEN:
            self._sum([("t", *spot) for spot in sorted(beside)], counts.aside[2])
        self._charts(released, counts, spots, timed)

    @staticmethod
    def _grid(released: Released, timed: bool) -> list[Any]:
        years = [int(str(year)) for year in released.column("year").values]
        names = [str(year) for year in range(min(years), max(years) + 1)] if timed else [""]
        return [(str(place), name) for place in released.column("place").values for name in names]

    def _at(self, key: Any) -> int:
        return self.names.setdefault(key, len(self.names))

    def _sum(self, keys: list[Any], n: int) -> None:
        self.equal.append(({self._at(key): 1.0 for key in keys}, n))

    def _balance(self, total: Any, parts: list[Any]) -> None:
        self.equal.append(({self._at(total): -1.0, **{self._at(part): 1.0 for part in parts}}, 0))

    def _charts(self, released: Released, counts: GapCounts, spots: list[Any], timed: bool) -> None:
        for side, code in enumerate(("place", "year")[: 1 + timed]):
            chart = describe(released, by=code, protect=K)
            shown = {**{str(group.value): group.n for group in chart.groups}, **{str(kind): n for kind, n in chart.missing.items()}}
            for value, n in shown.items():
                if n is not None:
                    self._sum([("t", *spot) for spot in spots if spot[side] == value], n)
        for c, spot in enumerate(self.grid):
            if spot in spots and counts.totals[c] != HIDDEN:
                self._sum([("t", *spot)], int(counts.totals[c]))
            for f, field in enumerate(counts.fields):
                for s in range(len(STATES)):
                    if (f, *spot, s) in self.names and field.counts[c, s] != HIDDEN:
                        self._sum([(f, *spot, s)], int(field.counts[c, s]))

    def most(self, key: Any) -> float:
        matrix = np.zeros((len(self.equal), len(self.names)))
        for i, (terms, _n) in enumerate(self.equal):
            for at, sign in terms.items():
                matrix[i, at] = sign
        cost = np.zeros(len(self.names))
        cost[self.names[key]] = -1
        found = linprog(cost, A_eq=matrix, b_eq=[n for _terms, n in self.equal], bounds=(0, None))
        assert found.status == 0, "what is shown contradicts itself"
        return float(-found.fun)


def check(rows: list[tuple[Any, Any, Any, Any]], timed: bool) -> None:
    released = made(rows)
    counts = gaps_counted(released, place="place", time="year" if timed else "", fields=["work", "debt"], protect=K)
    if counts.open:
        return
    attacker = Attacker(released, counts, timed)
    told = [*counts.totals.tolist(), *counts.aside, *(n for f in counts.fields for n in f.counts.ravel().tolist())]
    assert all(n == HIDDEN or n == 0 or n >= K for n in told)
    small = {("t", *spot) for spot in {row[:2] for row in attacker.rows} if 0 < sum(row[:2] == spot for row in attacker.rows) < K}
    small |= {(f, *row[:2], row[2 + f]) for row in attacker.rows for f in (0, 1)}
    for key in small:
        f, spot, state = (key[0], key[1:3], key[3]) if key[0] != "t" else ("t", key[1:], None)
        n = sum(row[:2] == spot and (state is None or row[2 + f] == state) for row in attacker.rows)
        if 0 < n < K:
            assert attacker.most(key) >= K - 1e-6, (key, n)


@settings(max_examples=60, deadline=None)
@given(HOUSES, st.booleans())
def test_R41_no_small_count_is_known_from_all_fields_and_charts_together(house: list[Any], timed: bool) -> None:
    rows = [*rows_of(house), *[("N", 2020, "field", "yes")] * 20, *[("S", 2021, None, None)] * 20]

    check(rows, timed)


def test_what_is_kept_of_the_counts_makes_the_same_answer_and_holds_nothing_withheld() -> None:
    rows = rows_of([("N", 2020, 30, 2, 5), ("N", 2021, 3, 1, 1), ("S", 2020, 40, 6, 0), ("S", 2021, 25, 3, 6), ("E", 2021, 13, 0, 2), ("E", None, 6, 1, 1)])
    released = made(rows)

    counts = gaps_counted(released, place="place", time="year", protect=K)
    kept = GapCounts.from_dict(counts.as_dict())

    told = gaps(released, place="place", time="year", protect=K)
    assert gaps(released, place="place", time="year", protect=K, counted=kept).as_dict() == told.as_dict()
    shown = [n for one in kept.fields for n in one.counts.ravel().tolist()] + kept.totals.tolist()
    assert HIDDEN in shown and not any(0 < n < K for n in shown)
    assert kept.totals.tolist()[3] == HIDDEN, "three rows of North in 2021, after East"


def test_the_order_of_the_rows_and_what_stops_it_change_nothing() -> None:
    """``tell`` hears of each field, and an error raised there ends the work."""
    rows = rows_of([("N", 2020, 30, 2, 5), ("S", 2020, 40, 6, 0), ("S", 2021, 25, 3, 6), ("E", 2021, 13, 0, 2)])
    heard: list[tuple[int, int]] = []

    counts = gaps_counted(made(rows), place="place", time="year", protect=K, tell=lambda done, of: heard.append((done, of)))

    assert heard == [(0, 2), (1, 2)]
    assert gaps_counted(made(rows[::-1]), place="place", time="year", protect=K).as_dict() == counts.as_dict()


def test_a_field_whose_table_would_be_too_large_is_left_out_and_named(monkeypatch: Any) -> None:
    monkeypatch.setattr("titip.analyse.statistics.gap_counts.MOST_CELLS", 8)
    rows = [("N", 2020, "field", "yes" if i % 2 else None) for i in range(40)] + [("S", 2020, "field", "yes") for _ in range(40)]

    told = gaps(made(rows), place="place", time="", fields=["work", "debt"], protect=K)

    assert told.as_dict()["left_out"] == ["debt"]
    assert any("Left out, since their tables would have more than" in one.say() and "debt" in one.say() for one in told.sentences())
