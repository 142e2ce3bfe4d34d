"""Whether the house is ready for high-risk data (X14): what must have been proven first, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from titip.kit import clock


class Proof(StrEnum):
    """What can be proven, by the names under which marks are kept."""

    SHEET = "recovery_sheet"
    BACKUP = "backup"
    DRILL = "restore_drill"
    PLAN = "breach_plan"


#: Without each of these, passed once at least, high-risk elements stay closed to everybody. Of the second factor the access
#: decision asks each colleague herself, at every sign-in.
NEEDED: Final = (Proof.SHEET, Proof.DRILL, Proof.PLAN)
#: A drill, a backup older than this is told of on every custodian's first page. It closes nothing: people are in care.
STALE_AFTER: Final[Mapping[Proof, timedelta]] = {Proof.DRILL: timedelta(days=45), Proof.BACKUP: timedelta(days=8), Proof.SHEET: timedelta(days=190)}
PLAN_LASTS: Final = timedelta(days=365)


@dataclass(frozen=True)
class Last:
    """The newest proof of a kind: when it passed, and when it has to be done again where that was set."""

    at: datetime
    due_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the decision must know. ``passed``: the newest passed proof of each kind. ``openers``: colleagues at work whose role opens
    high-risk answers; ``without_factor``: those of them who have no second factor yet, by staff code.
    """

    passed: Mapping[Proof, Last]
    openers: int = 0
    without_factor: tuple[str, ...] = ()


def house_is_ready(passed: frozenset[Proof]) -> bool:
    """Whether high-risk elements are open in this house at all."""
    return all(proof in passed for proof in NEEDED)


def missing(facts: Facts) -> tuple[str, ...]:
    """What keeps high-risk elements closed, in the order in which it is best done: ``recovery_sheet``, ``second_factor``,
    ``restore_drill``, ``breach_plan``. Empty: they are open.
    """
    order = [Proof.SHEET.value, "second_factor", Proof.DRILL.value, Proof.PLAN.value]
    lacking = {proof.value for proof in NEEDED if proof not in facts.passed}
    if not facts.openers or len(facts.without_factor) == facts.openers:
        lacking.add("second_factor")  # there is nobody yet to whom anything could be opened
    return tuple(name for name in order if name in lacking)


def stale(facts: Facts, now: datetime) -> tuple[Proof, ...]:
    """What was proven too long ago."""
    return tuple(proof for proof, last in sorted(facts.passed.items()) if _is_stale(proof, last, now))


def _is_stale(proof: Proof, last: Last, now: datetime) -> bool:
    if last.due_on is not None:
        return clock.day_of(now) > last.due_on
    return proof in STALE_AFTER and now - last.at > STALE_AFTER[proof]
