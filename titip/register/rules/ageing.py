"""What later rooms do when a person's age status changes: they register here at start-up, the change runs it in its own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AgeChange:
    """``preview(person_id, age_status)`` returns sentences saying what would end; ``apply(person_id, before, actor_code)`` runs after the
    new status was written, inside the caller's transaction, and returns sentences saying what was done."""

    room: str
    preview: Callable[[UUID, str], list[str]]
    apply: Callable[[UUID, str, str], list[str]]


class AgeChanges:
    """What was registered, by room."""

    def __init__(self) -> None:
        self._known: dict[str, AgeChange] = {}

    def register(self, change: AgeChange) -> None:
        """Add a room's."""
        self._known[change.room] = change

    def all(self) -> list[AgeChange]:
        """In the order in which rooms registered."""
        return list(self._known.values())


ON_AGE = AgeChanges()
