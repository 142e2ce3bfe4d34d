"""Every kind of chart from one made-up table: what it may show, what it refuses and with which cure, and that nothing small leaves."""

import csv
import io
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from tests.present.made_up import ABOUT, HEADINGS, WISHES, drawn, made, released
from titip.analyse.statistics import describe
from titip.kit.missing import Missing
from titip.present.charts import (
    Box,
    Break,
    ChartSpec,
    Intent,
    Kind,
    Measure,
    Row,
    Wish,
    alternative,
    csv_text,
    faults,
    fits,
    html_table,
    make,
    render,
    specify_rows,
)
from titip.share.rules import Audience, Released, Table, TableProblem


def broken(spec: ChartSpec) -> list[str]:
    return [fault.rule for fault in faults(spec)]


def said(spec: ChartSpec) -> str:
    return " ".join(f"{fault.problem} {fault.cure}" for fault in faults(spec))


def rows_of(*rows: Row, kind: Kind, **more: object) -> ChartSpec:
    n = sum(row.n or 0 for row in rows)
    return specify_rows(rows, kind=kind, about=ABOUT, n=n, known=n, column="Year", title="Made up", definition="Invented", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", WISHES)
def test_every_kind_keeps_the_rules_and_is_drawn_with_its_table_and_words(name: str) -> None:
    spec = made(name)

    assert faults(spec) == []
    picture = Image.open(io.BytesIO(drawn(name)))
    assert picture.width == 820 and picture.height > 500
    assert np.asarray(picture.convert("L")).std() > 10, "something is drawn"
    table = html_table(spec)
    rows = [row for row in csv.reader(io.StringIO(csv_text(spec))) if not row[0].startswith("#")]
    assert len(table.rows) == len(spec.rows) == len(rows) - 1
    assert all(len(row) == len(table.header) for row in table.rows)
    first = spec.rows[0]
    assert first.name in alternative(spec) and first.name == table.rows[0][0]


@pytest.mark.parametrize("name", WISHES)
def test_R41_no_kind_shows_a_small_count_nor_what_stands_on_one(name: str) -> None:
    spec = made(name)

    assert not [row for row in spec.rows if row.n is not None and 0 < row.n < 11]
    for row, told in zip(spec.rows, html_table(spec).rows, strict=True):
        if row.n is None:
            assert row.share is row.low is row.high is row.box is None and (row.value is None or spec.kind is Kind.SCATTER)
            assert "*" in told and not any(text[:1].isdigit() for text in told[html_table(spec).names + 1 :] if text != told[-1] or spec.kind is not Kind.STRIP)


@pytest.mark.parametrize("name", ["stacked", "heat", "flow"])
def test_R41_a_withheld_cell_of_two_columns_cannot_be_subtracted(name: str) -> None:
    """Each line of a crossed table with a withheld cell has another, or its total is withheld too."""
    spec, whole = made(name), make(released(), WISHES[name], title="x", protect=0)
    true = {(row.name, row.series): row.n for row in whole.rows}
    for side in ("name", "series"):
        hidden: dict[str, int] = defaultdict(int)
        for row in spec.rows:
            if row.n is None:
                hidden[getattr(row, side)] += 1
        alone = [one for one, n in hidden.items() if n == 1]
        totals = {one: sum(n or 0 for pair, n in true.items() if pair[side == "series"] == one) for one in alone}
        shares_told = {one: any(row.share is not None for row in spec.rows if getattr(row, side) == one) for one in alone}
        assert not [one for one in alone if side == "name" and shares_told[one]], (side, totals)
    assert all(true[row.name, row.series] == row.n for row in spec.rows if row.n is not None), "what is shown is true"


@pytest.mark.parametrize("name", ["grouped", "heat", "stacked"])
def test_two_columns_agree_with_counting_them_by_hand(name: str) -> None:
    spec = make(released(), WISHES[name], title="x", protect=0)
    first, second = (released().column(code).cells() for code in (WISHES[name].by, WISHES[name].across))

    for row in spec.rows:
        assert row.n == sum(str(a) == row.code and str(b) == row.series_code for a, b in zip(first, second, strict=True))
    assert spec.known == sum(not isinstance(a, Missing) and not isinstance(b, Missing) for a, b in zip(first, second, strict=True))
    for one in spec.names:
        assert sum(row.share or 0 for row in spec.rows if row.name == one) == pytest.approx(1)


def test_a_histogram_has_classes_of_one_width_that_hold_everyone() -> None:
    spec = make(released(), WISHES["histogram"], title="x", protect=0)
    months = [value for value in released().column("months").cells() if isinstance(value, int)]

    assert sum(row.n or 0 for row in spec.rows) == len(months)
    for row in spec.rows[:-1]:
        assert row.n == sum((row.at or 0) <= value < (row.to or 0) for value in months)
    assert broken(replace(spec, rows=spec.rows[:1] + spec.rows[2:])) == ["R32", "R33"]
    assert broken(replace(spec, axis_start=5)) == ["R31"]


def test_boxes_agree_with_the_description() -> None:
    described = describe(released(), by="sector", columns=["months"], protect=11)
    for row in made("box").rows:
        numbers = (described.numbers_by_group or {})["months"][row.name]
        assert row.box == Box(numbers.lowest, numbers.q1 or 0, numbers.median or 0, numbers.q3 or 0, numbers.highest)
    few = replace(made("box"), rows=(Row("few", 9, value=2, box=Box(1, 1, 2, 3, 4)),), protect=0)
    assert broken(few) == ["R13"] and "strip" in said(few)


def test_shares_have_wilson_intervals() -> None:
    """Newcombe 1998, table I: 81 of 263 is 25.5 % to 36.6 %; 0 of 20 is 0 to 16.1 %."""
    from titip.present.charts.making.places import _with_interval

    row, none = _with_interval(Row("a", 81, 81 / 263), 263), _with_interval(Row("b", 0, 0.0), 20)
    assert (row.low, row.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert (none.low, none.high) == (0.0, pytest.approx(0.1611, abs=5e-5))


def test_R19_an_estimate_never_stands_without_its_interval() -> None:
    rows = (Row("one", 60, value=1.5, low=1.1, high=2.0), Row("two", 70, value=1.2))
    spec = rows_of(*rows, kind=Kind.INTERVAL, measure=Measure.VALUE, value_label="Ratio", log=True, reference=1.0)

    assert broken(spec) == ["R19"] and "two" in said(spec)
    assert broken(replace(spec, rows=rows[:1])) == []
    assert broken(replace(spec, rows=rows[:1], kind=Kind.BAR, log=False, estimated=True)) == ["R19"]
    assert broken(replace(spec, rows=(replace(rows[0], low=1.6),))) == ["R19"]
    assert broken(replace(spec, rows=(replace(rows[0], low=0.0),))) == ["R31"]


def test_R22_two_points_are_no_trend_and_a_break_is_drawn_where_a_period_is() -> None:
    years = [Row(str(year), 60 + year % 7, at=float(year)) for year in range(2019, 2023)]
    spec = rows_of(*years, kind=Kind.LINE, ordered=True, breaks=(Break("2021", "a new law"),))

    assert broken(spec) == []
    assert render(spec, "png") != render(replace(spec, breaks=()), "png")
    assert broken(replace(spec, rows=spec.rows[:2], breaks=())) == ["R22"]
    assert broken(replace(spec, breaks=(Break("1999", "x"),))) == ["R7"]
    assert broken(replace(spec, ordered=False)) == ["R32"]


def test_R31_an_axis_that_does_not_start_at_zero_shows_it() -> None:
    spec = replace(made("line"), axis_start=20.0)
    assert broken(spec) == ["R31"]
    assert broken(replace(spec, axis_break=True)) == []


def test_R32_a_pie_has_few_sorted_parts_none_thin_none_withheld() -> None:
    pie = made("pie")
    assert broken(replace(pie, rows=pie.rows[::-1])) == ["R32"]
    assert "R41" in broken(replace(pie, rows=(*pie.rows[:-1], replace(pie.rows[-1], n=None, share=None))))
    assert "R33" in broken(replace(pie, many=True))
    thin = rows_of(Row("a", 990), Row("b", 10), kind=Kind.PIE)
    assert broken(thin) == ["R32"] and "cannot be seen" in said(thin)
    seven = rows_of(*(Row(str(i), 100 - i) for i in range(7)), kind=Kind.PIE)
    assert broken(seven) == ["R32"] and "bar chart" in said(seven)


def test_R06_a_map_of_counts_is_refused_and_says_what_a_map_may_show() -> None:
    spec = make(released(), Wish(Kind.CHOROPLETH, "province"), title="Where we met them", protect=11)

    assert broken(spec) == ["R6"]
    assert "a share of" in said(spec) and "bar chart" in said(spec)
    assert broken(replace(made("choropleth"), denominator="")) == ["R6"]


def test_R06_rates_are_of_the_inhabitants_that_are_given() -> None:
    """Garwood 1936: 20 cases have the exact interval 12.22 to 30.89."""
    rows = [{"p": "KH-2"}] * 20 + [{"p": "KH-12"}] * 50
    table = Released(Table.from_rows(rows, [replace(HEADINGS[0], code="p")]), Audience.PUBLIC, ABOUT)
    spec = make(table, Wish(Kind.CHOROPLETH, "p", population={"kh-2": 1_000_000, "រាជធានីភ្នំពេញ": 2_000_000.0}), title="Rates")

    rates = {row.code: row for row in spec.rows}
    assert faults(spec) == []
    assert rates["KH-2"].value == pytest.approx(2.0) and rates["KH-12"].value == pytest.approx(2.5)
    assert (rates["KH-2"].low, rates["KH-2"].high) == (pytest.approx(1.222, abs=0.001), pytest.approx(3.089, abs=0.001))
    with pytest.raises(TableProblem, match="None of the places"):
        make(table, Wish(Kind.CHOROPLETH, "p", population={"XX": 5.0}), title="Rates")


def test_R34_colours_that_are_one_in_grey_or_to_some_eyes_are_refused() -> None:
    spec = made("stacked")
    assert broken(replace(spec, fills=("#05292c", "#0b3c49"))) == ["R34"]
    assert broken(replace(spec, fills=("#b04a3a", "#4f8a8b"))) == ["R34"]
    assert broken(replace(spec, strokes=("#041f21", "#d9e8e2"))) == ["R34"]


def test_R36_more_series_than_a_reader_can_hold_apart_are_refused() -> None:
    rows = [Row(str(year), 60, series=f"s{i}", at=float(year)) for year in (2019, 2020, 2021) for i in range(5)]
    spec = rows_of(*rows, kind=Kind.LINE, ordered=True, series_label="sectors")
    assert broken(spec) == ["R36"] and "small multiples" in said(spec)


def test_a_table_of_nobody_gives_an_honest_empty_chart() -> None:
    nobody = Released(Table.from_rows([], HEADINGS), Audience.PUBLIC, ABOUT)
    spec = make(nobody, Wish(Kind.BAR, "sector"), title="Kinds of forced work")

    assert spec.empty and faults(spec) == []
    assert "No case was observed" in alternative(spec)
    picture = Image.open(io.BytesIO(render(spec, "png", medium="phone")))
    assert picture.height > 400
    assert faults(replace(spec, source="")), "its words are still checked"


def test_kinds_that_do_not_fit_say_why() -> None:
    tried = {fit.kind: fit for fit in fits(released(), Wish(Kind.BAR, "sector"), title="")}

    assert {kind for kind, fit in tried.items() if fit.fits} == {Kind.BAR, Kind.PIE}
    assert all(fit.problem and fit.cure for fit in tried.values() if not fit.fits)
    assert tried[Kind.HEAT].cure == "Choose a second column."
    assert tried[Kind.HISTOGRAM].problem.endswith("does not hold numbers.")
    both = {fit.kind for fit in fits(released(), Wish(Kind.BAR, "province", "sector", value="fish"), title="", protect=11) if fit.fits}
    assert {Kind.HEAT, Kind.STACKED, Kind.INTERVAL, Kind.CHOROPLETH} <= both and Kind.FLOW not in both


def test_a_column_of_several_values_is_not_crossed() -> None:
    with pytest.raises(TableProblem, match="several values of “Needs”"):
        make(released(), Wish(Kind.HEAT, "sector", "needs"), title="x")


def test_a_period_loses_the_capital_of_its_first_word_within_a_title() -> None:
    assert made("bar").full_title == "Kinds of forced work, Made-up provinces, the years 2019 to 2025"
    assert replace(made("bar"), period="June 2024").full_title.endswith("June 2024")


def test_intents_and_kinds_have_names_and_every_kind_fits_somewhere() -> None:
    from titip.present.charts.kinds import FITS, NAMES, USUAL

    assert set(NAMES) == set(USUAL) == set(Kind) == set().union(*FITS.values())
    assert set(FITS) == set(Intent) and all(kind in FITS[intent] for kind, intent in USUAL.items())


def test_a_value_that_nobody_has_with_a_known_other_one_takes_no_room() -> None:
    rows = [{"sector": "fish", "sex": "f"}] * 30 + [{"sector": "home", "sex": "m"}] * 20 + [{"sector": Missing.DECLINED, "sex": "x"}] * 12
    table = Released(Table.from_rows(rows, [HEADINGS[1], HEADINGS[3]]), Audience.PUBLIC, ABOUT)

    spec = make(table, Wish(Kind.HEAT, "sector", "sex"), title="x", protect=11)

    assert spec.series == ("Female", "Male")
    assert spec.missing == "one of the two is missing in 12"


def test_a_box_of_a_group_whose_number_may_not_be_told_is_withheld() -> None:
    rows = [{"sector": "fish", "months": i % 30} for i in range(60)] + [{"sector": "fish", "months": None}] * 3
    table = Released(Table.from_rows(rows, [HEADINGS[1], HEADINGS[4]]), Audience.PUBLIC, ABOUT)

    (row,) = make(table, Wish(Kind.BOX, "sector", number="months"), title="x", protect=11).rows

    assert row.n is None and row.box is None


FIFTEEN = {("a", "x"): 8, ("a", "y"): 4, ("a", "z"): 3, ("b", "x"): 40, ("b", "y"): 30, ("b", "z"): 20, ("c", "x"): 35, ("c", "y"): 25, ("c", "z"): 45}


def table_of(counts: dict[tuple[str, str], int]) -> Released:
    rows = [{"sector": one, "sex": other} for (one, other), n in counts.items() for _ in range(n)]
    return Released(Table.from_rows(rows, [replace(HEADINGS[1], names={}), replace(HEADINGS[3], names={})]), Audience.PUBLIC, ABOUT)


def most_that_each_can_be(known: dict[tuple[str, str], int | None], margins: list[tuple[int, str, int]], zeros_hidden: bool) -> dict[tuple[str, str], float]:
    """What a reader works out of each withheld cell from all that is shown, by a linear programme that shares nothing with ours."""
    from scipy.optimize import linprog

    cells = list(known)
    matrix = np.array([[float(cell[side] == name) for cell in cells] for side, name, _n in margins])
    bounds = [(0.0 if zeros_hidden else 1.0, None) if (n := known[cell]) is None else (n, n) for cell in cells]
    found = {}
    for place, cell in enumerate(cells):
        if known[cell] is None:
            cost = -np.eye(len(cells))[place]
            solved = linprog(cost, A_eq=matrix, b_eq=[n for *_, n in margins], bounds=bounds)
            found[cell] = float("inf") if solved.status == 3 else -solved.fun
    return found


def test_R41_two_columns_together_with_the_charts_of_each_alone_lay_nothing_open() -> None:
    """The fifteen of “a” are told by its bar: then none of its three counts may be known to be under eleven."""
    k, table = 11, table_of(FIFTEEN)
    alone = [{group.name: group.n for group in describe(table, by=code, protect=k).groups} for code in ("sector", "sex")]
    crossed = make(table, Wish(Kind.HEAT, "sector", "sex"), title="x", protect=k)
    known = {(row.name, row.series): row.n for row in crossed.rows}
    margins = [(side, name, n) for side, counts in enumerate(alone) for name, n in counts.items() if n is not None]

    assert alone[0]["a"] == 15, "the bar is shown"
    assert known["a", "x"] is known["a", "y"] is None
    zeros_hidden = any(n is None and FIFTEEN.get(cell, 0) == 0 for cell, n in known.items())
    most = most_that_each_can_be(known, margins, zeros_hidden)
    assert all(most[cell] >= k - 1e-6 for cell, n in FIFTEEN.items() if n < k), most
    assert all(FIFTEEN.get(cell, 0) == n for cell, n in known.items() if n is not None)


def test_R41_a_second_column_that_would_lay_open_what_a_bar_hides_is_refused() -> None:
    """Eight and three are eleven, which the bar tells: whatever else is hidden, both would be known to be ten or fewer."""
    table = table_of(FIFTEEN | {("a", "y"): 3, ("a", "z"): 0})

    with pytest.raises(TableProblem, match="“ภาคส่วนของงาน” by “Sex” would be known to be small"):
        make(table, Wish(Kind.HEAT, "sector", "sex"), title="x", protect=11)
    tried = {fit.kind: fit for fit in fits(table, Wish(Kind.BAR, "sector", "sex"), title="x", protect=11)}
    assert tried[Kind.BAR].fits and not tried[Kind.HEAT].fits and "would be known to be small" in tried[Kind.HEAT].problem
