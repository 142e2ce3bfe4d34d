"""Any number of tabs of one draft, in any order: no word of any of them is lost, none is written over unseen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from titip.intake.rules.meeting import mark, marks_of, meet, read_marks, write_marks
from titip.intake.rules.typing import Typed

ELEMENTS = ["age", "needs", "needs_more", "papers"]
WORDS = st.sampled_from(["", "one", "two", "three", " one "])


def typed(values: dict[str, str]) -> Typed:
    return Typed({name: [value] for name, value in values.items()}, frozenset(values))


class Tab:
    """A page as a browser holds it: its fields, and the marks that it was given."""

    def __init__(self, draft: Typed) -> None:
        self.fields = {element: (draft.values.get(element) or [""])[0] for element in ELEMENTS}
        self.marks = marks_of(typed(self.fields), ELEMENTS)
        self.mine: set[str] = set()  # typed here and not acknowledged

    def sends(self, draft: Typed) -> tuple[Typed, tuple[str, ...]]:
        met = meet(typed(self.fields), draft, read_marks(write_marks(self.marks)))
        self.marks = met.marks
        return met.typed, met.clashes


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ELEMENTS), WORDS, st.booleans()), max_size=14))
def test_whatever_three_tabs_type_stands_in_the_draft_or_is_said(steps):
    draft = Typed()
    tabs = [Tab(draft) for _ in range(3)]
    for at, element, words, reopens in steps:
        tab = tabs[at]
        if reopens and not tab.mine:
            tabs[at] = tab = Tab(draft)
        tab.fields[element] = words
        if mark(typed(tab.fields), element) == tab.marks[element]:
            tab.mine.discard(element)  # as it was before: nothing was typed
        else:
            tab.mine.add(element)
        before = draft
        draft, clashes = tab.sends(draft)
        for other in ELEMENTS:
            here, there = mark(typed(tab.fields), other), mark(before, other)
            if other in clashes:
                assert mark(draft, other) == there, "a clash changes nothing"
                assert other in tab.mine, "nobody is told of a clash about what she did not type"
            elif other in tab.mine:
                assert mark(draft, other) == here, "what was acknowledged stands"
            elif other in before.seen:
                assert mark(draft, other) == there, "what she did not touch is left alone"
        tab.mine &= set(clashes)


def test_the_section_of_one_tab_does_not_empty_the_fields_of_the_other():
    first, second = Tab(Typed()), Tab(Typed())
    first.fields["age"] = "21"
    draft, _clashes = first.sends(Typed())
    second.fields["needs"] = "a door"
    draft, clashes = second.sends(draft)
    assert not clashes and draft.values["age"] == ["21"] and draft.values["needs"] == ["a door"]


def test_both_typed_the_same_question():
    first, second = Tab(Typed()), Tab(Typed())
    first.fields["age"], second.fields["age"] = "21", "22"
    draft, _clashes = first.sends(Typed())
    draft, clashes = second.sends(draft)
    assert clashes == ("age",) and draft.values["age"] == ["21"]
    second.fields["age"] = "21"
    assert second.sends(draft)[1] == ()


def test_line_ends_and_empty_fields_are_no_change():
    assert mark(Typed({"a": ["one\r\ntwo "], "a__source": [""]}), "a") == mark(Typed({"a": ["one\ntwo"]}), "a")
    assert mark(Typed({"a": ["one"], "ab": ["x"]}), "a") == mark(Typed({"a": ["one"]}), "a")
    assert mark(Typed({"a/0f/name": ["one"]}), "a") != mark(Typed(), "a")
