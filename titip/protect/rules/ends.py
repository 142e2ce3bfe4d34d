"""What must be done when something ends: later rooms register here, so that earlier ones need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class End:
    """A pair that a room registers at start-up: what would happen, in words, and the doing of it.

    ``preview(person_id, purposes)`` returns sentences; ``apply(person_id, purposes, actor_code)`` acts inside the caller's transaction
    and returns sentences saying what was done. ``at_age``: also where a yes ends only because she is, or may be, a child: what was being
    typed then waits, sealed, for somebody who may decide.
    """

    room: str
    preview: Callable[[UUID, frozenset[str]], list[str]]
    apply: Callable[[UUID, frozenset[str], str], list[str]]
    at_age: bool = True


class Ends:
    """An ordered list of registered ends; registering the same room's end twice replaces it."""

    def __init__(self) -> None:
        self._ends: dict[str, End] = {}

    def register(self, end: End) -> None:
        """Add a room's end."""
        self._ends[end.room] = end

    def all(self) -> list[End]:
        """The registered ends, in the order in which rooms registered."""
        return list(self._ends.values())


#: Run when a person is erased.
ON_ERASE = Ends()
