"""What findings say and refuse to say. Tests are named for the rules of the evidence design."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.analyse import statistics
from titip.analyse.rules.guardrails import Refused
from titip.analyse.rules.sentences import Sentence
from titip.analyse.rules.words import causal_words
from titip.analyse.statistics import (
    Asked,
    Denominators,
    Effect,
    Excluded,
    Finding,
    Intent,
    Shown,
    associate,
    compare,
    durations,
    funnel,
    gaps,
    holm,
    outliers,
    trend,
    wording,
)
from titip.analyse.statistics.intervals import poisson, rate_ratio, share_difference, share_ratio, wilson
from titip.analyse.statistics.tabulating import crosstab
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.rules import About, Audience, Heading, Part, Released, Suppression, Table, TableProblem

SEX = Heading("sex", "Sex", ElementType.SELECT_ONE, names={"f": "Female", "m": "Male", "o": "Other"})
AGE = Heading("age", "Age", ElementType.INTEGER, unit="years")
DEBT = Heading("debt", "Debt", ElementType.YES_NO)
YEAR = Heading("year", "Year", ElementType.INTEGER)
PLACE = Heading("place", "Place", ElementType.SELECT_ONE)
MANY = Heading("means", "Means", ElementType.SELECT_MANY)
ABOUT = About(unit_of_count="persons", period="2024", place="Here", source="Us", made_on=date(2026, 6, 1))


def public(headings: list[Heading], rows: list[dict[str, Any]], about: About = ABOUT) -> Released:
    return Released(Table.from_rows(rows, headings), Audience.PUBLIC, about)


def ages(**groups: list[Any]) -> Released:
    return public([SEX, AGE], [{"sex": sex, "age": age} for sex, found in groups.items() for age in found])


def debts(**groups: tuple[int, int]) -> Released:
    """How many of each sex have a debt, of how many."""
    rows = [{"sex": sex, "debt": i < having} for sex, (having, n) in groups.items() for i in range(n)]
    return public([SEX, DEBT], rows)


def years(**counts: int) -> Released:
    return public([YEAR], [{"year": int(year[1:])} for year, n in counts.items() for _ in range(n)])


def words(finding: Finding) -> str:
    return " ".join(sentence.say() for sentence in finding.sentences())


FINDINGS = {
    "numbers": lambda: compare(ages(f=list(range(60)), m=list(range(30, 90))), by="sex", of="age"),
    "shares": lambda: compare(debts(f=(10, 60), m=(40, 70)), by="sex", of="debt"),
    "rates": lambda: compare(debts(f=(1, 60), m=(1, 70)), by="sex", denominators=Denominators({"Female": 500, "Male": 900}, "adults")),
    "together": lambda: associate(debts(f=(10, 60), m=(40, 70)), first="sex", others=["debt"]),
    "ranks": lambda: associate(public([AGE, YEAR], [{"age": i, "year": 2000 + i % 20} for i in range(80)]), first="age", others=["year"]),
    "trend": lambda: trend(years(y2018=40, y2019=60, y2020=90), Asked("year")),
    "gaps": lambda: gaps(ages(f=[1, None, 2], m=[None, None]), place="sex"),
    "outliers": lambda: outliers(ages(f=[1, 2, 3, 4, 5, 99]), column="age"),
    "funnel": lambda: funnel(debts(f=(10, 60), m=(60, 70)), by="sex", of="debt"),
    "durations": lambda: durations(
        public([SEX, AGE, DEBT], [{"sex": "fm"[i % 2], "age": i, "debt": i % 3 > 0} for i in range(120)]), duration="age", ended="debt", by="sex"
    ),
}


# --- R6 to R10: what every finding says -------------------------------------------------------------------------------------


def test_R06_a_rate_shows_numerator_denominator_and_unit() -> None:
    told = words(FINDINGS["rates"]())

    assert "Female: 60 observed, of 500 adults: 120 per 1,000 (95 % interval 91.6 to 154.5)." in told


def test_a_difference_of_shares_is_told_in_percentage_points_and_a_chance_as_a_share() -> None:
    """10 of 60 against 40 of 70: 16.7 % less 57.1 %."""
    assert re.search(r"“Female” less “Male”: −40\.5 percentage points \(95 % interval −5\d\.\d to −2\d\.\d;", words(FINDINGS["shares"]()))
    assert re.search(r"Chance that one of .+: \d+\.\d % \(95 % interval \d+\.\d % to \d+\.\d %;", words(FINDINGS["numbers"]()))


def test_R06_a_denominator_for_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableProblem, match="No group is called Females"):
        compare(debts(f=(1, 60)), by="sex", denominators=Denominators({"Females": 500}, "adults"))


def test_R07_the_year_that_has_not_ended_is_left_out_and_counted() -> None:
    found = trend(years(y2022=50, y2023=60, y2024=70, y2025=60, y2026=9), Asked("year", partial=("2022",)))

    assert [row[0] for row in found.tables[0].rows] == ["2023", "2024", "2025"]
    assert "Set aside: 9 persons. 2026 is not a full period." in words(found) and "Set aside: 50 persons. 2022" in words(found)


@pytest.mark.parametrize("name", FINDINGS)
def test_R08_R09_R10_every_finding_says_whose_cases_and_generalises_nothing(name: str) -> None:
    found = FINDINGS[name]()

    assert found.sentences()[0].say().endswith("observed persons.")
    assert found.sentences()[-1].say() == "These are observed persons, not all that exist: who is not found is not counted."
    told = found.as_dict()
    assert told["method"] and told["intent"] and told["sentences"]


# --- R12, R25: gaps ---------------------------------------------------------------------------------------------------------


def test_R12_R25_gaps_by_place_period_and_field_with_reasons() -> None:
    rows = [{"place": "North", "year": 2020, "age": 1}] * 6 + [{"place": "North", "year": 2021, "age": None}] * 6
    rows += [{"place": "South", "year": 2021, "age": Missing.DECLINED}, {"place": "South", "year": 2021, "age": Missing.NOT_APPLICABLE}, {"place": None}]

    found = gaps(public([PLACE, YEAR, AGE], rows), place="place", time="year", fields=["age"])

    told = words(found)
    assert "No case was observed for South 2020." in told
    assert "Not collected, it seems: Age for North 2021." in told
    assert "Age: 7 of 13 (53.8 %) have no value" in told or "Age: 8 of 14" in told
    kinds = dict(zip([head.key for head in found.tables[0].heads], found.tables[0].rows[0], strict=True))
    assert (kinds["known"], kinds["declined"], kinds["not_applicable"]) == (6, 1, 1)
    assert any("a right, no fault" in head.label for head in found.tables[0].heads)
    assert "R12" in found.asks[0].say()
    assert {row[:3]: row[3:] for row in found.tables[1].rows}[("South", "2021", "Age")] == (1, 1, 1.0), "what does not apply is no gap"


# --- R13 to R16: size ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "told"), [(49, False), (50, True)])
def test_R13_no_difference_between_groups_under_50(n: int, told: bool) -> None:
    numbers = compare(ages(f=[1] * 30 + [2] * 30, m=[2] * n), by="sex", of="age")
    shares = compare(debts(f=(10, 60), m=(40, n)), by="sex", of="debt")
    together = associate(debts(f=(10, 60), m=(40, n)), first="sex", others=["debt"])
    exposed = compare(debts(f=(1, 60), m=(1, n)), by="sex", denominators=Denominators({"Female": 1, "Male": 1}, "adults"))

    for found in (numbers, shares, exposed, together):
        assert bool(found.effects) is told
        assert bool(found.refused) is not told
        assert ("Not claimed:" in words(found)) is not told
        assert found.as_dict()["refused"] == ([] if told else [{"rule": "R13", "why": "The claim would need at least two groups of 50 or more."}])


def test_R13_an_effect_of_a_group_of_49_cannot_be_made() -> None:
    def made(n: int) -> Effect:
        return Effect("x", Sentence("x"), 1.0, (0.5, 2.0), (n, 80), "method", ("assumption",))

    assert made(50).n == 130
    with pytest.raises(Refused, match="R13"):
        made(49)


def test_R13_a_trend_of_49_cases_is_not_claimed_and_of_two_periods_neither() -> None:
    assert not trend(years(y2018=16, y2019=16, y2020=17), Asked("year")).effects
    assert trend(years(y2018=16, y2019=16, y2020=18), Asked("year")).effects
    assert "With 2 periods no trend is told" in words(trend(years(y2018=160, y2019=16), Asked("year")))


def test_R13_R27_small_groups_are_counted_set_aside_and_named() -> None:
    found = compare(ages(f=[1] * 60, m=[2] * 60, o=[3] * 7), by="sex", of="age")

    assert "Set aside: 7 persons. “Other” has fewer than 50: counted, not compared." in words(found)
    assert [row[1] for row in found.tables[0].rows] == [60, 60, 7]
    assert found.used == 120


def test_R16_an_interval_over_no_difference_reads_no_clear_difference() -> None:
    same = compare(ages(f=list(range(60)), m=list(range(60))), by="sex", of="age")
    apart = compare(ages(f=list(range(60)), m=list(range(40, 100))), by="sex", of="age")

    assert "no clear difference from chance: 50.0 %" in words(same)
    assert "no clear difference" not in words(apart)


# --- R18 to R21: inference ------------------------------------------------------------------------------------------------------


def test_R18_no_message_claims_a_cause_and_none_can() -> None:
    said = [value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)]
    assert len(said) > 90 and [text for text in said if causal_words(text)] == []

    with pytest.raises(ValueError, match="R18"):
        Finding(Intent.COMPARE, Sentence("x"), ABOUT, 1, 1, (Sentence("Debt leads to this."),), (), ())


@pytest.mark.parametrize("lacking", ["interval", "method", "assumptions"])
def test_R19_no_effect_without_interval_method_and_assumptions(lacking: str) -> None:
    given: dict[str, Any] = {"interval": (0.5, 2.0), "method": "m", "assumptions": ("a",)}
    given[lacking] = {"interval": (float("nan"), 2.0), "method": "", "assumptions": ()}[lacking]

    with pytest.raises(ValueError, match="R19"):
        Effect("x", Sentence("x"), 1.0, groups=(60, 60), p=0.01, **given)


@pytest.mark.parametrize("name", ["numbers", "shares", "rates", "together", "ranks", "trend", "durations"])
def test_R19_a_p_stands_only_beside_size_interval_and_n(name: str) -> None:
    found = FINDINGS[name]()

    assert found.effects and any(effect.p is not None for effect in found.effects)
    for effect in found.effects:
        told = effect.sentence().say()
        assert "95 % interval" in told and f"n = {effect.n:,}" in told
        assert ("p = " in told or "p < " in told) is (effect.p is not None)
        assert effect.assumptions and effect.assumptions[0] in found.as_dict()["method"]


def test_R20_the_number_of_tests_is_told_and_p_adjusted_by_holm() -> None:
    rng = np.random.default_rng(3)
    rows = [{"sex": "fm"[rng.random() < 0.5], "debt": bool(rng.random() < 0.5), "place": "NS"[rng.random() < 0.5]} for _ in range(400)]
    table = public([SEX, DEBT, PLACE], rows)

    both = associate(table, first="sex", others=["debt", "place"])

    assert both.tests == 2 and "Tests run: 2." in words(both)
    tested = [effect for effect in both.effects if effect.p is not None]
    assert [effect.adjusted for effect in tested] == pytest.approx(holm([effect.p or 0 for effect in tested]))
    assert both.effects[0].p == associate(table, first="sex", others=["debt"]).effects[0].p


def test_holm_on_his_own_pattern() -> None:
    """Holm (1979): the smallest times m, the next times m - 1 but never less than the one before."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]


def test_R21_an_association_asks_for_other_explanations() -> None:
    assert any("R21" in asked.say() for asked in FINDINGS["together"]().asks)
    assert "occurs together with" in words(FINDINGS["together"]())


# --- R22 to R27: patterns ---------------------------------------------------------------------------------------------------------


def test_R22_a_trend_tells_nothing_beyond_its_periods_and_counts_an_empty_one_as_zero() -> None:
    found = trend(years(y2018=40, y2020=90, y2021=100), Asked("year"))

    assert [row[:2] for row in found.tables[0].rows] == [("2018", 40), ("2019", 0), ("2020", 90), ("2021", 100)]
    assert "No row falls in 2019" in words(found) and "Nothing is told of periods before the first or after the last" in words(found)
    assert "R17" in found.asks[0].say()


def test_R22_rates_follow_the_denominator_and_not_the_count() -> None:
    growing = trend(years(y2018=100, y2019=200, y2020=400), Asked("year", denominators={"2018": 1000, "2019": 2000, "2020": 4000}, unit="arrivals"))

    (effect,) = growing.effects
    assert effect.size == pytest.approx(1.0) and not effect.clear


def test_R24_outliers_come_with_a_checklist_and_stay() -> None:
    found = outliers(ages(f=[20, 21, 22, 23, 24, 25, 999]), column="age")

    assert "1 of 7 values of Age lie far from the rest" in words(found) and "Nothing was removed" in words(found)
    assert [row[0] for row in found.tables[0].rows] == [999.0]
    assert sum("R24" in asked.say() for asked in found.asks) == 3 and found.used == found.n


def test_R24_where_half_are_one_value_nothing_is_called_far() -> None:
    assert "no robust spread" in words(outliers(ages(f=[5] * 9 + [900]), column="age"))


def test_R26_a_group_that_does_better_than_its_peers_is_worth_learning_from() -> None:
    rows = [{"place": place, "debt": i < having} for place, having in (("A", 10), ("B", 12), ("C", 60)) for i in range(100)]

    told = words(funnel(public([PLACE, DEBT], rows), by="place", of="debt"))

    assert "C: “Yes” in 60 of 100 (60.0 %), more than among its peers (11.0 %). What is done differently there may be worth learning" in told


def test_R27_rows_cannot_vanish() -> None:
    with pytest.raises(ValueError, match="R27: of 10 rows 7 were used"):
        Finding(Intent.COMPARE, Sentence("x"), ABOUT, 10, 7, (), (), (), excluded=(Excluded(Sentence("y"), 2),))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["f", "m", "o", None, Missing.DECLINED]), st.one_of(st.integers(0, 5), st.sampled_from(list(Missing)))),
        min_size=1,
        max_size=200,
    )
)
def test_R27_every_row_is_used_or_set_aside_with_a_reason(rows: list[tuple[Any, Any]]) -> None:
    table = public([SEX, AGE], [{"sex": sex, "age": age} for sex, age in [*rows, ("f", 1)]])

    for found in (compare(table, by="sex"), compare(table, by="sex", of="age"), outliers(table, column="age"), gaps(table, place="sex", fields=["age"])):
        assert found.used is not None
        assert found.used + sum(one.n or 0 for one in found.excluded) == len(rows) + 1


# --- R41: what is withheld ----------------------------------------------------------------------------------------------------------


def test_R41_where_a_count_is_withheld_no_effect_gives_it_away() -> None:
    heading = [Heading(one.code, one.label, one.type, names=one.names, part=Part.QUASI if one is SEX else Part.SENSITIVE) for one in (SEX, DEBT)]
    rows = [{"sex": sex, "debt": i < having} for sex, having, n in (("f", 3, 60), ("m", 40, 70)) for i in range(n)]
    table = Released(Table.from_rows(rows, heading), Audience.OUTSIDE, ABOUT, Suppression(11, ("sex",)))

    for found in (compare(table, by="sex", of="debt"), associate(table, first="sex", others=["debt"]), funnel(table, by="sex", of="debt")):
        counts = [cell for table in found.tables for row in table.rows for cell in row if isinstance(cell, int)]
        assert not found.effects and 3 not in counts and 57 not in counts
        assert "could be worked out" in words(found)


def test_R41_a_group_whose_n_is_withheld_takes_the_effects_and_what_is_left_over_along() -> None:
    rows = [{"sex": sex, "age": None if sex == "m" and i < 2 else i, "debt": i > 1} for sex in "fm" for i in range(60)]
    table = public([SEX, AGE, DEBT], rows)

    for found in (compare(table, by="sex", of="age", protect=11), durations(table, duration="age", ended="debt", by="sex", protect=11)):
        assert not found.effects and found.used is None and all(one.n is None for one in found.excluded)
        assert "58" not in words(found) and "could be worked out" in words(found)


def test_a_column_of_several_values_and_one_that_is_not_there_are_refused_with_the_cure() -> None:
    table = public([SEX, MANY], [{"sex": "f", "means": ("a", "b")}])

    with pytest.raises(TableProblem, match="may hold several values at once"):
        compare(table, by="means")
    with pytest.raises(TableProblem, match="There is no column"):
        associate(table, first="sex", others=["nothing"])
    with pytest.raises(TableProblem, match="holds no years"):
        trend(table, Asked("sex"))


def test_a_table_of_a_finding_is_read_as_it_is_shown() -> None:
    found = compare(debts(f=(10, 60), m=(40, 70)), by="sex", of="debt")
    (table,) = found.tables

    assert isinstance(table, Shown)
    assert table.texts()[0] == ("Female", "60", "10", "16.7 %", "9.3 %", "28.0 %")
    assert table.as_dict()["rows"][1]["count"] == 40


def test_a_sentence_and_the_sentences_in_it_are_said_in_another_language() -> None:
    indonesian = {wording.NOT_CLAIMED: "Tidak dinyatakan: {why}", wording.TOO_SMALL_TABLE: "Perlu dua kelompok dengan {smallest} atau lebih."}
    found = compare(debts(f=(10, 60), m=(4, 7)), by="sex", of="debt")

    said = [sentence.say(lambda message: indonesian.get(message, message)) for sentence in found.sentences()]

    assert "Tidak dinyatakan: Perlu dua kelompok dengan 50 atau lebih." in said


# --- intervals hold what they promise --------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_intervals_hold_their_estimate_and_stay_in_range(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))

    low, high = wilson(a, n)
    assert 0 <= low <= a / n <= high <= 1
    low, high = share_difference(a, n, b, m)
    assert -1 <= low <= a / n - b / m + 1e-12 and a / n - b / m - 1e-12 <= high <= 1
    back = share_difference(b, m, a, n)
    assert (-back[1], -back[0]) == pytest.approx((low, high), abs=1e-9)
    if b:
        low, high = share_ratio(a, n, b, m)
        assert low - 1e-9 <= a / n / (b / m) <= high + 1e-9
        low, high = rate_ratio(a, n, b, m)
        assert low - 1e-9 <= a / n / (b / m) <= high + 1e-9
    low, high = poisson(a, m)
    assert low <= a / m <= high


def test_every_head_of_a_table_has_its_place_for_translation() -> None:
    """A head written as a literal and not listed would stay English in every language."""
    folder = Path(str(statistics.__file__)).parent
    written = {head for path in folder.glob("*.py") for head in re.findall(r'Head\("\w+", "([^"]+)"', path.read_text(encoding="utf-8"))}

    assert len(written) > 15 and written - {"n"} <= set(wording.HEADS)


def test_what_says_yes_is_the_share_that_is_told_whatever_is_more_frequent(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = (f"{'ab'[i % 2]},{'No' if i % 5 else 'Yes'},{int(i % 5 == 0)},{1 + i % 3}\n" for i in range(200))
    path.write_text("sex,debt,flag,steps\n" + "".join(rows), "utf-8")
    released = Released.from_public_file(path)

    assert compare(released, by="sex", of="debt").details["value"] == "Yes", "written as a word"
    tables = {code: crosstab(released, "sex", code, k=0) for code in ("debt", "flag", "steps")}
    assert {code: table.yes() is not None and table.col_names[table.yes()] for code, table in tables.items()} == {"debt": "Yes", "flag": "1", "steps": False}
