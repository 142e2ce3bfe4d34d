"""One idea a page: what stands together, what comes next, what does not arise. Titip's own rule; no framework."""

from dataclasses import replace

from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.types import ElementType
from titip.intake.rules.stepping import MOST, ONE, WHOLE, beside, found, steps, usual


def asked(code: str, kind: ElementType = ElementType.TEXT, **more: object) -> Declared:
    return replace(Declared(code=code, record_type="registration", version=1, type=kind, label=code), **more)  # type: ignore[arg-type]


def pages(*elements: Declared, standing: tuple[str, ...] = (), hidden: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    made = steps([Section("One", elements)], standing=standing, hidden=hidden)
    return [tuple(element.code for element in page.elements) for page in made]


def test_each_question_is_a_page_and_a_follow_up_stands_with_what_it_follows() -> None:
    crossed, where, how = asked("crossed"), asked("where", relevant="${crossed} = 'yes'"), asked("how", relevant="${where} != ''")
    pay = asked("pay")
    assert pages(crossed, where, how, pay) == [("crossed", "where", "how"), ("pay",)]
    assert pages(crossed, pay, where) == [("crossed",), ("pay",), ("where",)], "only with what stands just before it"
    many = [asked("first"), *(asked(f"more_{n}", relevant="${first} = 'yes'") for n in range(MOST + 1))]
    assert [len(page) for page in pages(*many)] == [MOST, 1, 1]


def test_a_repeated_group_and_what_is_heavy_stand_alone_and_what_is_worked_out_is_no_page() -> None:
    children = asked("children", ElementType.REPEAT, relevant="${count} > 0")
    story, months = asked("story", heavy=True, relevant="${count} > 0"), asked("months", ElementType.CALCULATED)
    assert pages(asked("count"), children, story) == [("count",), ("children",), ("story",)]
    assert pages(asked("began"), asked("ended"), months, asked("pay")) == [("began",), ("ended", "months"), ("pay",)]
    assert pages(months, asked("pay")) == [("months", "pay")]
    assert pages(months) == [("months",)]


def test_what_is_known_is_looked_over_on_one_page_and_never_the_story() -> None:
    story = asked("story", heavy=True)
    assert pages(asked("name"), asked("age"), asked("home"), story, standing=("home", "name", "story")) == [("name", "home"), ("age",), ("story",)]


def test_every_question_of_a_form_stands_on_exactly_one_page() -> None:
    from titip.dictionary.rules.forms import form_spec
    from titip.dictionary.rules.starter import starter

    book = starter()
    for form in book.forms:
        spec = form_spec(book, form.code)
        for standing in ((), tuple(element.code for element in spec)[::3]):
            told = [element.code for page in steps(spec.sections, standing=standing, hidden=()) for element in page.elements]
            assert sorted(told) == sorted(element.code for element in spec)


def test_the_way_on_goes_over_sections_and_past_what_does_not_arise() -> None:
    sections = [Section("One", (asked("a"), asked("b"), asked("c"))), Section("Two", (asked("d"),)), Section("Three", (asked("e"),))]
    made = steps(sections, standing=(), hidden=("b", "d"))
    first = found(made, "a", 0)
    assert first is not None and (first.place, first.of) == (1, 2)
    second = beside(made, first, 1)
    assert second is not None and (second.at, second.place, second.of) == ("c", 2, 2)
    third = beside(made, second, 1)
    assert third is not None and (third.at, third.section) == ("e", 2)
    assert beside(made, third, 1) is None and beside(made, first, -1) is None
    assert found(made, "", 1) is None, "nothing of that section arises"
    hidden = found(made, "b", 0)
    assert hidden is not None and hidden.place == 0 and (beside(made, hidden, 1) or hidden).at == "c", "who stands on it finds the way on"


def test_from_paper_sections_come_whole_else_as_she_last_chose_else_as_the_house_says() -> None:
    assert usual("paper", ONE, ONE) == WHOLE
    assert usual("in_person", WHOLE, ONE) == WHOLE and usual("in_person", "", WHOLE) == WHOLE and usual("in_person", "", "") == ONE
