"""A place of the gazetteer, and how the pure rules ask for one: the room registers who knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """``level``: 0 is a country, 1 a province. ``kind``: what this level is called there. ``lat``, ``lon``: degrees (WGS 84), None where not known.

    ``above``: codes and names of the places it lies in, the nearest first.
    """

    code: str
    parent: str
    level: int
    kind: str
    name: str
    native: str = ""
    lat: float | None = None
    lon: float | None = None
    above: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """As it is shown: the name, in its own letters too, and where it lies: "Poipet (ប៉ោយប៉ែត), Banteay Meanchey, Cambodia"."""
        own = f"{self.name} ({self.native})" if self.native and self.native != self.name else self.name
        return ", ".join([own, *(name for _code, name in self.above)])


Knower = Callable[[str], Place | None]
_knowers: list[Knower] = []


def register_knower(knower: Knower) -> None:
    """Who tells which place has a code. Registered once, when the application starts; without one, only the places of code lists are known."""
    _knowers[:] = [knower]


Finder = Callable[[str], Sequence[Place]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Who finds places by what people call them. Registered once, when the application starts; without one, none is found."""
    _finders[:] = [finder]


def find(text: str) -> Sequence[Place]:
    """Places called like this, the likeliest first."""
    return _finders[0](text) if _finders else ()


def place_of(code: str) -> Place | None:
    """The place of the gazetteer with this code; None where there is none."""
    return _knowers[0](code) if _knowers and code else None
