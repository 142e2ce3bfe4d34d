"""Which rooms seal values: each registers at start-up how to ask it which of them it names; what nobody names is swept."""

from collections.abc import Callable, Iterable
from uuid import UUID

Names = Callable[[Iterable[UUID]], set[UUID]]


class Sealers:
    """Each room's answer to: which of these vault rows do you name? A room left out would lose its sealed values: tests/house looks."""

    def __init__(self) -> None:
        self._rooms: dict[str, Names] = {}

    def register(self, room: str, names: Names) -> None:
        """Called from a room's ``apps.ready``."""
        self._rooms[room] = names

    def rooms(self) -> list[str]:
        """The rooms that registered."""
        return sorted(self._rooms)

    def all(self) -> list[Names]:
        """All answers."""
        return list(self._rooms.values())


SEALERS = Sealers()
