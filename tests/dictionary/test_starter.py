"""The starter dictionary: complete, safe, small, mapped to what others use."""

import csv
from pathlib import Path

import pytest

from titip.dictionary.rules.classify import classify, is_higher
from titip.dictionary.rules.standards import htcds
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.types import DATES, ElementType, IdentifierKind

REGISTRATION = [e for e in starter().elements if e.record_type == "registration"]


def test_its_record_types_purposes_and_questions() -> None:
    assert {r.code: r.subject for r in starter().record_types} == {"registration": "person", "case": "case", "screening": "none"}
    assert [p.code for p in starter().purposes] == ["care", "referral", "legal", "statistics", "research", "outreach"]
    assert all(p.card and p.who_sees for p in starter().purposes)
    assert 5 <= len(starter().questions) <= 8


def test_it_is_small_enough_for_a_first_interview() -> None:
    first = next(form for form in starter().forms if form.code == "first_interview")
    assert 30 <= len(first.placements) <= 45 and len(REGISTRATION) <= 60


def test_every_element_says_what_it_is_and_stands_on_a_form() -> None:
    placed = {p.element for form in starter().forms for p in form.placements}

    assert {e.code for e in starter().elements if not e.inside} == placed
    assert {e.inside for e in starter().elements if e.inside} <= placed, "and what stands in a group, in one that does"
    for entry in starter().elements:
        assert entry.definition and entry.questions and entry.purposes, entry.code


def test_the_minimum_can_be_held_without_a_basis_and_is_never_sealed() -> None:
    minimum = {e.code: e.risk for e in REGISTRATION if e.minimum}

    assert set(minimum) == {"registered_on", "urgent_needs", "service_offered", "age_band"}
    assert not set(minimum.values()) & {"high", "identity"}


def test_the_never_by_default_class_is_sealed() -> None:
    never = {e.code: e.risk for e in starter().elements if e.never_by_default}

    assert set(never) >= {"hiv_care", "pregnancy_care", "substance_support", "residence_status", "sexual_exploitation_kind", "gender_words"}
    assert set(never.values()) == {"high"}


def test_no_identifier_is_softer_than_our_own_patterns_say() -> None:
    for entry in starter().elements:
        if entry.identifier:
            assert entry.risk == "identity", entry.code
        if classify(entry).identifier not in (IdentifierKind.NONE, entry.identifier) and not entry.htcds:
            assert not is_higher(classify(entry).risk, entry.risk), entry.code


def test_only_what_care_needs_is_never_counted() -> None:
    assert not [e.code for e in starter().elements if e.risk in ("high", "identity") and {"statistics", "research"} & set(e.purposes)]


def test_nine_cues_each_with_four_ways_of_seeing() -> None:
    cues = [e for e in starter().elements if e.code.startswith("cue_")]
    sight = starter().code_list("sight")

    assert len(cues) == 9 and {e.code_list for e in cues} == {"sight"}
    assert sight and [i.code for i in sight.items] == ["saw_it", "was_told", "not_seen", "not_known"]


def test_mappings_name_what_exists_in_the_standard(shared: Path) -> None:
    with (shared / "standards" / "htcds" / "htcds-choices.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    with (shared / "standards" / "ctdc" / "ctdc-codebook.csv").open(encoding="utf-8") as file:
        variables = {row["variable"] for row in csv.DictReader(file)}

    assert {e.htcds for e in starter().elements} - {""} <= set(htcds())
    assert {e.ctdc for e in starter().elements} - {""} <= variables
    for code_list in starter().code_lists:
        if code_list.code not in ("countries", "nationalities", "places"):
            assert {i.htcds for i in code_list.items} - {""} <= codes, code_list.code
            named = {i.ctdc for i in code_list.items if i.ctdc.startswith(("means", "is", "typeOf", "recruiter"))}
            assert named <= variables, code_list.code


def test_our_table_of_the_standard_is_complete_and_says_nothing_in_its_words(shared: Path) -> None:
    with (shared / "standards" / "htcds" / "htcds-fields.csv").open(encoding="utf-8") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}

    assert set(rows) == set(htcds()) and len(rows) == 83
    assert {name for name, f in htcds().items() if f.core} == {name for name, row in rows.items() if row["core"]}
    for name, field in htcds().items():
        assert field.definition and field.definition.strip(".") != rows[name]["definition"].strip(".")
        assert field.label == rows[name]["label"]


def test_provinces_of_the_eleven_countries() -> None:
    places = starter().code_list("places")
    assert places
    countries = {i.code for i in places.items if not i.parent}
    by_country = {code: sum(i.parent == code for i in places.items) for code in countries}

    assert by_country == {"KH": 25, "TH": 77, "MM": 15, "LA": 18, "VN": 63, "ID": 38, "PH": 83, "MY": 16, "SG": 5, "BN": 4, "TL": 13}
    assert all(i.code.startswith(f"{i.parent}-") for i in places.items if i.parent)


@pytest.mark.parametrize("code", ["countries", "nationalities"])
def test_countries_are_complete(code: str) -> None:
    countries = starter().code_list(code)
    assert countries
    assert len([i for i in countries.items if i.code != "stateless"]) == 249
    assert all(len(i.ctdc) == 3 for i in countries.items if i.code != "stateless")


def test_types_are_those_of_the_house() -> None:
    used = {e.type for e in starter().elements}
    assert DATES <= used <= set(ElementType)
