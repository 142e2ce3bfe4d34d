"""What stands in the fields while a form is being filled."""

import re

from hypothesis import given
from hypothesis import strategies as st

from titip.intake.rules.interviewing import WITHOUT_HER, Setting, not_yet
from titip.intake.rules.typing import PARTS, Typed, names_of, read_typed
from titip.kit.points import lowered_fields

ELEMENTS = ["age", "needs", "needs_more"]
NAMES = st.sampled_from([name for element in ELEMENTS for name in names_of(element)] + ["csrfmiddlewaretoken", "section", "go"])
SENT = st.dictionaries(NAMES, st.lists(st.text(max_size=5), min_size=1, max_size=3))


@given(SENT, st.sets(st.sampled_from(ELEMENTS)))
def test_what_was_sent_for_a_section_is_read_and_nothing_else(sent, elements):
    typed = read_typed(sent, elements)

    assert set(typed.values) <= {name for element in elements for name in names_of(element)}
    assert typed.seen == elements
    assert all(typed.values[name] == sent[name] for name in typed.values if not re.search("__(lat|lon)", name))
    fields = [(name, value) for name in typed.values for value in sent[name]]
    assert [(name, value) for name, values in typed.values.items() for value in values] == lowered_fields(fields), "a pin only as coarse as its box says"


@given(SENT, st.sets(st.sampled_from(ELEMENTS)), SENT, st.sets(st.sampled_from(ELEMENTS)))
def test_a_later_section_replaces_itself_and_leaves_the_others(before, seen_before, after, seen_after):
    earlier, later = read_typed(before, seen_before), read_typed(after, seen_after)

    both = later.over(earlier)

    assert both.seen == seen_before | seen_after
    for element in both.seen:
        source = later if element in seen_after else earlier
        for name in names_of(element):
            assert both.values.get(name) == source.values.get(name)


@given(SENT)
def test_letting_go_of_one_answer_keeps_the_others(sent):
    typed = read_typed(sent, ELEMENTS)

    left = typed.without(["needs"])

    assert not any(name in left.values for name in names_of("needs"))
    assert left.seen == {"age", "needs_more"}
    assert all(left.values.get(name) == typed.values.get(name) for name in names_of("needs_more"))


def test_an_unticked_box_is_seen_and_empty():
    ticked = read_typed({"needs": ["food"]}, ["needs"])

    assert not read_typed({}, ["needs"]).over(ticked).something("needs")
    assert Typed({"age": ["  "]}).something("age") is False
    assert PARTS[0] == ""


@given(st.builds(
    Setting, mode=st.sampled_from(["in_person", "phone", "video", "paper", "correction"]), private_place=st.booleans(),
    interpreter=st.sampled_from(["none", "present", "phone"]), interpreter_accepted=st.booleans(), support=st.sampled_from(["", "arranged", "none"]),
    interpreter_role=st.sampled_from(["", "trained", "relative", "employer", "feared"]),
))
def test_an_interview_begins_in_private_with_an_accepted_interpreter_and_somebody_named_for_afterwards(setting):
    heard = setting.interpreter == "none" or (setting.interpreter_accepted and setting.interpreter_role == "trained")
    ready = setting.private_place and heard and bool(setting.support)

    assert (not not_yet(setting)) == (ready or setting.mode in WITHOUT_HER)
