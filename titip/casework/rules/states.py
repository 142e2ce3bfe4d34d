"""The state machine of a case as data: states, moves, and what is due in each (S2).

Source: ``practice.md``, "Steps of a case". Whoever reads this file reads the workflow; the page of the manual
(``docs/reference/case-states.md``) is written from it and compared in a test.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from titip.dictionary.rules.messages import gettext_noop as _
from titip.protect.rules.roles import Role


class State(StrEnum):
    """Where a case stands. The order is the usual order."""

    DRAFT = "draft"
    SCREENING = "screening"
    NOT_INDICATED = "not_indicated"
    INDICATED = "indicated"
    IDENTIFICATION = "identification"
    NEEDS = "needs"
    PLAN = "plan"
    SERVICES = "services"
    FOLLOW_UP = "follow_up"
    CLOSURE = "closure"
    CLOSED = "closed"


@dataclass(frozen=True)
class NextStep:
    """What is due when a case enters a state: by a role, never by a person, within ``days`` days."""

    kind: str
    role: Role
    days: int


@dataclass(frozen=True)
class StateRule:
    """What holds in a state. ``label`` and ``meaning`` are message ids."""

    label: str
    meaning: str
    next_step: NextStep | None


STATES: dict[State, StateRule] = {
    State.DRAFT: StateRule(_("Draft"), _("The case has been opened; nothing has been asked yet."), NextStep("screen", Role.FRONTLINE, 2)),
    State.SCREENING: StateRule(_("Screening"), _("We are looking for signs, at the person's pace."), NextStep("decide_signs", Role.FRONTLINE, 3)),
    State.NOT_INDICATED: StateRule(
        _("Not indicated"), _("No signs were seen. The person is referred elsewhere if they wish."), NextStep("refer_elsewhere", Role.FRONTLINE, 7),
    ),
    State.INDICATED: StateRule(_("Indicated"), _("Signs are present."), NextStep("ask_identification", Role.FRONTLINE, 7)),
    State.IDENTIFICATION: StateRule(
        _("Formal identification"), _("A body that may decide has been asked, if the person agreed. Services do not wait for its answer."),
        NextStep("follow_identification", Role.FRONTLINE, 14),
    ),
    State.NEEDS: StateRule(
        _("Needs and risk"), _("Needs and dangers are being looked at together with the person."), NextStep("assess_needs", Role.FRONTLINE, 5),
    ),
    State.PLAN: StateRule(_("Plan"), _("A plan is being made with the person."), NextStep("agree_plan", Role.FRONTLINE, 7)),
    State.SERVICES: StateRule(_("Services and referrals"), _("Services are being given."), NextStep("review_services", Role.FRONTLINE, 30)),
    State.FOLLOW_UP: StateRule(
        _("Follow-up and reintegration"), _("We stay in touch, in the safe way the person chose."), NextStep("contact", Role.FRONTLINE, 30),
    ),
    State.CLOSURE: StateRule(
        _("Closing asked for"), _("Closing was asked for and waits for someone else's decision."), NextStep("decide_closing", Role.SUPERVISOR, 7),
    ),
    State.CLOSED: StateRule(_("Closed"), _("The case is closed and kept until its time of keeping ends."), None),
}

#: What a step can be. Codes are kept, labels are message ids. No free text: a line of text would hold names.
STEP_KINDS: dict[str, str] = {
    "screen": _("Make the first screening"),
    "decide_signs": _("Decide whether signs are present"),
    "refer_elsewhere": _("Refer elsewhere if wished, then ask to close"),
    "ask_identification": _("Offer formal identification"),
    "follow_identification": _("Ask how the formal identification stands"),
    "assess_needs": _("Assess needs and risk together"),
    "agree_plan": _("Agree the plan together"),
    "review_services": _("Review the services together"),
    "contact": _("Be in touch, in the safe way agreed"),
    "decide_closing": _("Decide on closing"),
    "visit": _("Visit"),
    "accompany": _("Go along"),
    "court": _("Court date"),
    "documents": _("Get documents"),
    "review_risk": _("Review the risk"),
    "other": _("Other: see the notes"),
    "review_after_withdrawal": _("Review after consent was withdrawn"),
}

#: Kinds that a colleague may plan by hand.
BY_HAND = ("contact", "visit", "accompany", "court", "documents", "review_risk", "review_services", "assess_needs", "other")

#: From where to where a colleague may move a case, with a reason. Asking for closing, the decision and reopening are below.
#: "Needs and risk" stands open from the screening on: services never depend on identification.
MOVES: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.SCREENING,),
    State.SCREENING: (State.INDICATED, State.NOT_INDICATED, State.NEEDS),
    State.NOT_INDICATED: (State.SCREENING,),
    State.INDICATED: (State.IDENTIFICATION, State.NEEDS),
    State.IDENTIFICATION: (State.NEEDS,),
    State.NEEDS: (State.PLAN, State.SERVICES, State.IDENTIFICATION),
    State.PLAN: (State.SERVICES, State.NEEDS),
    State.SERVICES: (State.FOLLOW_UP, State.PLAN, State.NEEDS, State.IDENTIFICATION),
    State.FOLLOW_UP: (State.SERVICES, State.NEEDS),
    State.CLOSURE: (),
    State.CLOSED: (),
}

#: Where a case goes when it is reopened.
REOPENED_TO = State.NEEDS
#: States in which the case is being worked on: closing may be asked for in any of them.
OPEN = tuple(state for state in State if state not in (State.CLOSURE, State.CLOSED))


def moves_from(state: State) -> tuple[State, ...]:
    """Where a colleague may move a case that stands in ``state``; the first is the usual way on. A closed one reopens to needs and risk."""
    return (REOPENED_TO,) if state is State.CLOSED else MOVES[state]


def may_move(before: State, after: State) -> bool:
    """Whether ``after`` follows ``before`` by hand (reopening included)."""
    return after in moves_from(before)


def may_offer_services(state: State) -> bool:
    """Whether a service may be offered: in every state until the case is closed. Identification is not asked (practice.md)."""
    return state is not State.CLOSED


def due_on(state: State, today: date) -> tuple[NextStep, date] | None:
    """What becomes due when a case enters ``state`` today, and by when; None where nothing does."""
    step = STATES[state].next_step
    return (step, today + timedelta(days=step.days)) if step else None
