"""Whose code is it? Each room with codes registers how its ids are found by one, so that the log, which holds ids, can be asked by code."""

from collections.abc import Callable, Iterable
from uuid import UUID

Ids = Callable[[str], Iterable[UUID | int | str]]


class Codes:
    """A room's answer for each room that gives codes to things."""

    def __init__(self) -> None:
        self._rooms: dict[str, Ids] = {}

    def register(self, room: str, ids: Ids) -> None:
        """Called from a room's ``apps.ready``. ``ids(code)`` returns the ids of its things of that code, most often one or none."""
        self._rooms[room] = ids

    def of(self, room: str, code: str) -> list[UUID | int | str]:
        """The ids of one room's things of that code."""
        return list(self._rooms[room](code)) if room in self._rooms else []

    def all(self) -> list[Ids]:
        """All answers."""
        return list(self._rooms.values())


CODES = Codes()
