"""Breaking the glass: why, for how long, how often, and what each room lets be opened so."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from titip.protect.rules.access import Actor, Opening

#: Why, by code. Words are asked for beside it.
REASONS: Final = {
    "danger": "She, or somebody near her, may be in danger now",
    "medical": "She needs medical care now",
    "crisis": "She is here or on the telephone, and her own worker cannot be reached",
    "child": "A child's safety depends on it",
    "other": "Something else that cannot wait: say what",
}
#: Why an emergency card is opened by somebody who does not work with the person, one tap each.
CARD_REASONS: Final = {
    "hurt": "She is hurt or ill",
    "danger_now": "She is in danger, or missing",
    "upset": "She is in distress, and I do not know her",
    "asked": "She asks for it herself",
}
ALL_REASONS: Final = {**REASONS, **CARD_REASONS}
#: The same for cards: they are opened sooner, and show less.
CARD_ALARM_FROM, CARD_STOP_FROM = 11, 31
#: For how long, in minutes; the first is proposed. At most one shift.
MINUTES: Final = (60, 30, 120, 240, 480)
#: Askings in one day by one colleague: from which on each raises an alarm, and from which on there are no more.
ALARM_FROM, STOP_FROM = 4, 11
DAY: Final = timedelta(hours=24)
#: A review is called late after this.
REVIEW_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True)
class Found:
    """A thing that may be opened so: what the record of its opening must know of it. ``within`` says whether it is within her scope anyway."""

    kind: str
    id: UUID
    code: str
    team: int | None
    owner: int | None
    url: str
    within: bool


#: ``find(actor, code)`` of a room: its thing of this code that the actor's role may open within its scope, or None.
Find = Callable[[Actor, str], Found | None]


class Openable:
    """Each room's answer to: what of yours has this code, and may be opened by breaking the glass?"""

    def __init__(self) -> None:
        self._rooms: dict[str, Find] = {}

    def register(self, room: str, find: Find) -> None:
        """Called from a room's ``apps.ready``."""
        self._rooms[room] = find

    def find(self, actor: Actor, code: str) -> Found | None:
        """What has this code. Every room is asked, whether or not an earlier one has found it."""
        found = [find(actor, code) for find in self._rooms.values()]
        return next((one for one in found if one is not None), None)


OPENABLE = Openable()

#: What whoever asks in this thread has open behind glass: every event about such a thing is marked with the glass.
UNDER: ContextVar[tuple[Opening, ...]] = ContextVar("titip_glass", default=())


def marks(subjects: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The further subjects of an event about these: the glass under which they are read, where there is one."""
    open_now = {one.thing: one.glass for one in UNDER.get()}
    return [("glass", open_now[subject]) for _kind, subject in subjects if subject in open_now] if open_now else []
