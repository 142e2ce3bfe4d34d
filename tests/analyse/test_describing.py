"""Descriptive answers, and what they refuse to say. Tests are named for the rules of the evidence design."""

import statistics
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.analyse.rules.guardrails import SMALLEST, Refused, mean_apart, within_noise
from titip.analyse.rules.sentences import Sentence, number, percent
from titip.analyse.rules.words import causal_words
from titip.analyse.statistics import Change, Description, change, describe, difference, messages, overview
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.rules import About, Audience, Heading, Part, Released, Suppression, Table, TableProblem, UnknownColumn

SEX = Heading("sex", "Sex", ElementType.SELECT_ONE, names={"f": "Female", "m": "Male", "o": "Other"})
AGE = Heading("age", "Age", ElementType.INTEGER, unit="years")
MEANS = Heading("means", "Means of control", ElementType.SELECT_MANY, names={"debt": "Debt", "threats": "Threats"})


def public(headings: list[Heading], rows: list[dict[str, Any]], **about: Any) -> Released:
    return Released(Table.from_rows(rows, headings), Audience.PUBLIC, About(unit_of_count="persons", period="2024", place="Here", source="Us", **about))


def of_sexes(**counts: int) -> Description:
    return describe(public([SEX], [{"sex": sex} for sex, n in counts.items() for _ in range(n)]), by="sex")


def words(description: Description) -> str:
    return " ".join(sentence.say() for sentence in description.sentences())


# --- R4, R5: describe -------------------------------------------------------------------------------------------------


def test_R04_a_number_comes_with_n_missing_by_kind_centre_and_spread() -> None:
    cells = [10, 20, 30, 40, 100, 0, Missing.UNKNOWN, Missing.UNKNOWN, Missing.DECLINED, None]

    numbers = describe(public([SEX, AGE], [{"sex": "f", "age": cell} for cell in cells]), by="sex", columns=["age"]).numbers

    assert numbers is not None
    age, values = numbers["age"], [10, 20, 30, 40, 100, 0]
    assert age.n == 6
    assert age.missing == {Missing.UNKNOWN: 2, Missing.DECLINED: 1, Missing.EMPTY: 1}
    assert (age.median, age.mean, age.lowest, age.highest) == (25, statistics.mean(values), 0, 100)
    assert age.sd == pytest.approx(statistics.stdev(values))
    assert age.variance == pytest.approx(statistics.variance(values))
    assert (age.q1, age.q3) == (12.5, 37.5)


def test_R04_the_median_is_told_before_the_mean() -> None:
    told = words(describe(public([SEX, AGE], [{"sex": "f", "age": age} for age in (10, 20, 30)]), by="sex", columns=["age"]))

    assert told.index("median is 20 years") < told.index("mean is 20 years")


@pytest.mark.parametrize(
    ("mean", "median", "flagged"), [(12.0, 10.0, False), (12.01, 10.0, True), (8.0, 10.0, False), (7.9, 10.0, True), (1.0, 0.0, True), (0.0, 0.0, False)]
)
def test_R05_a_mean_more_than_20_percent_from_the_median_is_flagged(mean: float, median: float, flagged: bool) -> None:
    assert mean_apart(mean, median) is flagged


def test_R05_the_flag_is_a_sentence() -> None:
    apart = describe(public([SEX, AGE], [{"sex": "f", "age": age} for age in (10, 10, 10, 90)]), by="sex", columns=["age"])
    together = describe(public([SEX, AGE], [{"sex": "f", "age": age} for age in (9, 10, 11)]), by="sex", columns=["age"])

    assert "Tell the median" in words(apart)
    assert "Tell the median" not in words(together)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.integers(-1000, 1000), st.sampled_from(list(Missing))), min_size=1, max_size=60))
def test_R04_measures_agree_with_the_standard_library(cells: list[Any]) -> None:
    values = [cell for cell in cells if isinstance(cell, int)]

    numbers = describe(public([SEX, AGE], [{"sex": "f", "age": cell} for cell in cells]), by="sex", columns=["age"]).numbers

    assert numbers is not None
    age = numbers["age"]
    assert (age.n or 0) + sum(n or 0 for n in age.missing.values()) == len(cells)
    if values:
        assert age.median == pytest.approx(statistics.median(values))
        assert age.mean == pytest.approx(statistics.mean(values))
    if len(values) > 1:
        assert [age.q1, age.q3] == pytest.approx([statistics.quantiles(values, n=4, method="inclusive")[i] for i in (0, 2)])


# --- R7 to R9: whose cases ----------------------------------------------------------------------------------------------


def test_R07_counts_by_different_definitions_are_not_compared() -> None:
    rows = [{"sex": "f"}] * 60

    earlier = describe(public([SEX], rows, dictionary_sha256="a" * 64), by="sex")
    later = describe(public([SEX], rows, dictionary_sha256="b" * 64), by="sex")

    with pytest.raises(Refused, match="R7: .*mark the break"):
        change(earlier, later, "Female")


@pytest.mark.parametrize("counts", [{"f": 3}, {"f": 60, "m": 55}, {}])
def test_R08_every_result_says_observed(counts: dict[str, int]) -> None:
    rows = [{"sex": sex} for sex, n in counts.items() for _ in range(n)] or [{"sex": None}]

    description = describe(public([SEX], rows), by="sex")

    assert "observed persons" in description.sentences()[0].say()
    assert "not all that exist" in description.sentences()[-1].say()


# --- R13 to R16: size ---------------------------------------------------------------------------------------------------


def test_R13_at_49_and_50() -> None:
    with pytest.raises(Refused, match="R13: With fewer than 50 .* smallest group here has 49"):
        difference(of_sexes(f=200, m=49), "Female", "Male")

    told = difference(of_sexes(f=200, m=50), "Female", "Male").say()

    assert told == "Female: 200 (80.0 %); Male: 50 (20.0 %), of 250 observed persons."


def test_R13_a_table_of_49_says_why_it_only_counts_and_one_of_50_does_not() -> None:
    small, enough = of_sexes(f=30, m=19), of_sexes(f=30, m=20)

    assert small.small and "With fewer than 50 we show counts, not tests." in words(small)
    assert not enough.small and "fewer than 50" not in words(enough)
    assert "Most often" not in words(small)


def test_R13_a_change_is_claimed_at_50_and_not_at_49() -> None:
    with pytest.raises(Refused, match="R13"):
        Change(49, 400).claim()

    assert "50 → 400" in Change(50, 400).claim().say()


def test_R14_a_percent_change_under_50_is_refused_and_a_percentage_stands_beside_its_count() -> None:
    with pytest.raises(Refused, match="R14"):
        Change(49, 100).percent()
    with pytest.raises(Refused, match="R14"):
        Change(100, 49).percent()
    assert Change(50, 100).percent() == 1.0
    assert all("%" not in sentence.say() for sentence in of_sexes(f=3, m=1).sentences()), "no percentage by itself in a sentence of a small table"


def test_R15_percent_change_comes_with_both_numbers_and_small_ones_in_cases() -> None:
    assert Change(10, 12).sentence().say() == "10 → 12 observed cases: 2 more."
    assert Change(12, 10).sentence().say() == "12 → 10 observed cases: 2 fewer."
    assert Change(10, 10).sentence().say() == "10 → 10 observed cases: no change."
    assert Change(200, 300).sentence().say() == "200 → 300 observed cases: +100 (+50.0 %)."
    assert Change(300, 200).sentence().say() == "300 → 200 observed cases: −100 (−33.3 %)."


def test_R16_a_change_within_noise_is_no_clear_change() -> None:
    assert Change(100, 110).sentence().say() == "100 → 110 observed cases: no clear change."
    with pytest.raises(Refused, match="R16"):
        Change(100, 110).claim()
    assert within_noise(100, 129) and not within_noise(100, 130)


# --- R18: words -----------------------------------------------------------------------------------------------------------


def test_R18_no_message_claims_a_cause() -> None:
    said = [value for name, value in vars(messages).items() if name.isupper() and isinstance(value, str)]

    assert len(said) > 20
    assert [text for text in said if causal_words(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Poverty leads to exploitation", ["leads to"]),
        ("Because of debt", ["because of"]),
        ("Debt occurs together with threats", []),
        ("Causeway Bay, bus drivers", []),
        ("Kemiskinan menyebabkan eksploitasi", ["menyebabkan"]),
        ("ความยากจนทำให้เกิดการค้ามนุษย์", ["ทำให้เกิด"]),
        ("ដោយសារភាពក្រីក្រ", ["ដោយសារ"]),
    ],
)
def test_R18_a_caption_that_claims_a_cause_is_noticed(text: str, found: list[str]) -> None:
    assert causal_words(text) == found


# --- counting ---------------------------------------------------------------------------------------------------------------


def test_shares_are_of_those_known_and_missing_is_told_by_kind() -> None:
    rows = [{"sex": "f"}] * 30 + [{"sex": "m"}] * 10 + [{"sex": Missing.DECLINED}] * 3 + [{"sex": None}] * 2

    description = describe(public([SEX], rows), by="sex")

    assert [(g.name, g.n, g.share) for g in description.groups] == [("Female", 30, 0.75), ("Male", 10, 0.25)]
    assert (description.n, description.known) == (45, 40)
    assert description.missing_text() == "empty 2; preferred not to say 3"
    told = description.as_dict()
    assert list(told)[:3] == ["n", "missing", "groups"]
    assert told["missing"] == {"empty": 2, "unknown": 0, "not_applicable": 0, "declined": 3, "ask_later": 0}
    assert told["groups"][0] == {"value": "f", "n": 30, "share": 0.75}


def test_what_was_withheld_before_is_no_value_either() -> None:
    described = describe(public([SEX], [{"sex": "f"}] * 91 + [{"sex": "*"}] * 9), by="sex")

    assert (described.known, described.missing_text()) == (91, "withheld before 9")


def test_a_column_that_only_marks_yes_says_that_its_share_says_nothing() -> None:
    """CTDC's flags are 1 or blank, and blank means "0 or missing"."""
    flag = Heading("debt", type=ElementType.INTEGER)

    marked = describe(public([flag], [{"debt": 1}] * 60 + [{"debt": None}] * 90), by="debt")
    both = describe(public([flag], [{"debt": 1}] * 60 + [{"debt": 0}] * 90 + [{"debt": None}]), by="debt")

    assert "90 are empty: an empty one may mean “no” or “not asked”" in words(marked)
    assert "not asked" not in words(both)


def test_several_means_at_once_count_each_and_say_so() -> None:
    rows = [{"means": ("debt", "threats")}] * 30 + [{"means": ("debt",)}] * 20 + [{"means": ()}] * 10

    description = describe(public([MEANS], rows), by="means")

    assert {g.name: (g.n, g.share) for g in description.groups} == {"Debt": (50, 50 / 60), "Threats": (30, 0.5), "None of these": (10, 1 / 6)}
    assert "may have several" in words(description)


def test_an_ordered_scale_keeps_its_order_and_others_are_sorted_by_size() -> None:
    rows = [{"sex": "m", "age": 2}] * 5 + [{"sex": "f", "age": 1}] * 7 + [{"sex": "o", "age": 3}] * 7

    assert [g.name for g in describe(public([SEX, AGE], rows), by="sex").groups] == ["Female", "Other", "Male"]
    assert [g.value for g in describe(public([SEX, AGE], rows), by="age").groups] == [1, 2, 3]


def test_numbers_within_each_group() -> None:
    rows = [{"sex": "f", "age": 10}, {"sex": "f", "age": 30}, {"sex": "m", "age": 50}, {"sex": None, "age": 99}]

    by_group = describe(public([SEX, AGE], rows), by="sex", columns=["age"]).numbers_by_group

    assert by_group is not None
    assert {name: (n.n, n.median) for name, n in by_group["age"].items()} == {"Female": (2, 20.0), "Male": (1, 50.0)}


def test_a_year_is_written_as_a_year_and_a_thousand_as_a_thousand() -> None:
    year = Heading("year", "Year", ElementType.INTEGER)

    assert "median is 2019;" in words(describe(public([SEX, year], [{"sex": "f", "year": y} for y in (2018, 2019, 2020)]), by="sex", columns=["year"]))
    assert "median is 2,019;" in words(describe(public([SEX, year], [{"sex": "f", "year": y} for y in (18, 2019, 9020)]), by="sex", columns=["year"]))


def test_a_column_that_is_not_there_or_holds_no_numbers_says_so() -> None:
    table = public([SEX, AGE], [{"sex": "f", "age": 1}])

    with pytest.raises(UnknownColumn, match="Nearest names: sex"):
        describe(table, by="sexe")
    with pytest.raises(TableProblem, match="“sex” does not hold numbers.*--by"):
        describe(table, by="age", columns=["sex"])


# --- R41: protection ----------------------------------------------------------------------------------------------------------


def protected(rows: list[dict[str, Any]], k: int = 11) -> Released:
    headings = [Heading("q", type=ElementType.SELECT_ONE, part=Part.QUASI), SEX, AGE]
    return Released.from_rows([{"q": "a", **row} for row in rows], headings, audience=Audience.TEAM, about=About(), suppression=Suppression(k, ("q",)))


def test_R41_small_counts_of_a_release_are_withheld_with_a_partner_and_no_share_gives_them_away() -> None:
    rows = [{"sex": "f", "age": 1}] * 60 + [{"sex": "m", "age": 1}] * 30 + [{"sex": "o", "age": 1}] * 4 + [{"sex": Missing.DECLINED, "age": 1}] * 20

    description = describe(protected(rows), by="sex")

    assert [(g.name, g.n, g.share) for g in description.groups] == [("Female", 60, None), ("Male", 30, None), ("Other", None, None)]
    assert description.missing == {Missing.DECLINED: None}
    assert description.known is None
    assert "4" not in [g.count_text() for g in description.groups]
    assert "none under 11 can be worked out" in words(description)
    assert "Shares are withheld too" in words(description)


def test_R41_numbers_of_few_are_withheld_and_extremes_are_nobodys() -> None:
    rows = [{"sex": "f", "age": age} for age in range(100, 160)] + [{"sex": "m", "age": 10}] * 5 + [{"sex": "o", "age": 20}] * 30

    description = describe(protected(rows), by="sex", columns=["age"])

    assert description.numbers is not None and description.numbers_by_group is not None
    assert "Male" not in description.numbers_by_group["age"]
    women = description.numbers_by_group["age"]["Female"]
    assert (women.lowest, women.highest, women.trimmed) == (110, 149, 11)
    assert "11th lowest to the 11th highest" in words(description)


def test_R41_the_k_of_a_release_cannot_be_lowered_by_asking() -> None:
    rows = [{"sex": "f", "age": 1}] * 60 + [{"sex": "m", "age": 1}] * 3 + [{"sex": "o", "age": 1}] * 20

    assert describe(protected(rows), by="sex", protect=0).group("Male").n is None


def test_a_public_table_is_counted_whole_unless_protection_is_asked_for() -> None:
    rows = [{"sex": "f"}] * 60 + [{"sex": "m"}] * 3 + [{"sex": "o"}] * 20

    assert describe(public([SEX], rows), by="sex").group("Male").n == 3
    assert describe(public([SEX], rows), by="sex", protect=11).group("Male").n is None


# --- the overview and the words --------------------------------------------------------------------------------------------------


def test_the_overview_has_a_line_for_each_column_and_points_at_identifiers() -> None:
    rows = [{"sex": "f", "age": age, "id": f"P-{age}"} for age in range(60)]

    lines = overview(public([SEX, AGE, Heading("id", type=ElementType.TEXT)], rows))

    assert [line.code for line in lines] == ["sex", "age", "id"]
    assert [line.typical for line in lines] == ["Female (60)", "median 29.5", "all different: it may identify people"]
    assert lines[0].as_dict()["known"] == 60


def test_a_sentence_is_said_in_another_language_by_its_message() -> None:
    thai = {messages.OBSERVED: "พบ {n} {unit}"}

    assert Sentence(messages.OBSERVED, {"n": 1234, "unit": "คน"}).say(lambda message: thai.get(message, message)) == "พบ 1,234 คน"


@pytest.mark.parametrize(("value", "shown"), [(1234567, "1,234,567"), (12.0, "12"), (12.34, "12.3"), (0.123, "0.12"), ("as it is", "as it is"), (True, "True")])
def test_how_a_number_is_written(value: object, shown: str) -> None:
    assert number(value) == shown


def test_fifty_is_fifty() -> None:
    assert SMALLEST == 50
    assert percent(0.12345) == "12.3 %"
