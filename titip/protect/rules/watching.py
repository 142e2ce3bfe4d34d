"""What is watched for: the kinds of alarm, after how many in a day each is raised, and the words with which one is noted as looked at."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Watched(StrEnum):
    """The kinds of alarm, by the names under which they are kept."""

    BUDGET = "budget"
    STOP = "stop"
    HOURS = "hours"
    REFUSED = "refused"
    CODES = "codes"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    SIGN_IN = "sign_in"
    GLASS = "glass"
    LOG = "log"


@dataclass(frozen=True)
class AlarmKind:
    """``label`` says what happened (a message id with ``%(count)d``), ``short`` the same without a count; ``after``: that many in a day raise it."""

    label: str
    after: int
    short: str


KINDS: Final[dict[Watched, AlarmKind]] = {
    Watched.BUDGET: AlarmKind("Opened the records of %(count)d people in a day", 1, "Opened the records of many people"),
    Watched.STOP: AlarmKind("Was stopped: opened the records of %(count)d people in a day", 1, "Was stopped after opening too many people's records"),
    Watched.HOURS: AlarmKind("Opened records outside the hours of work: %(count)d times", 1, "Opened records outside the hours of work"),
    Watched.REFUSED: AlarmKind("Was refused %(count)d times in a day", 20, "Was refused often"),
    Watched.CODES: AlarmKind("Looked for %(count)d codes that are nobody's", 15, "Looked for codes that are nobody's"),
    Watched.PASSPHRASE: AlarmKind("Wrong passphrases at the locked door: %(count)d", 3, "Wrong passphrases at the locked door"),
    Watched.SIGN_IN: AlarmKind("Sign-ins that failed: %(count)d", 10, "Sign-ins that failed"),
    Watched.GLASS: AlarmKind("Broke the glass: %(count)d times", 1, "Broke the glass"),
    Watched.LOG: AlarmKind("The log is not whole, or does not fit an anchor: %(count)d", 1, "The log is not whole, or does not fit an anchor"),
}

#: With which word a colleague notes that she has looked: the log takes no sentences.
WHYS: Final[dict[str, str]] = {
    "work": "Expected work: it was hers to do",
    "spoke": "I spoke with her",
    "slip": "A slip: mistyped, or a page opened by mistake",
    "emergency": "An emergency",
    "incident": "It is being followed up as an incident",
    "go_on": "She may open more today: it is needed",
}
#: The word that lets somebody who was stopped go on.
GO_ON: Final = "go_on"

#: Events by which somebody saw what is kept about a person.
READS: Final = frozenset({
    "register.open", "register.identity", "register.history", "register.file", "consent.open", "consent.certificate", "casework.open", "casework.note",
    "intake.file", "intake.open", "quality.compare_records",
})
#: Events that showed a person in a list among others.
LISTS: Final = frozenset({"register.list", "casework.list"})


def is_odd(hour: int, opens: int, closes: int) -> bool:
    """Whether an hour (0 to 23) lies outside ``opens`` to before ``closes``; hours may run over midnight; equal ones mean all day."""
    if opens == closes:
        return False
    return not (opens <= hour < closes) if opens < closes else closes <= hour < opens


def week_of(day: date) -> str:
    """The ISO week of a day, as ``2026-W47``."""
    year, week, _day = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def days_of(week: str) -> tuple[date, date]:
    """Monday and Sunday of a week as ``week_of`` writes it. Raises ValueError."""
    if len(week) != 8 or week[4:6] != "-W":
        raise ValueError("a week is written 2026-W47")
    first = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return first, first + timedelta(days=6)
