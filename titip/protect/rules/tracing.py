"""Which people a colleague watches over, how the log's ids are called, and which things are about one person: each room says its own part."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from titip.protect.rules.access import Actor

#: The people within a colleague's reach: code by id.
People = Callable[[Actor], Mapping[str, str]]
#: Codes of things: code by id, of those of these ids that are the room's.
Called = Callable[[Iterable[str]], Mapping[str, str]]
#: The ids of a room's things about one person: records, files, cases, bases.
Things = Callable[[UUID], Iterable[UUID | int | str]]


class Tracing:
    """The rooms' answers."""

    def __init__(self) -> None:
        self._people: dict[str, People] = {}
        self._called: dict[str, Called] = {}
        self._things: dict[str, Things] = {}

    def register(self, room: str, *, people: People | None = None, called: Called | None = None, things: Things | None = None) -> None:
        """Called from a room's ``apps.ready``. Ids are texts, as the log writes them."""
        if people is not None:
            self._people[room] = people
        if called is not None:
            self._called[room] = called
        if things is not None:
            self._things[room] = things

    def people(self, actor: Actor) -> dict[str, str]:
        """The people within her reach: code by id."""
        return {one: code for of_room in self._people.values() for one, code in of_room(actor).items()}

    def called(self, ids: Iterable[str]) -> dict[str, str]:
        """Codes of people and cases: code by id."""
        wanted = list(ids)
        return {one: code for of_room in self._called.values() for one, code in of_room(wanted).items()} if wanted else {}

    def things(self, person: UUID) -> set[str]:
        """Every id under which the log may name something about her, her own first."""
        return {str(person), *(str(one) for of_room in self._things.values() for one in of_room(person))}


TRACING = Tracing()
