"""How sure a value is and where it is from: asked where the element allows it, kept beside the value, shown in words, safe to keep."""

import json
import re

import pytest
from django.http import QueryDict

from tests.dictionary.elements import COLOURS, element
from titip.dictionary.form_builder import build
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.codebook_csv import codebook_csv
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.types import Certainty, ElementType, Source
from titip.kit.codes import new_code
from titip.kit.missing import Missing
from titip.register.reads.words import answer_words

BESIDE = {"certainty_asked": True, "source_asked": True}
EVERY = [
    (element("text", **BESIDE), "red"), (element("long_text", **BESIDE), "red"), (element("integer", **BESIDE), "3"), (element("decimal", **BESIDE), "3.5"),
    (element("date", **BESIDE), "31/12/2020"), (element("partial_date", **BESIDE), "about 2019"), (element("yes_no", **BESIDE), "yes"),
    (element("select_one", choices=COLOURS, **BESIDE), "red"), (element("select_many", choices=COLOURS, **BESIDE), "red"),
    (element("place", choices=COLOURS, **BESIDE), "red"), (element("hierarchy", choices=COLOURS, **BESIDE), "red"),
    (element("person", **BESIDE), new_code("P")),
    pytest.param(element("date_time", **BESIDE), "31/12/2020 14:30", marks=pytest.mark.django_db),  # its clock is the organisation's
]  # fmt: skip


def sent(declared: Declared, **values: str):  # type: ignore[no-untyped-def]
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[name] = value
    return build([Section("", (declared,))], data=data)


@pytest.mark.parametrize(("declared", "typed"), EVERY, ids=lambda given: given.type.value if isinstance(given, Declared) else "")
def test_every_type_keeps_both_through_form_store_and_page(declared: Declared, typed: str) -> None:
    form = sent(declared, age=typed, age__certainty="reported", age__source="relative")
    assert form.is_valid(), form.errors
    answer = form.answers()["age"]

    assert (answer.certainty, answer.source) == (Certainty.REPORTED, "relative")
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer
    assert answer_words(declared, answer).endswith(" (as told, from a relative or friend)")
    again = str(build([Section("", (declared,))], initial={"age": answer}))
    assert re.search(r'<option value="reported"\s+selected', again) and "titip-more\" open" in again


@pytest.mark.parametrize("missing", sorted(set(Missing) - {Missing.NOT_APPLICABLE}))
@pytest.mark.parametrize(("declared", "typed"), EVERY, ids=lambda given: given.type.value if isinstance(given, Declared) else "")
def test_every_type_keeps_every_kind_of_missing(declared: Declared, typed: str, missing: Missing) -> None:
    answer = check(declared, "", missing, certainty="verified")

    assert answer == Answer(missing=missing)  # nothing is sure of nothing
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer
    assert build([Section("", (declared,))], initial={"age": answer}, data=QueryDict(f"age__missing={missing.value}")).answers()["age"] == answer


def test_a_source_in_free_words_is_kept_only_where_it_is_sealed() -> None:
    open_, sealed = element("date", risk="medium", **BESIDE), element("date", risk="identity", **BESIDE)

    assert check(sealed, "31/12/2020", source="her aunt, by telephone").source == "her aunt, by telephone"
    with pytest.raises(BadValue, match="may name somebody") as told:
        check(open_, "31/12/2020", source="her aunt Made-Up")
    assert told.value.code == "source"
    assert all(check(open_, "31/12/2020", source=source).source == source for source in Source)
    stands = Answer("2020-12-31", source="her aunt, by telephone")  # from before there was a list
    assert check(open_, "31/12/2020", source=stands.source, held=stands) == stands
    assert "<select" in str(build([Section("", (open_,))])) and 'name="age__source"' in str(build([Section("", (sealed,))]))


def test_a_codebook_says_what_is_asked_beside_a_value() -> None:
    rows = codebook_csv(Codebook(elements=(ElementEntry("born", "registration", ElementType.PARTIAL_DATE, "Born", **BESIDE),))).decode("utf-8-sig").splitlines()
    named = dict(zip(rows[0].split(","), rows[1].split(","), strict=True))

    assert (named["type"], named["certainty_asked"], named["source_asked"]) == ("partial_date", "yes", "yes")


def test_zawgyi_is_told_once_and_kept_where_she_insists() -> None:
    note, old = element("long_text"), "ေက်ာင္းမွာ"

    first = sent(note, age=old)
    assert not first.is_valid() and "Zawgyi" in first.errors["age"][0]
    assert old in str(first) and 'name="age__both" value="zawgyi"' in str(first)
    assert sent(note, age=old, age__both="zawgyi").answers()["age"] == Answer(old)
    assert check(note, old, held=Answer(old)) == Answer(old) and check(note, "ကျောင်းမှာ").given
