"""Dates known in part and times of day: in the boxes of a form, on the way in, and on the way back."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given

from tests.dictionary.elements import element
from tests.kit.dates import TODAY, partial_dates
from titip.dictionary.form_builder import build
from titip.dictionary.form_builder.raw import raw_of
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.forms import Section
from titip.kit.dates import PartialDate
from titip.kit.missing import Missing
from titip.protect.models import Organisation

BORN = element("partial_date", code="born", label="Born", certainty_asked=True, source_asked=True)


def form(declared=BORN, initial=None, **values: str):
    data = None
    if values:
        data = QueryDict(mutable=True)
        for name, value in values.items():
            data[name] = value
    return build([Section("", (declared,))], data=data, initial={declared.code: initial} if initial else None)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"born__year": "2532"}, "1989"),
        ({"born__day": "3", "born__month": "ពិស", "born__year": "1999"}, None),
        ({"born__month": "5", "born__year": "1999", "born__about": "on"}, "1999-05~"),
        ({"born__year": "1999", "born__when": "before"}, "[..1999]"),
        ({"born__name": "rainy", "born__year": "1999"}, "1999^rainy"),
        ({"born__year": "1999", "born__when": "between", "born__year2": "2001"}, "[1999..2001]"),
        ({"born": "about 1999"}, "1999~"),
        ({"born__year": "", "born__about": "on", "born__missing": "unknown"}, Missing.UNKNOWN),
        ({"born__year": " "}, Missing.EMPTY),
        ({"born__year": "1999", "born__missing": "declined"}, None),
        ({"born__year": "2090"}, None),
    ],
)
def test_what_is_sent_becomes_an_answer_or_says_what_is_wrong(sent: dict[str, str], stored: str | Missing | None) -> None:
    made = form(**sent)

    if stored is None:
        assert not made.is_valid() and made.errors["born"]
        html = str(made)
        assert all(f'value="{text}"' in html for name, text in sent.items() if text and name != "born__missing")  # nothing typed is lost
        assert 'id="id_born_0"' in html  # where the list of errors jumps to
    else:
        assert made.is_valid(), made.errors
        assert made.answers()["born"] == (Answer(missing=stored) if isinstance(stored, Missing) else Answer(stored))


@given(partial_dates())
def test_what_stands_comes_back_unchanged(value: PartialDate) -> None:
    answer = Answer(str(value), source="her mother")
    boxes = raw_of(answer, BORN).value
    assert isinstance(boxes, dict)

    made = form(initial=answer, **{f"born__{name}": text for name, text in boxes.items()}, born__source="her mother")

    assert made.is_valid(), made.errors
    assert made.answers()["born"] == answer and not made.has_changed()


def test_every_box_has_a_name_of_its_own_and_the_rest_waits_behind_a_line() -> None:
    html = str(form(initial=Answer("1999")))

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and html.count("<fieldset") == html.count("<legend")
    assert all(re.search(r' id="([^"]+)"', tag).group(1) in set(re.findall(r'<label[^>]* for="([^"]+)"', html))  # type: ignore[union-attr]
               for tag in re.findall(r"<(?:input|select)[^>]*>", html))  # fmt: skip
    assert re.search(r'<details class="govuk-details titip-more">', html) and " open>" in str(form(initial=Answer("[1999..]")))


def test_what_is_only_shown_is_in_words() -> None:
    made = build([Section("", (BORN,))], initial={"born": Answer("[1999-05..]")}, readonly=frozenset({"born"}))

    assert "May 1999 or after" in str(made)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("31/12/2090", "too far ahead: it would be the year 2090"),
        ({"day": "3", "year": "1999"}, "no month"),
        ({"month": "3"}, "the year is missing"),
        ({"year": "1999", "when": "between"}, "needs two dates"),
        ({"year": "2001", "year2": "1999", "when": "between"}, "ends before it begins"),
        ({"name": "coup_mm_2021", "year": "1999"}, "has its own date"),
        ({"day": "30", "month": "2", "year": "2000"}, "February has 29 days in 2000"),
        ("soon", "is not a date"),
    ],
)
def test_each_refusal_says_what_to_do(raw: object, words: str) -> None:
    with pytest.raises(BadValue, match="Born: ") as told:
        check(BORN, raw, today=TODAY)

    assert words in str(told.value)


def test_a_whole_day_too_far_ahead_is_told_honestly() -> None:
    with pytest.raises(BadValue, match="too far ahead: it would be the year 2060"):
        check(element("date"), "1/1/2060", today=TODAY)
    with pytest.raises(BadValue, match="too far ahead: it would be the year 2157"):
        check(element("date"), "1/1/2700", today=TODAY)


@pytest.mark.parametrize(
    ("constraint", "raw", "kept"),
    [
        (". <= today()", "2025", True),  # perhaps after today, perhaps not: refuses nothing
        (". <= today()", "2026", False),
        (". <= today()", "about 2026", True),
        (". < '2020-01-01'", "before 2019", True),
        (". < '2020-01-01'", "after 2019", True),
        (". < '2020-01-01'", "after 2021", False),
        (". >= 1990 and . <= today()", "1989", False),
        ("not(. > today())", "2026", False),
    ],
)
def test_what_cannot_be_told_refuses_nothing(constraint: str, raw: str, kept: bool) -> None:
    declared = element("partial_date", constraint=constraint)

    if kept:
        assert check(declared, raw, today=TODAY).given
    else:
        with pytest.raises(BadValue) as told:
            check(declared, raw, today=TODAY)
        assert told.value.code == "constraint"


def test_a_skip_rule_that_cannot_be_told_lets_the_question_arise() -> None:
    asked = element("text", code="guardian", label="Guardian", relevant="${born} > '2007-06-30'")

    def guardian(born: str) -> Answer:
        data = QueryDict(mutable=True)
        data["born"] = born
        return build([Section("", (BORN, asked))], data=data).answers()["guardian"]

    assert guardian("1990") == Answer(missing=Missing.NOT_APPLICABLE)
    assert guardian("2010") == guardian("2007") == guardian("about 2006") == Answer(missing=Missing.EMPTY)


@pytest.mark.django_db
def test_a_day_and_a_time_on_the_organisations_clock() -> None:
    Organisation.objects.create(name="House", country="ID", time_zone="Asia/Makassar")
    came = element("date_time", code="came", label="Came")

    sent = form(came, came__date="31/12/2567", came__time="14:30")

    assert sent.answers()["came"] == Answer("2024-12-31T14:30+08:00[Asia/Makassar]")
    stands = Answer("2024-12-31T14:30+07:00[Asia/Jakarta]")  # said on another clock, and left as it is
    assert form(came, initial=stands, came__date="31/12/2024", came__time="14:30").answers()["came"] == stands
    assert "Makassar" in str(form(came)) and 'value="14:30"' in str(form(came, initial=stands))
    wrong = form(came, came__date="31/12/2024", came__time="25:00")
    assert not wrong.is_valid() and "not a time" in wrong.errors["came"][0] and 'value="25:00"' in str(wrong)
    shown = build([Section("", (came,))], initial={"came": stands}, readonly=frozenset({"came"}))
    assert "31/12/2024, 14:30 (Jakarta)" in str(shown)


def test_a_time_is_compared_as_a_moment_and_with_a_day_as_its_day() -> None:
    came = element("date_time", constraint=". <= today() and . > '2025-06-29'")

    assert check(came, "2025-06-30T23:59+07:00[Asia/Bangkok]", today=date(2025, 6, 30)).given
    for wrong in ("2025-07-01T00:00+07:00[Asia/Bangkok]", "2025-06-29T23:59+07:00[Asia/Bangkok]"):
        with pytest.raises(BadValue, match="cannot be right"):
            check(came, wrong, today=date(2025, 6, 30))
