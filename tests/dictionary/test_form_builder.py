"""The form: four ways not to answer, nothing typed lost, nothing read from what was only shown."""

import re
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.dictionary.elements import COLOURS, element
from titip.dictionary.form_builder import build
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.codebook import ItemEntry
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.forms import Section, form_spec
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.types import Certainty
from titip.kit.missing import Missing


def posted(**values: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def one(declared: Declared, **values: object):
    return build([Section("", (declared,))], data=posted(**values))


AGE = element("integer", minimum_value=Decimal(0), maximum_value=Decimal(120), unit="years")
MANY = tuple(Choice(f"c{n}", f"Choice {n}") for n in range(12))


@pytest.mark.parametrize(
    ("declared", "values", "answer"),
    [
        (element("text"), {"age": "twelve"}, Answer("twelve")),
        (element("long_text"), {"age": "one\r\ntwo"}, Answer("one\ntwo")),
        (AGE, {"age": "0"}, Answer(0)),
        (element("decimal"), {"age": "1.50"}, Answer("1.5")),
        (element("date"), {"age": "31/12/2567"}, Answer("2024-12-31")),
        (element("yes_no"), {"age": "no"}, Answer(False)),
        (element("select_one", choices=COLOURS), {"age": "red"}, Answer("red")),
        (element("select_one", choices=MANY), {"age": "c7"}, Answer("c7")),
        (element("select_many", choices=COLOURS), {"age": ["blue", "red"]}, Answer(["red", "blue"])),
        (element("place", choices=MANY), {"age": "c1"}, Answer("c1")),
        (element("text"), {}, Answer(missing=Missing.EMPTY)),
        (element("text"), {"age": "", "age__missing": ""}, Answer(missing=Missing.EMPTY)),
        (element("text"), {"age__missing": "declined"}, Answer(missing=Missing.DECLINED)),
        (element("select_many", choices=COLOURS), {"age__missing": "unknown"}, Answer(missing=Missing.UNKNOWN)),
        (element("yes_no"), {"age": "__ask_later"}, Answer(missing=Missing.ASK_LATER)),
        (element("select_one", choices=COLOURS), {"age": "__declined"}, Answer(missing=Missing.DECLINED)),
        (element("select_one", choices=COLOURS), {"age__missing": "unknown"}, Answer(missing=Missing.UNKNOWN)),
        (element("text"), {"age__missing": "nonsense"}, Answer(missing=Missing.EMPTY)),
        (element("text"), {"age__missing": "not_applicable"}, Answer(missing=Missing.EMPTY)),
        (
            element("date", certainty_asked=True, source_asked=True), {"age": "1/1/2000", "age__certainty": "approximate", "age__source": "her aunt"},
            Answer("2000-01-01", certainty=Certainty.APPROXIMATE, source="her aunt"),
        ),
        (element("text", required=True), {"age__missing": "declined"}, Answer(missing=Missing.DECLINED)),
    ],
)  # fmt: skip
def test_what_is_sent_becomes_an_answer(declared: Declared, values: dict[str, object], answer: Answer) -> None:
    form = one(declared, **values)

    assert form.is_valid(), form.errors
    assert form.answers() == {"age": answer}


def test_nothing_typed_is_lost_on_an_error() -> None:
    form = one(AGE, age=" two <hundred> ", age__missing="")

    assert not form.is_valid()
    assert 'value=" two &lt;hundred&gt; "' in str(form)
    assert "Age" in form.fields["age"].label and "not a number" in form.errors["age"][0]


def test_nothing_chosen_is_lost_on_another_elements_error() -> None:
    many, yes, place = element("select_many", code="many", choices=COLOURS), element("yes_no", code="yes"), element("place", code="at", choices=MANY)
    sections = [Section("", (AGE, many, yes, place))]
    html = str(build(sections, data=posted(age="x", many=["red", "blue"], many__missing="", yes="__declined", at="c3")))

    assert len(re.findall(r'name="many" value="(?:red|blue)"[^>]*checked', html)) == 2
    assert re.search(r'name="yes" value="__declined"[^>]*checked', html)
    assert re.search(r'<option value="c3"\s+selected', html)


def test_an_answer_and_a_way_not_to_answer_are_asked_about_once() -> None:
    first = one(AGE, age="30", age__missing="declined")
    assert not first.is_valid() and "is kept and what was written is not" in first.errors["age"][0]
    assert 'value="30"' in str(first) and 'name="age__both" value="declined"' in str(first)

    second = one(AGE, age="30", age__missing="declined", age__both="declined")
    assert second.is_valid() and second.answers()["age"] == Answer(missing=Missing.DECLINED)

    changed = one(AGE, age="30", age__missing="unknown", age__both="declined")
    assert not changed.is_valid()


def test_nothing_is_preselected_and_nothing_stops_the_browser_from_sending() -> None:
    html = str(build(form_spec(starter(), "first_interview").sections))

    assert " checked" not in html and " required" not in html and "selected>" not in html.replace('value="" selected', "")


def test_answers_that_stand_are_shown_as_people_write_them() -> None:
    sections = [Section("", (element("date"), element("yes_no", code="yes"), element("select_many", code="many", choices=COLOURS)))]
    form = build(sections, initial={"age": Answer("2024-12-31"), "yes": Answer(True), "many": Answer(["grey"])})
    html = str(form)

    assert 'value="31/12/2024"' in html
    assert re.search(r'name="yes" value="yes"[^>]*checked', html)
    assert re.search(r'name="many" value="grey"[^>]*checked', html)  # retired since, and still hers


def test_a_way_not_to_answer_that_stands_is_shown() -> None:
    stands = {"age": Answer(missing=Missing.DECLINED), "yes": Answer(missing=Missing.UNKNOWN)}
    html = str(build([Section("", (element("text"), element("yes_no", code="yes")))], initial=stands))

    assert re.search(r'name="age__missing" value="declined"[^>]*checked', html)
    assert re.search(r'name="yes" value="__unknown"[^>]*checked', html)


def test_what_is_only_shown_is_never_read() -> None:
    sections = [Section("", (element("text", required=True), element("text", code="other", required=True)))]
    form = build(sections, initial={"age": Answer("kept")}, data=posted(age="changed", other="x"), readonly=frozenset({"age"}))

    assert form.is_valid(), form.errors
    assert form.answers() == {"age": Answer("kept"), "other": Answer("x")}
    assert 'name="age"' not in str(form) and "kept" in str(form)


def test_what_is_only_shown_and_empty_is_left_out() -> None:
    form = build([Section("", (element("text", required=True),))], data=posted(), readonly=frozenset({"age"}))

    assert form.is_valid() and form.answers() == {}


def test_skip_rules_say_that_a_question_does_not_arise() -> None:
    asked = element("text", code="which", relevant="${age} = 'yes'")
    sections = [Section("", (element("yes_no"), asked))]

    assert build(sections, data=posted(age="no")).answers()["which"] == Answer(missing=Missing.NOT_APPLICABLE)
    assert build(sections, data=posted(age="yes")).answers()["which"] == Answer(missing=Missing.EMPTY)
    assert build(sections, data=posted(age="no", which="written")).answers()["which"] == Answer(missing=Missing.NOT_APPLICABLE)
    assert build(sections, data=posted(age="no", which="written")).cleared == {"which": "Age"}, "and whoever saves is told before"
    assert build([Section("", (asked,))], initial={"age": Answer(True)}, data=posted()).answers()["which"] == Answer(missing=Missing.EMPTY)


def test_two_forms_on_one_page_keep_apart() -> None:
    form = build([Section("", (AGE,))], data=posted(**{"first-age": "3", "second-age": "4"}), prefix="second")

    assert form.answers() == {"age": Answer(4)}


def test_answers_of_a_form_with_errors_are_not_given() -> None:
    with pytest.raises(ValueError, match="is_valid"):
        one(AGE, age="x").answers()


def test_words_from_a_file_are_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    declared = element("select_one", label=evil, hint=evil, why=evil, question=evil, choices=(Choice(evil, evil),))

    html = str(build([Section(evil, (declared,))], data=posted(age=evil + "x")))

    assert "<script" not in html and "&lt;script" in html


def test_every_control_has_a_name_that_is_read_aloud() -> None:
    """Each input has a label, each group a legend, each id stands once."""
    html = str(build(form_spec(starter(), "first_interview").sections))

    ids = re.findall(r' id="([^"]+)"', html)
    inputs = [tag for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", html) if 'type="hidden"' not in tag]
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert all(re.search(r' id="([^"]+)"', tag).group(1) in labelled for tag in inputs)  # type: ignore[union-attr]
    assert html.count("<fieldset") == html.count("<legend")


def test_provinces_stand_under_their_country() -> None:
    spec = form_spec(starter(), "first_interview")
    province = next(d for d in spec if d.code == "origin_province")

    html = str(build([Section("", (province,))]))

    assert '<optgroup label="Cambodia">' in html and "Cambodia, province not known" in html and "Battambang" in html


def test_heavy_words_open_only_when_asked_for() -> None:
    form = build([Section("", (element("long_text", heavy=True),))], initial={"age": Answer("what happened")})

    assert "<details" in str(form) and "It may be heavy to read" in str(form)


def test_words_in_another_language_carry_it() -> None:
    with translation.override("km"):
        english = str(build([Section("", (element("text"),))]))
        khmer = str(build([Section("", (element("text", label="អាយុ", language="km"),))]))

    assert 'lang="en"' in english and "lang=" not in khmer.replace('class="', "")


def test_refusals_are_said_in_the_readers_language() -> None:
    with translation.override("km"):
        form = one(AGE, age="200")
        assert not form.is_valid() and form.errors["age"]


def test_item_labels_come_in_the_language_asked_for() -> None:
    cambodia = next(i for c in starter().code_lists if c.code == "countries" for i in c.items if i.code == "KH")

    assert isinstance(cambodia, ItemEntry) and cambodia.translations["km"] == "កម្ពុជា"
    assert next(c.label for d in form_spec(starter(), "first_interview", "km") if d.code == "nationality" for c in d.choices if c.code == "KH") == "កម្ពុជា"
