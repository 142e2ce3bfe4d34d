"""A form that has every kind of entry, beside the starter's."""

from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry
from titip.dictionary.rules.types import ElementType

FORM = "kinds"


def entry(code: str, kind: str, **more: object) -> ElementEntry:
    """An element of a registration, held for care."""
    given = {"risk": "medium", "purposes": ("care",), "label": code.replace("_", " ").capitalize(), **more}
    return ElementEntry(code=code, record_type="registration", type=ElementType(kind), **given)  # type: ignore[arg-type]


PLACES = CodeListEntry("levels", "Levels", "tests", (
    ItemEntry("KH", "Cambodia"), ItemEntry("KH-2", "Battambang", parent="KH"), ItemEntry("KH-2-1", "Banan", parent="KH-2"), ItemEntry("TH", "Thailand"),
))
ELEMENTS = (
    entry("sister", "person"),
    entry("paper", "file", risk="high"),
    entry("face", "file", risk="identity"),
    entry("lived_in", "hierarchy", code_list="levels"),
    entry("earned", "integer"),
    entry("owed", "integer"),
    entry("left_over", "calculated", calculation="${earned} - ${owed}"),
    entry("left_over_twice", "calculated", calculation="${left_over} * 2", risk="high"),
    entry("has_child", "yes_no"),
    entry("child", "repeat", relevant="${has_child} = 'yes'", maximum_value=3),
    entry("child_age", "integer", inside="child", required=True, minimum_value=0, maximum_value=40),
    entry("child_name", "text", inside="child", risk="identity", identifier="name"),
    entry("child_worry", "long_text", inside="child", risk="high"),
    entry("child_works", "yes_no", inside="child"),
    entry("child_work", "text", inside="child", relevant="${child_works} = 'yes'"),
    entry("youngest", "calculated", calculation="min(${child_age})"),
    entry("first", "yes_no"),
    entry("second", "yes_no", relevant="${first} = 'yes'"),
    entry("third", "text", relevant="${second} = 'yes'"),
)
SECTIONS = {
    "One": ("sister", "paper", "face", "lived_in"),
    "Two": ("earned", "owed", "left_over", "left_over_twice"),
    "Three": ("has_child", "child", "youngest"),
    "Four": ("first", "second", "third"),
}


def add_kinds() -> None:
    """Put the form into the dictionary in force."""
    placements = tuple(PlacementEntry(code, title) for title, codes in SECTIONS.items() for code in codes)
    store(Codebook(code_lists=(PLACES,), elements=ELEMENTS, forms=(FormEntry(FORM, "Kinds", "registration", order=50, placements=placements),)))
    freeze(note="kinds", actor_code="tests")
