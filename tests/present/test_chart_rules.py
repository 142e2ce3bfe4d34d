"""The rules R28 to R37 on a chart's specification, each broken once; and R11, R18 before publication."""

from dataclasses import replace
from typing import Any

import pytest

from titip.analyse.statistics import describe
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.present.charts import ChartRefused, ChartSpec, Row, alternative, check, csv_text, faults, html_table, render, specify
from titip.present.charts.colours import BAR, GROUND, QUIET_TEXT, TEXT, lightness
from titip.present.charts.kinds import Intent, Kind
from titip.present.rules.publishing import remarks
from titip.share.rules import About, Audience, Heading, Part, Released, Suppression, Table

SEX = Heading("sex", "Sex", ElementType.SELECT_ONE, names={"f": "Female", "m": "Male", "o": "Other"})
ABOUT = About(
    unit_of_count="persons",
    period="2024",
    place="Three provinces",
    source="Made-up NGO",
    bias="We work in Khmer.",
    definitions={"sex": "As she says"},
    method="Local suppression",
    dictionary_version="3",
    dictionary_sha256="cd" * 32,
)


def spec_of(counts: dict[Any, int], heading: Heading = SEX, **changes: Any) -> ChartSpec:
    table = Table.from_rows([{heading.code: value} for value, n in counts.items() for _ in range(n)], [heading])
    released = Released(table, Audience.PUBLIC, ABOUT)
    return replace(specify(describe(released, by=heading.code), title="Sex of the people we met"), **changes)


GOOD = spec_of({"f": 60, "m": 30, "o": 12, Missing.DECLINED: 4})


def rules_broken(spec: ChartSpec) -> list[str]:
    return [fault.rule for fault in faults(spec)]


def test_a_good_specification_passes() -> None:
    assert faults(GOOD) == []
    check(GOOD)


@pytest.mark.parametrize("part", ["title", "period", "place"])
def test_R28_a_title_says_what_period_and_place(part: str) -> None:
    with pytest.raises(ChartRefused, match=f"R28: .* Give the {part}"):
        check(replace(GOOD, **{part: "  "}))


def test_R28_the_whole_title_says_each_once() -> None:
    assert GOOD.full_title == "Sex of the people we met, Three provinces, 2024"
    assert replace(GOOD, title="Three provinces: sex, 2024").full_title == "Three provinces: sex, 2024"


def test_R09_the_subtitle_says_whose_cases_and_how_many() -> None:
    assert GOOD.subtitle == "Observed persons: Sex known for 102 of 106"


def test_R29_units() -> None:
    assert rules_broken(replace(GOOD, unit="")) == ["R29"]


def test_R30_source() -> None:
    assert rules_broken(replace(GOOD, source="")) == ["R30"]


def test_R31_bars_start_at_zero() -> None:
    assert rules_broken(replace(GOOD, axis_start=20)) == ["R31"]


@pytest.mark.parametrize("intent", [Intent.TIME, Intent.DISTRIBUTION, Intent.COMPARE, Intent.PART_OF_WHOLE])
def test_R32_chart_by_intent(intent: Intent) -> None:
    dots = tuple(replace(row, at=float(place)) for place, row in enumerate(GOOD.rows))

    assert rules_broken(replace(GOOD, intent=intent)) == (["R32"] if intent is Intent.DISTRIBUTION else [])
    assert rules_broken(replace(GOOD, rows=dots, kind=Kind.STRIP, intent=intent)) == ([] if intent is Intent.DISTRIBUTION else ["R32"])


def test_R32_no_3d() -> None:
    assert rules_broken(replace(GOOD, title="Sex in 3-D")) == ["R32"]


def test_R33_shares_sum_to_100_percent() -> None:
    assert rules_broken(replace(GOOD, rows=GOOD.rows[:-1])) == ["R33"]
    assert sum(row.share or 0 for row in GOOD.rows) == pytest.approx(1)


def test_R33_does_not_bind_where_a_case_may_have_several() -> None:
    assert rules_broken(replace(GOOD, rows=(Row("a", 50, 0.9), Row("b", 40, 0.8)), many=True)) == []


def test_R34_readable_in_grey() -> None:
    assert rules_broken(replace(GOOD, bar_colour="#c7b299")) == ["R34"]
    assert lightness(GROUND) - lightness(BAR) >= 50


def test_R34_lightness_agrees_with_known_values() -> None:
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#000000") == 0
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    with pytest.raises(ValueError, match="not a colour"):
        lightness("teal")


@pytest.mark.parametrize("ink", [TEXT, QUIET_TEXT])
def test_text_has_at_least_the_contrast_of_AA(ink: str) -> None:
    def luminance(colour: str) -> float:
        light = lightness(colour)
        return float(((light + 16) / 116) ** 3)

    assert (luminance(GROUND) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_R35_no_chart_without_a_table() -> None:
    assert rules_broken(replace(GOOD, rows=())) == ["R35"]
    assert rules_broken(replace(GOOD, rows=(Row("a", None), Row("b", None)))) == ["R35"]


def test_R35_picture_table_words_and_csv_show_the_same_numbers() -> None:
    table = html_table(GOOD)

    assert table.rows == (("Female", "60", "58.8 %"), ("Male", "30", "29.4 %"), ("Other", "12", "11.8 %"))
    for name, count, share in table.rows:
        assert f"{name}: {count} ({share})" in alternative(GOOD)
        assert f"{name},{count}," in csv_text(GOOD)
    assert "Missing: preferred not to say 4." in alternative(GOOD)


def test_R36_more_bars_than_a_phone_shows_are_gathered_or_refused() -> None:
    many = Heading("place", type=ElementType.SELECT_ONE)
    gathered = spec_of({f"p{i:02d}": 100 - i for i in range(60)}, many)
    ages = Heading("age", type=ElementType.INTEGER)

    assert len(gathered.drawn) == 25
    assert gathered.drawn[-1].name == "Other (36 values)"
    assert sum(row.n or 0 for row in gathered.drawn) == gathered.n, "R27: nothing is left out silently"
    assert len(html_table(gathered).rows) == 60
    assert rules_broken(spec_of(dict.fromkeys(range(60), 2), ages)) == ["R36"]


@pytest.mark.parametrize("part", ["coverage", "method", "limits", "missing", "definitions", "version", "made_on"])
def test_R37_signposts(part: str) -> None:
    assert rules_broken(replace(GOOD, **{part: ""})) == ["R37"]


def test_R37_R38_signposts_stand_in_picture_and_csv_with_the_dictionary_version() -> None:
    svg, text = render(GOOD, "svg").decode(), csv_text(GOOD)

    for said in ("Made-up NGO", "Three provinces", "As she says", "Local suppression", "We work in Khmer.", "3 cdcdcdcdcdcd", "2024"):
        assert said in text
        assert said in dict(GOOD.signposts).values() or any(said in value for value in dict(GOOD.signposts).values())
    assert svg.count("<text") == 0, "letters are outlines"


def test_a_refused_specification_draws_nothing_and_names_every_fault() -> None:
    with pytest.raises(ChartRefused) as caught:
        render(replace(GOOD, title="", source="", axis_start=5), "png")

    assert [fault.rule for fault in caught.value.faults] == ["R28", "R30", "R31"]
    assert all(fault.cure for fault in caught.value.faults)


def test_R41_what_is_withheld_is_withheld_everywhere() -> None:
    rows = [{"q": "a", "sex": sex} for sex, n in (("f", 60), ("m", 30), ("o", 4)) for _ in range(n)]
    released = Released.from_rows(rows, [Heading("q", part=Part.QUASI), SEX], audience=Audience.TEAM, about=ABOUT, suppression=Suppression(11, ("q",)))

    spec = specify(describe(released, by="sex"), title="Sex")

    assert html_table(spec).rows == (("Female", "60", "63.8 %"), ("Male", "*", ""), ("Other", "*", ""))
    assert "Other: withheld" in alternative(spec)
    assert "Other,*," in csv_text(spec)
    assert dict(spec.signposts)["Protection"] == "*: counts withheld so that none under 11 can be worked out."
    assert render(spec, "png")


def test_R11_nothing_is_published_without_a_bias_statement() -> None:
    found = remarks(audience=Audience.OUTSIDE, bias=" ")

    assert [(remark.rule, remark.stops) for remark in found] == [("R11", True)]
    assert remarks(audience=Audience.OUTSIDE, bias="Funded for minors only.") == []
    assert remarks(audience=Audience.TEAM, bias="") == []


def test_R18_a_free_caption_that_claims_a_cause_is_warned_not_refused() -> None:
    (remark,) = remarks(audience=Audience.TEAM, bias="", captions=["Debt leads to exploitation", "Sex of the people we met"])

    assert (remark.rule, remark.stops) == ("R18", False)
    assert "leads to" in remark.problem


def test_a_notice_stands_in_picture_words_and_csv() -> None:
    spec = replace(GOOD, notice="PRACTICE: these people are made up.")

    assert alternative(spec).startswith("PRACTICE")
    assert csv_text(spec).startswith("# PRACTICE")
    assert render(spec, "png") != render(GOOD, "png")
