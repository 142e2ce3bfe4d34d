"""The states of a case, as the rules have them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.casework.rules import diagram
from titip.casework.rules.closing import REASONS, Reason, problem_with_deciding, problems_with_closing
from titip.casework.rules.due import due_words
from titip.casework.rules.states import BY_HAND, MOVES, OPEN, STATES, STEP_KINDS, State, due_on, may_move, may_offer_services, moves_from
from titip.casework.rules.words import Accepted, service_is_open


def reachable(start: State) -> set[State]:
    seen, waiting = {start}, [start]
    while waiting:
        for after in moves_from(waiting.pop()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


def test_every_state_is_described_and_has_its_moves():
    assert set(STATES) == set(MOVES) == set(State)
    assert all(rule.next_step is None or rule.next_step.kind in STEP_KINDS for rule in STATES.values())
    assert set(BY_HAND) <= set(STEP_KINDS)


def test_every_state_of_work_can_be_reached_from_a_draft_and_no_state_is_a_trap():
    assert reachable(State.DRAFT) == set(OPEN)
    assert all(State.SERVICES in reachable(state) for state in OPEN)


def test_by_hand_nothing_leads_to_closing_or_closed():
    assert not any(after in (State.CLOSURE, State.CLOSED) for targets in MOVES.values() for after in targets)
    assert moves_from(State.CLOSURE) == ()


@pytest.mark.parametrize("state", [s for s in State if s is not State.CLOSED])
def test_services_never_depend_on_identification(state):
    """Practice: services may be offered in every state until the case is closed, and care goes on without any identification."""
    assert may_offer_services(state)


def test_needs_and_services_are_reached_without_identification():
    without = {state: tuple(a for a in targets if a is not State.IDENTIFICATION) for state, targets in MOVES.items()}
    seen, waiting = {State.SCREENING}, [State.SCREENING]
    while waiting:
        for after in without[waiting.pop()]:
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    assert {State.NEEDS, State.PLAN, State.SERVICES, State.FOLLOW_UP} <= seen


def test_a_closed_case_reopens_to_needs_and_nothing_else():
    assert moves_from(State.CLOSED) == (State.NEEDS,)
    assert not may_offer_services(State.CLOSED)


@given(before=st.sampled_from(State), after=st.sampled_from(State))
def test_a_move_is_allowed_exactly_where_the_table_says(before, after):
    assert may_move(before, after) == (after in moves_from(before))
    assert not may_move(before, before)


@given(state=st.sampled_from(State), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_what_a_state_makes_due_is_due_within_its_days(state, today):
    found = due_on(state, today)
    if STATES[state].next_step is None:
        assert found is None and state is State.CLOSED
    else:
        step, day = found
        assert day == today + timedelta(days=step.days) and step.days > 0


def test_who_asks_never_approves():
    assert problem_with_deciding(asked_by=1, decider=1)
    assert not problem_with_deciding(asked_by=1, decider=2)


def test_an_open_service_stands_in_the_way_of_closing():
    assert problems_with_closing(state=State.SERVICES, open_services=1)
    assert not problems_with_closing(state=State.SERVICES, open_services=0)
    assert problems_with_closing(state=State.CLOSED, open_services=0)


def test_lost_contact_return_and_death_are_reasons():
    assert {Reason.LOST_CONTACT, Reason.RETURNED, Reason.DIED} <= set(REASONS)


def test_a_declined_offer_is_not_an_open_service():
    assert service_is_open(Accepted.NOT_YET, ended=False) and service_is_open(Accepted.YES, ended=False)
    assert not service_is_open(Accepted.NO, ended=False) and not service_is_open(Accepted.YES, ended=True)


@pytest.mark.parametrize(
    ("days", "words", "late"),
    [
        (0, "due today", False), (1, "due tomorrow", False), (5, "due in %(n)d days", False), (-1, "overdue since yesterday", True),
        (-9, "overdue by %(n)d days", True),
    ],
)
def test_a_due_date_is_said_in_words(days, words, late):
    today = date(2026, 3, 1)
    due = due_words(today + timedelta(days=days), today)
    assert (due.words, due.late, due.days) == (words, late, abs(days))


def test_the_manual_shows_the_states_as_the_rules_have_them(root):
    kept = (root / "docs" / "reference" / "case-states.md").read_text(encoding="utf-8")
    assert kept == diagram.page(), "run: python -m titip.casework.rules.diagram > docs/reference/case-states.md"
