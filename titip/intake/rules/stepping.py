"""How a form is asked one idea a page: which questions stand together, what comes before and after, which do not arise."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from titip.dictionary.rules import expressions
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import ElementType

#: How questions come: one idea a page, or a whole section at once.
ONE, WHOLE = "one", "whole"
LAYOUTS: Final = [(ONE, _("One question a page")), (WHOLE, _("A whole section at once"))]
#: At most so many questions stand on one page, follow-ups of each other.
MOST: Final = 4
#: Entered so, a sheet of paper is followed from top to bottom.
_FROM_PAPER: Final = "paper"


@dataclass(frozen=True)
class Step:
    """One page. ``section``: its number; ``place`` of ``of``: where it stands among the section's pages that arise, 0 where it does not arise.

    ``known``: what is known already and only looked over.
    """

    section: int
    elements: tuple[Declared, ...]
    known: bool = False
    place: int = 0
    of: int = 0

    @property
    def at(self) -> str:
        """What an address calls it: its first element."""
        return self.elements[0].code

    def part(self, title: str) -> Section:
        """As a section of its own."""
        return Section(title, self.elements)


def usual(mode: str, last: str, house: str) -> str:
    """The layout that a sitting begins with: from paper a whole section; else as the colleague last chose, else as the house says."""
    if mode == _FROM_PAPER:
        return WHOLE
    return next((one for one in (last, house) if one in (ONE, WHOLE)), ONE)


def steps(sections: Sequence[Section], *, standing: Collection[str], hidden: Collection[str]) -> tuple[Step, ...]:
    """Every page of a form, in order. ``standing``: elements known already, looked over on one page at the head of their section;
    ``hidden``: elements that do not arise."""
    made: list[Step] = []
    for number, section in enumerate(sections):
        pages = [Step(number, tuple(page), known=known) for known, page in _pages(section.elements, frozenset(standing))]
        asked = [page for page in pages if any(element.code not in hidden for element in page.elements)]
        places = {page.at: place for place, page in enumerate(asked, start=1)}
        made += [Step(page.section, page.elements, page.known, places.get(page.at, 0), len(asked)) for page in pages]
    return tuple(made)


def found(pages: Sequence[Step], at: str, section: int) -> Step | None:
    """The page on which an element stands; else the first of the section that arises; None where there is none."""
    named = next((page for page in pages if any(element.code == at for element in page.elements)), None)
    return named if named is not None else next((page for page in pages if page.section == section and page.place), None)


def beside(pages: Sequence[Step], here: Step, step: int) -> Step | None:
    """The next page that arises (``step`` 1), or the one before (-1), over the ends of sections."""
    index = next((place for place, page in enumerate(pages) if page.at == here.at), None)
    if index is None:
        return None
    ahead = pages[index + 1:] if step > 0 else tuple(reversed(pages[:index]))
    return next((page for page in ahead if page.place), None)


def _pages(elements: Iterable[Declared], standing: frozenset[str]) -> list[tuple[bool, list[Declared]]]:
    """The pages of one section, the one of what is known first."""
    known: list[Declared] = []
    asked: list[list[Declared]] = []
    for element in elements:
        if element.code in standing and not element.heavy and element.type is not ElementType.REPEAT:
            known.append(element)
        elif asked and _belongs(element, asked[-1]):
            asked[-1].append(element)
        else:
            asked.append([element])
    if len(asked) > 1 and all(_follows(element) for element in asked[0]):
        asked[:2] = [asked[0] + asked[1]]  # what is worked out is no page of its own
    return [*([(True, known)] if known else []), *((False, page) for page in asked)]


def _belongs(element: Declared, page: Sequence[Declared]) -> bool:
    """Whether a question follows up one on the page before it, so that both are one idea."""
    if _follows(element):
        return True
    if len(page) >= MOST or element.type is ElementType.REPEAT or element.heavy:
        return False
    return not _looked_at(element.relevant).isdisjoint(one.code for one in page)


def _follows(element: Declared) -> bool:
    return element.type is ElementType.CALCULATED


@lru_cache(maxsize=2048)
def _looked_at(rule: str) -> frozenset[str]:
    """The elements that a skip rule looks at."""
    try:
        return frozenset(expressions.references(expressions.parse(rule))) if rule else frozenset()
    except expressions.BadExpression:
        return frozenset()
