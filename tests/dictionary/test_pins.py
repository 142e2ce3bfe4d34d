"""A pin: lowered before anything is kept, by whichever way it comes; never released as a point; declared, compared and carried like any element."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.dictionary.elements import element
from titip.dictionary.form_builder import build
from titip.dictionary.form_builder.raw import as_sent, raw_of
from titip.dictionary.forms.elements import ElementEdit
from titip.dictionary.rules.adopt import adopt
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.classify import classified, classify, suggest
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry, RecordTypeEntry
from titip.dictionary.rules.codebook_told import tell
from titip.dictionary.rules.comparing import compare, effects
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.outlines import DIVIDED, STATES, middle_of, region_of
from titip.dictionary.rules.places import Place, register_finder
from titip.dictionary.rules.points import pin_words
from titip.dictionary.rules.types import ElementType, IdentifierKind
from titip.dictionary.rules.weighing import CannotEdit, reasons, refuse
from titip.dictionary.xlsform import read, write
from titip.dictionary.xlsform.losses import losses
from titip.kit.missing import Missing
from titip.kit.points import NotAPoint, Point
from titip.register.reads.releasing import NotForRelease, _releasable
from titip.register.reads.words import answer_words
from titip.share.disclosure.declared import declared_hierarchy
from titip.share.rules.building import build as table
from titip.share.rules.building import cell

PROVINCES = (Choice("KH", "Cambodia"), Choice("KH-2", "Battambang", "KH"), Choice("KH-12", "Phnom Penh", "KH"), Choice("KH-3", "Kampong Cham", "KH"))


def pin(km: int | None = 10, **more: Any) -> Declared:
    """A pin called Where."""
    return element("geopoint", code="where", label="Where", minimum_value=Decimal(km) if km else None, **more)


def boxes(size: int, /, lat: str = "", lon: str = "", **more: str) -> dict[str, str]:
    """What a form sends."""
    return {f"lat{size}": lat, f"lon{size}": lon, "km": "", "from": "", **more}


LATS = st.decimals(-90, 90, places=7)
LONS = st.decimals(-180, 180, places=7)
SIZES = st.sampled_from([1, 10, 100])


@given(LATS, LONS, SIZES, SIZES, SIZES)
def test_no_way_in_keeps_more_than_the_element_allows(lat: Decimal, lon: Decimal, allowed: int, chosen: int, drawn: int) -> None:
    """By boxes of any page (``drawn``: as precise as they claim), as a phone's line, as a stored form from a finer house, over a finer answer held."""
    declared = pin(allowed)
    ways: list[Any] = [boxes(drawn, f"{lat:f}", f"{lon:f}", km=str(chosen)), f"{lat:f} {lon:f} 0 4.5", str(Point.at(lat, lon, drawn))]
    for raw in ways:
        kept = Point.parse(str(check(declared, raw).value))
        assert kept.km >= allowed and (not isinstance(raw, dict) or kept.km == max(allowed, chosen)), raw
        assert kept == Point.at(lat, lon, kept.km) or isinstance(raw, str) and kept == Point.at(lat, lon, drawn).lowered(allowed)
    finer = Answer(str(Point.at(lat, lon, 1)))
    shown = raw_of(finer, declared).value
    assert isinstance(shown, dict) and Decimal(shown[f"lat{allowed}"]) == Point.at(lat, lon, allowed).lat, "what was kept before the element became coarser"
    assert Point.parse(str(check(declared, shown, held=finer).value)) == Point.at(lat, lon, 1).lowered(allowed)


def test_what_stands_comes_back_as_it_is_and_is_never_raised() -> None:
    held = check(pin(10), boxes(10, "11.5564", "104.9282", km="100"))
    assert held.value == "geo:11.5,104.5;u=79000"
    sent = as_sent("where", held, pin(10))
    assert sent == {"where__lat10": ["11.5"], "where__lon10": ["104.5"], "where__km": ["100"]}
    assert check(pin(10), boxes(10, "11.5", "104.5", km="100"), held=held) == held
    with pytest.raises(BadValue) as caught:
        check(pin(10), boxes(10, "11.5", "104.5"), held=held)
    assert "Where: what is kept says no more than that" in str(caught.value)
    assert check(pin(10), boxes(10, "11.5564", "104.9282"), held=held).value == "geo:11.55,104.95;u=7900", "given anew it may be finer"
    assert check(pin(None), boxes(100, "11.5564, 104.9282")).value == "geo:11.5,104.5;u=79000", "nothing declared is the coarsest"
    assert check(pin(10), boxes(10, km="100")) == Answer(missing=Missing.EMPTY), "how coarse alone says nothing"
    assert check(pin(10), boxes(10), "unknown") == Answer(missing=Missing.UNKNOWN)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (boxes(10, "11.5"), "one of the two numbers is missing"), (boxes(10, "", "104.9"), "one of the two numbers is missing"),
        (boxes(10, "104.9", "11.5"), "Exchange latitude and longitude"), (boxes(10, "here", "11.5"), "“here” is no position"),
        (boxes(10, "11.5", "200"), "“200” is no longitude"), (boxes(10, "11.5", "104.9", km="5"), "choose from the list"),
        (boxes(10, "11.5", "104.9", **{"from": "Poipet"}), "Take one of them away"), (boxes(10, **{"from": "Nowhere"}), "no place is called “Nowhere”"),
        (boxes(10, **{"from": "Twin"}), "Twin, North / Twin, South"), (boxes(10, **{"from": "Lost"}), "where “Lost” lies is not known"),
        ("somewhere near", "“somewhere” is no position"),
    ],
)  # fmt: skip
def test_errors_name_the_field_and_the_cure(raw: object, says: str) -> None:
    twins = [Place(f"T{n}", "", 2, "town", "Twin", "", 11.0 + n, 104.0, ((f"P{n}", name),)) for n, name in enumerate(("North", "South"))]
    found = {"Twin": twins, "Lost": [Place("L", "XX", 2, "town", "Lost")]}
    register_finder(lambda text: found.get(text, []))
    try:
        with pytest.raises(BadValue) as caught:
            check(pin(10), raw)
    finally:
        _usual_finder()
    assert str(caught.value).startswith("Where: ") and says in str(caught.value)


def test_a_place_gives_its_position_and_a_province_only_its_middle() -> None:
    town = Place("KH-0110", "KH-1", 2, "town", "Poipet", "", 13.6567, 102.5632, (("KH-1", "Banteay Meanchey"), ("KH", "Cambodia")))
    found = {"poipet": [town], "Battambang": [Place("KH-2", "KH", 1, "province", "Battambang")], "Mangkul": [replace(town, name="Mangkul", lat=None, lon=None)]}
    found["Battambang"].append(Place("KH-0203", "KH-2", 2, "district", "Battambang", above=(("KH-2", "Battambang"), ("KH", "Cambodia"))))
    register_finder(lambda text: found.get(text, []))
    try:
        assert check(pin(1), boxes(1, **{"from": "poipet"})).value == "geo:13.655,102.565;u=790"
        assert check(pin(1), boxes(1, **{"from": "poipet", "km": "10"})).value == "geo:13.65,102.55;u=7900"
        assert Point.parse(str(check(pin(1), boxes(1, **{"from": "Battambang"})).value)).km == 100, "a middle is known no better than that"
        assert Point.parse(str(check(pin(1), boxes(1, **{"from": "Mangkul"})).value)).km == 100, "the province around it"
    finally:
        _usual_finder()
    assert middle_of("KH-2") and middle_of("XX-1") is None


def _usual_finder() -> None:
    from titip.dictionary.reads.places import find_places

    register_finder(find_places)


# --- provinces


def at(lat: str, lon: str, km: int) -> Point:
    return Point.at(Decimal(lat), Decimal(lon), km)


def test_a_square_is_told_as_a_province_only_where_it_lies_in_one() -> None:
    told = {
        at("13.1", "103.2", 10): "KH-2", at("11.5", "104.9", 10): "KH", at("12.5", "104.5", 100): "KH",
        at("13.65", "102.56", 10): "",  # on a border of states
        at("12.255", "105.605", 1): "KH",  # of a province that was divided since
        at("10.62", "103.5", 1): "KH-18",  # on a shore
        at("0", "60", 10): "", at("60", "100", 1): "",
    }  # fmt: skip
    assert {point: region.code if (region := region_of(point)) else "" for point in told} == told
    assert all(code[:2] in STATES for code in DIVIDED)


# --- the form


def test_the_form_shows_the_square_the_coarser_sizes_and_nothing_finer_than_it_holds() -> None:
    form = build([Section("", (pin(10),))], initial={"where": Answer("geo:11.555,104.925;u=790")})
    html = str(form)
    assert "about 10 km, whatever is written here" in html and 'value="11.55"' in html and "11.555" not in html and "104.925" not in html
    assert 'name="where__lat10"' in html and '<option value="100">about 100 km' in html and '<option value="1">' not in html
    assert "titip/outlines/asean" in html and "navigator" not in html
    assert "where__km" not in str(build([Section("", (pin(100),))])), "there is nothing coarser to choose"
    bad = build([Section("", (pin(10),))], data=QueryDict("where__lat10=11.5&where__lon10=&where__missing="))
    assert not bad.is_valid() and "One of the two numbers is missing" in str(bad) and 'value="11.5"' in str(bad)
    good = build([Section("", (pin(10, certainty_asked=True),))], data=QueryDict("where__lat10=11.5564&where__lon10=104.9282&where__certainty=reported"))
    assert good.answers()["where"].to_json() == {"value": "geo:11.55,104.95;u=7900", "certainty": "reported"}


def test_words_tell_province_and_square_as_coarse_as_the_element_is_now() -> None:
    assert answer_words(pin(10), Answer("geo:13.105,103.205;u=790")) == "Battambang, Cambodia: a square of about 10 km around 13.15° N, 103.25° E"
    assert pin_words(pin(100), "geo:0.005,60.005;u=790") == "A square of about 100 km around 0.5° N, 60.5° E"
    assert answer_words(pin(10), Answer("11.5564 104.9282")) == "A position that cannot be read" and pin_words(pin(10), "x") == ""


# --- in tables


def test_a_pin_leaves_as_its_province_or_as_a_coarse_square_and_never_as_a_point() -> None:
    listed, bare = pin(1, choices=PROVINCES, quasi_identifier=True), pin(1)
    answers = {"KH-2": "geo:13.105,103.205;u=790", "KH": "geo:11.55,104.95;u=7900", Missing.UNKNOWN: "geo:13.65,102.55;u=7900"}
    assert {cell(listed, Answer(stored)): stored for stored in answers.values()} == answers
    assert cell(replace(listed, choices=PROVINCES[:1]), Answer("geo:13.105,103.205;u=790")) == "KH", "no finer than its list"
    assert cell(bare, Answer("geo:13.105,103.205;u=790")) == "13.5 103.5" and cell(bare, Answer(missing=Missing.DECLINED)) is Missing.DECLINED
    made = table([listed, replace(bare, code="bare")], [{"where": Answer("geo:13.105,103.205;u=790"), "bare": Answer("geo:13.105,103.205;u=790")}])
    headings = {column.heading.code: column.heading for column in made.columns}
    assert headings["where"].type is ElementType.PLACE and headings["bare"].type is ElementType.SELECT_ONE
    assert "13.1" not in json.dumps([str(column.values) for column in made.columns])
    hierarchy = declared_hierarchy(listed, next(column for column in made.columns if column.heading.code == "where"))
    assert hierarchy is not None and hierarchy.paths["KH-2"] == ("KH",)


def test_a_pin_that_is_an_identifier_never_leaves_and_one_never_by_default_only_with_her_word() -> None:
    proposed = classified(entry(1, risk=""))
    assert proposed.identifier and proposed.never_by_default, "as it is proposed"
    asked = pin(1, purposes=frozenset({"statistics"}), risk="high", identifier=IdentifierKind.LOCALITY)
    with pytest.raises(NotForRelease, match="never leaves"):
        _releasable({"where": asked}, "where", "statistics")
    assert _releasable({"where": replace(asked, identifier=IdentifierKind.NONE)}, "where", "statistics")


# --- declared


def entry(km: int | None = None, **more: Any) -> ElementEntry:
    made = {"code": "work_pin", "record_type": "registration", "type": ElementType.GEOPOINT, "label": "Workplace", **more}
    return ElementEntry(**made, minimum_value=Decimal(km) if km else None)


def book(*entries: ElementEntry) -> Codebook:
    lists = tuple({e.code_list: CodeListEntry(e.code_list, "Places", "", (ItemEntry("KH", "Cambodia"),)) for e in entries if e.code_list}.values())
    form = FormEntry("f", "F", "registration", placements=tuple(PlacementEntry(e.code, "") for e in entries), order=1)
    return Codebook(record_types=(RecordTypeEntry("registration", "Registration"),), code_lists=lists, elements=entries, forms=(form,))


def test_the_class_proposed_knows_a_pin_by_its_kind_and_its_square() -> None:
    assert suggest(entry()).proposal.risk == "medium" and not suggest(entry()).proposal.identifier
    for km in (1, 10):
        proposed = suggest(entry(km)).proposal
        assert (proposed.risk, proposed.identifier, proposed.never_by_default) == ("high", IdentifierKind.LOCALITY, True) == (
            (found := classify(entry(km))).risk, found.identifier, found.never_by_default,
        )  # fmt: skip
    assert classify(entry(10, label="Her home address")).identifier is IdentifierKind.ADDRESS and classify(entry()).risk == "high", "what nobody confirmed"
    assert classify(entry(label="GPS")).identifier is IdentifierKind.LOCALITY


def test_a_fine_pin_is_sealed_a_finer_one_needs_somebody_else_and_none_is_searched() -> None:
    for wrong, says in ((entry(1, risk="medium"), "leads to a door"), (entry(100, risk="medium", searchable=True), "not searched by")):
        with pytest.raises(CannotEdit, match=says):
            refuse(wrong, None)
    refuse(entry(10, risk="medium"), None)
    refuse(entry(1, risk="high"), None)
    told = [reason.template % reason.params for reason in reasons(book(entry(100)), book(entry(10)))]
    assert told == ["“Workplace” is kept more precisely: 10 km, not 100 km."] and not reasons(book(entry(10)), book(entry(100)))
    assert any("its words suggest high" in r.template % r.params for r in reasons(book(), book(entry(10, risk="medium"))))


def test_the_editor_asks_how_precisely_and_leaves_out_what_says_nothing_of_a_pin() -> None:
    form = ElementEdit(entry(10), book(entry(10, code_list="places")), 0)
    asked = form["minimum_value"]
    assert [(one.data["value"], one.data["selected"]) for one in asked.subwidgets] == [("", False), ("10", True), ("1", False)]
    assert not {"maximum_value", "searchable", "unit", "pattern"} & set(form.fields) and "code_list" in form.fields
    data = {"label": "Workplace", "minimum_value": "1", "risk": "high", "missing_codes": ["unknown"], "code_list": "places"}
    saved = ElementEdit(entry(10), book(entry(10, code_list="places")), 0, data)
    assert saved.is_valid(), saved.errors
    assert saved.changed_entry().minimum_value == 1 and not saved.changed_entry().searchable
    coarse = ElementEdit(entry(10), book(entry(10)), 0, {**data, "minimum_value": "", "code_list": ""})
    assert coarse.is_valid() and coarse.changed_entry().minimum_value is None


def test_the_codebook_and_a_comparison_say_how_a_pin_is_kept() -> None:
    change = compare(book(entry()), book(entry(10)))[0]
    assert [(one.name, one.before, one.after) for one in change.differs] == [("square", "100 km", "10 km")]
    assert [effect.audience for effect in effects(book(entry()), book(entry(10)), [change])] == ["asking"]
    lines = dict(tell(entry(10), book(entry(10)), str).lines)
    assert lines["Kept as a square of"] == "about 10 km" and "Limits" not in lines


# --- XLSForm


def test_a_pin_goes_out_as_geopoint_and_comes_back_with_all_that_was_declared() -> None:
    told = book(entry(10, code_list="places", risk="high", identifier=IdentifierKind.LOCALITY, never_by_default=True), entry(code="far", label="Far"))
    back = read(write(told, "f"), "f.xlsx")
    assert back.book.elements == told.elements and back.book.code_lists == told.code_lists and not [f for f in back.findings if f.rule == "not-mapped"]
    assert [f.message for f in losses(told)][0].endswith("kept as a square of about 10 km only.")


def test_a_file_of_others_brings_pins_at_their_coarsest_and_never_makes_one_finer() -> None:
    plain = replace(read(write(book(entry(1)), "f"), "f.xlsx").book.elements[0], minimum_value=None, risk="", missing_codes=())
    new = adopt(book(plain), Codebook()).book.elements[0]
    assert (new.type, new.minimum_value, new.risk, new.risk_confirmed) == (ElementType.GEOPOINT, None, "high", False)
    here = replace(entry(10), source="xlsform:f", code_list="places")
    assert adopt(book(replace(plain, source="xlsform:f")), book(here)).book.elements[0].minimum_value == 10, "a file without a word for it"
    finer = adopt(book(replace(here, minimum_value=Decimal(1))), book(here))
    assert finer.book.elements[0].minimum_value == 10 and any("stays 10 km" in f.message for f in finer.findings)


def test_points_are_no_stored_form_unless_they_are_squares() -> None:
    with pytest.raises(NotAPoint):
        Point.parse("geo:11.5564,104.9282;u=790")
