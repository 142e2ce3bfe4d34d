"""What a breach plan must say, and a text to begin with."""

from dataclasses import dataclass
from typing import Final

#: Seventy-two hours is what most data protection laws of the region give at most (Thailand PDPA s. 37; Philippines NPC; Indonesia Law 27/2022 art. 46).
AUTHORITY_HOURS: Final = 72
PEOPLE_HOURS: Final = 24
STARTER: Final = """1. Whoever suspects something tells the person who leads at once, by voice. No names in messages.
2. Lock the server (Your sign-in, at the foot of every page, then Lock the server; or switch the computer off). Note the time. Do not delete anything.
3. End the sign-ins of the colleague or device concerned; take back what was lent.
4. Who may be in danger now? Her case worker decides with her what she needs first: another place, another telephone number, company.
5. Tell those concerned within the hours above, in the safe way that each agreed to: what happened, what we did, what they can do.
6. Tell the authority within the hours above. Counsel reads the letter first.
7. Write down what was seen, by whom, when; keep the log's anchor of that day.
8. Within two weeks: what let it happen, what is changed, who checks it. Look at this plan again."""


@dataclass(frozen=True)
class Plan:
    """What is signed."""

    leads: str
    stands_in: str
    authority: str
    authority_hours: int
    people_hours: int
    text: str


class BadPlan(ValueError):
    """The plan cannot be signed as it stands. ``field``: what to look at; the message is an English message id."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def check(plan: Plan) -> None:
    """Raise BadPlan where something is missing that somebody would look for at night."""
    for field in ("leads", "stands_in", "authority", "text"):
        if not getattr(plan, field).strip():
            raise BadPlan(field, "This has to be known beforehand: in the night of a breach nobody finds it out.")
    for field in ("leads", "stands_in"):
        if sum(character.isdigit() for character in getattr(plan, field)) < 5:
            raise BadPlan(field, "Give a telephone number too: one that is answered at night.")
    if plan.leads.strip().casefold() == plan.stands_in.strip().casefold():
        raise BadPlan("stands_in", "Somebody else stands in: one person may be ill, or be the one concerned.")
    for field, most in (("authority_hours", 168), ("people_hours", 168)):
        if not 1 <= getattr(plan, field) <= most:
            raise BadPlan(field, "Give a number of hours from 1 to 168.")
