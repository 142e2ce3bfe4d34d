"""A scene: a house, people who type in it, and whether their words stand afterwards."""


import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.browser import Answer, Broken, new_words
from tests.faults.desks import Desk, Page
from tests.faults.house import House


class Lost(AssertionError):
    """Words are gone, doubled, or were written over unseen."""


@dataclass
class Scene:
    """A house, the desks of those who type in it, and a seeded chance."""

    house: House
    desks: list[Desk]
    chance: random.Random
    turn: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def desk(self) -> Desk:
        """Whose turn it is."""
        self.turn += 1
        return self.desks[self.turn % len(self.desks)]

    def a(self, kind: type[Desk]) -> Desk:
        """A desk of this kind."""
        return next(desk for desk in self.desks if isinstance(desk, kind))


def typed(desk: Desk) -> tuple[Page, str]:
    """A page with new words on it, not sent yet."""
    page, words = desk.open(), new_words(desk.name)
    desk.type(page, words)
    return page, words


def attempt(what: Callable[[], Answer]) -> Answer | None:
    """What the server answered; None where there was no answer."""
    try:
        return what()
    except Broken:
        return None


def stands(desk: Desk, words: str, why: str) -> None:
    """The words are kept, once."""
    found = desk.found(words)
    if found != 1:
        raise Lost(f"{why}: {'lost' if not found else f'kept {found} times'} ({desk.name})")


def comes_back(desk: Desk, words: str, why: str) -> Page:
    """The words are on the form when it is opened anew."""
    page = desk.open()
    if words not in page.form.value(desk.field):
        raise Lost(f"{why}: what was said to be saved does not come back ({desk.name})")
    return page


def keep(desk: Desk, page: Page, words: str, why: str) -> None:
    """She presses Save on the page that still holds her words, and finds them."""
    answer = desk.save(page)
    if answer.status >= 400:
        raise Lost(f"{why}: {answer.status} at {answer.path}: {answer.words[-200:]}")
    stands(desk, words, why)
