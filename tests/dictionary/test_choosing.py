"""What answers none of the organisation's questions is left out; what remains is whole."""

import re

import pytest

from titip.dictionary.rules.choosing import ALWAYS, choices, for_questions
from titip.dictionary.rules.lint import lint
from titip.dictionary.rules.starter import starter

OFFERED = [question.code for question, _count in choices(starter())]


@pytest.mark.parametrize("wanted", [[], *[[code] for code in OFFERED], OFFERED])
def test_the_part_is_whole(wanted: list[str]) -> None:
    book = for_questions(starter(), wanted)
    codes = {element.code for element in book.elements}

    assert {question.code for question in book.questions} == ALWAYS | set(wanted)
    assert all(element.questions or element.minimum for element in book.elements)
    assert {element.code for element in starter().elements if element.minimum} <= codes
    assert {placed.element for form in book.forms for placed in form.placements} <= codes
    for element in book.elements:
        assert set(re.findall(r"\$\{([^}]+)\}", f"{element.relevant} {element.constraint} {element.calculation}")) <= codes
    assert [finding for finding in lint(book) if finding.level == "error"] == []


def test_every_question_offered_asks_for_something_and_all_together_are_the_starter() -> None:
    assert all(count > 0 for _question, count in choices(starter()))
    assert for_questions(starter(), OFFERED) == starter()
