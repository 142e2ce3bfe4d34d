"""Which rooms can tell what has been filled in or used: each registers at start-up, because the dictionary stands before them on the path."""

from collections.abc import Callable, Collection
from datetime import datetime

Used = Callable[[datetime], Collection[str]]


class Uses:
    """Each room's answer to: which elements were filled in, or used, since then?"""

    def __init__(self) -> None:
        self._rooms: dict[str, Used] = {}

    def register(self, room: str, used: Used) -> None:
        """Called from a room's ``apps.ready``."""
        self._rooms[room] = used

    def since(self, then: datetime) -> frozenset[str]:
        """Codes of the elements that any room has seen used since then."""
        return frozenset(code for used in self._rooms.values() for code in used(then))


USES = Uses()
