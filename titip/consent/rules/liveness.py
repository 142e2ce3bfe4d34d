"""Whether a decision still holds now: never stored, asked at every use of data."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.rules.grounds import Grounds, GroundsKind
from titip.register.rules.covering import CARE

ADULT = "adult"  # register's age status; anything else (child, in doubt) counts as under 18


class State(StrEnum):
    """Where a decision about one purpose stands. ``COVERED``: held on a basis that is nobody's consent (a law, a danger)."""

    NOT_ASKED = "not_asked"
    UNDECIDED = "undecided"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    BY_GUARDIAN = "given_by_guardian"
    COVERED = "covered"


#: States of a stored decision that allow something.
ALLOWING = frozenset({State.GIVEN, State.BY_GUARDIAN, State.COVERED})

#: Bases that speak for a child; each needs the child's own assent.
FOR_A_CHILD = frozenset({GroundsKind.GUARDIAN, GroundsKind.BEST_INTEREST})

#: Bases that rest on the words of the cards; another one does not change with them.
HER_WORD = frozenset({GroundsKind.CONSENT, *FOR_A_CHILD})

#: Bases that end when the person (or whoever decides for her) withdraws. The others rest on a law or on somebody else's need,
#: and end by review.
WITHDRAWABLE = frozenset({GroundsKind.CONSENT, GroundsKind.GUARDIAN, GroundsKind.BEST_INTEREST, GroundsKind.IMMEDIATE_SAFETY})


@dataclass(frozen=True)
class DecisionFacts:
    """All that liveness must know of one decision, its basis and its person."""

    kind: GroundsKind
    purpose: str
    state: State
    age_status: str
    recipient: str = ""
    valid_until: datetime | None = None
    ended_at: datetime | None = None
    basis_ended_at: datetime | None = None
    review_on: date | None = None
    reworded_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """Live or not. ``shown`` is the state to show; ``review`` asks for a new decision; ``reason`` is an English message id."""

    live: bool
    shown: State
    reason: str = ""
    review: bool = False


@dataclass(frozen=True)
class Live:
    """The answer to "may this person's data be used for this?". ``grounds`` is there exactly when ``ok``."""

    ok: bool
    grounds: Grounds | None
    reason: str


def verdict(decision: DecisionFacts, now: datetime) -> Verdict:
    """Whether ``decision`` allows its purpose at ``now``, and why not."""
    if decision.state not in ALLOWING:
        return Verdict(False, decision.state, _NOT_GIVEN.get(decision.state, _("Not agreed.")))
    if _ended(decision.ended_at, now) or _ended(decision.basis_ended_at, now):
        return Verdict(False, State.WITHDRAWN, _("This has ended."))
    is_adult = decision.age_status == ADULT
    if decision.kind is GroundsKind.CONSENT and not is_adult:
        return Verdict(False, State.EXPIRED, _("She is under 18, or may be: a guardian or a best-interest decision is needed, with her own assent."))
    # Care goes on past a review date: expiry asks for a review, it does not close the door on her.
    late = _past(decision, now)
    grown = decision.kind in FOR_A_CHILD and is_adult
    other = decision.kind in HER_WORD and _ended(decision.reworded_at, now)
    if (late or grown or other) and decision.purpose != CARE:
        return Verdict(False, State.EXPIRED, _GROWN if grown else _OTHER_WORDS if other else _("The time agreed is over: ask again."))
    return Verdict(True, decision.state, review=late or grown or other)


_GROWN = _("She is 18 or older now: ask her herself.")
_OTHER_WORDS = _("What this is for has other words since she agreed: read her the new ones, and ask again.")


def is_live(decision: DecisionFacts, now: datetime) -> bool:
    """Whether ``decision`` allows its purpose at ``now``."""
    return verdict(decision, now).live


def due_at(valid_until: datetime | None, review_on: date | None) -> datetime | None:
    """When to ask again: the earlier of a decision's end and its basis's review (its day begins, UTC); None where neither is set."""
    review = datetime.combine(review_on, time.min, tzinfo=UTC) if review_on is not None else None
    return min((moment for moment in (valid_until, review) if moment is not None), default=None)


def _ended(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _past(decision: DecisionFacts, now: datetime) -> bool:
    over = decision.valid_until is not None and decision.valid_until <= now
    return over or (decision.review_on is not None and decision.review_on < clock.day_of(now))


_NOT_GIVEN = {
    State.NOT_ASKED: _("She has not been asked."),
    State.UNDECIDED: _("She has not decided yet."),
    State.DECLINED: _("She said no."),
    State.WITHDRAWN: _("She withdrew this."),
    State.EXPIRED: _("The time agreed is over: ask again."),
}


def add_months(moment: datetime, months: int) -> datetime:
    """The same day of the month ``months`` later, or that month's last day."""
    whole = moment.month - 1 + months
    year, month = moment.year + whole // 12, whole % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
