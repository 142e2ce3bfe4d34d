"""What is never by default (X12): to whom a person may open such an answer, one by one, and who knows what she opened."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from titip.protect.rules.roles import Role

#: Kinds of recipients that she can name. A view for which no kind stands here (border, map, search, a hub) never shows the class at all.
RECIPIENTS: Final = {
    "police": "Police and investigators who work with us",
    "court": "Lawyers, for the court",
    "provider": "Those who give a service",
    "keepers": "Colleagues who keep the data in order",
    "table": "A table of many people, without names",
}
#: As which recipient each role asks. Those who care for her need no agreement; whoever is neither sees nothing of the class.
RECIPIENT_OF: Final = {Role.INVESTIGATOR: "police", Role.LAWYER: "court", Role.PROVIDER: "provider", Role.STEWARD: "keepers"}

#: (element, recipient, purpose) to which a person agrees now.
Agreed = frozenset[tuple[str, str, str]]


class Agreements:
    """Where the access decision learns what a person agreed to. The consent room registers itself at start-up; before that nobody agreed to anything."""

    def __init__(self) -> None:
        self._of: Callable[[UUID], Agreed] | None = None

    def register(self, of: Callable[[UUID], Agreed]) -> None:
        """Called from ``consent.apps.ready``."""
        self._of = of

    def of(self, person_id: UUID | None) -> Agreed:
        """What this person agrees to now. One query."""
        return self._of(person_id) if self._of is not None and person_id is not None else frozenset()


AGREEMENTS = Agreements()
