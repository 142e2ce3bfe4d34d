"""What stands on the list of a colleague who joins, what of it ends, and what is asked back when she leaves."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Final

#: Each thing on the list in its order: what it is, and what helps whoever ticks it. ``training`` is noted as a training, ``rules`` signed by herself.
LIST: Final = {
    "training": ("Training for high-risk data", "Before she opens any high-risk answer. Noted below with its day."),
    "references": ("References asked", "Two people who worked with her, one of them with people at risk. Ask whether they would let her work with their own."),
    "clearance": ("Police clearance seen", "Or, where none can be had safely, what was done instead and who decided it."),
    "devices": ("Her own devices declared", "Which telephone or computer of her own she uses for this work, if any; that it locks, and who else uses it."),
    "rules": ("Rules of this house signed", "By herself, once a year, on her page Your sign-in."),
}
#: What an administrator ticks; the rest is noted elsewhere.
TICKED: Final = ("references", "clearance", "devices")
#: For how long what is signed holds, and how long before its end she is reminded.
SIGNED_FOR, REMIND = timedelta(days=365), timedelta(days=30)
#: What she signs. Each line is a message id.
RULES: Final = (
    "I look at what I need for my work with a person, and at nothing else.",
    "I give my passphrase and my second factor to nobody, also not to the director or the police.",
    "I take no picture of a screen and copy nothing to a device that is not declared.",
    "I tell at once when a telephone is lost, when I was asked to show something, or when I made a mistake. Nobody is punished for telling.",
    "What a person told me stays between her and those who care for her, also after I leave.",
)


def still_open(done: Collection[str]) -> list[str]:
    """What of the list is not done, in its order."""
    return [item for item in LIST if item not in done]


def due(until: date | None, today: date) -> str:
    """How a signature stands: ``missing``, ``over``, ``soon`` (ends within the time of reminding) or ``current``."""
    if until is None:
        return "missing"
    return "over" if until < today else "soon" if until <= today + REMIND else "current"


class Carried:
    """What rooms say of a colleague who is to leave: what she still carries, as sentences."""

    def __init__(self) -> None:
        self._rooms: dict[str, Callable[[int], list[str]]] = {}

    def register(self, room: str, says: Callable[[int], list[str]]) -> None:
        """Called from a room's ``apps.ready``."""
        self._rooms[room] = says

    def of(self, staff_id: int) -> list[str]:
        """All that she carries, in words."""
        return [sentence for says in self._rooms.values() for sentence in says(staff_id)]


CARRIED = Carried()
