"""The part of a codebook that the organisation's own questions need: what answers none of them is not asked of anybody (S1)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry, QuestionEntry

#: Questions that the work itself asks: help first, a safe way to reach her, finding people, where each case stands.
ALWAYS: Final = frozenset({"what_needed", "reach_safely", "where_found", "how_cases_go"})
_NAMED = re.compile(r"\$\{([^}]+)\}")


def choices(book: Codebook) -> Iterator[tuple[QuestionEntry, int]]:
    """Each question that may be left out, with how many elements are asked for its sake alone."""
    everything = {question.code for question in book.questions}
    for question in book.questions:
        if question.code not in ALWAYS:
            yield question, len(book.elements) - len(for_questions(book, everything - {question.code}).elements)


def for_questions(book: Codebook, wanted: Collection[str]) -> Codebook:
    """The codebook with the wanted questions and ALWAYS, and the elements that answer one of them.

    The minimum stays, and so does what another element's rule names. Elements are left out, never changed; they name only questions that stay.
    """
    kept = ALWAYS | frozenset(wanted)
    elements = {element.code: element for element in book.elements}
    chosen = {code for code, element in elements.items() if element.minimum or not element.questions or kept & set(element.questions)}
    while named := {other for code in chosen for other in _names(elements[code]) if other in elements} - chosen:
        chosen |= named
    return replace(
        book,
        questions=tuple(question for question in book.questions if question.code in kept),
        elements=tuple(_answering(element, kept) for element in book.elements if element.code in chosen),
        forms=tuple(_placing(form, chosen) for form in book.forms),
    )


def _names(element: ElementEntry) -> Iterator[str]:
    for rule in (element.relevant, element.constraint, element.calculation):
        yield from _NAMED.findall(rule)


def _answering(element: ElementEntry, kept: frozenset[str]) -> ElementEntry:
    """Without questions that are not here."""
    return replace(element, questions=tuple(code for code in element.questions if code in kept))


def _placing(form: FormEntry, chosen: set[str]) -> FormEntry:
    return replace(form, placements=tuple(placed for placed in form.placements if placed.element in chosen))
