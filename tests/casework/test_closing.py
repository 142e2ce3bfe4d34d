"""Closing: no open service, and never by whoever asked. Services: never dependent on anything but the case being open."""

import pytest
from django.db import IntegrityError, transaction

from tests.casework.colleagues import another
from tests.people import agrees, registered
from tests.world import actor_for
from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.models import Approval
from titip.casework.rules.closing import Reason
from titip.casework.rules.states import OPEN, State
from titip.casework.rules.words import Accepted, Part
from titip.consent import actions as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.kit.missing import Missing
from titip.protect.rules.roles import Role
from titip.register import actions as register


def test_closing_is_asked_for_and_decided_by_someone_else(world, case):
    actions.ask_closure(actor=actor_for(world.alice), case=case, reason=Reason.GOALS_MET, note="all done")
    case.refresh_from_db()
    assert case.state == State.CLOSURE and case.steps.filter(kind="decide_closing", role=Role.SUPERVISOR, done_at=None).exists()
    actions.decide_closure(actor=actor_for(world.bob), case=case, approve=True)
    case.refresh_from_db()
    assert (case.state, case.reason) == (State.CLOSED, Reason.GOALS_MET) and case.closed_at is not None
    assert not case.steps.filter(done_at=None).exists()


def test_who_asks_never_approves(world, case):
    actions.ask_closure(actor=actor_for(world.bob), case=case, reason=Reason.GOALS_MET)
    with pytest.raises(CannotDo, match="Someone else"):
        actions.decide_closure(actor=actor_for(world.bob), case=case, approve=True)
    with pytest.raises(CannotDo, match="Someone else"):
        actions.decide_closure(actor=actor_for(world.bob), case=case, approve=False, note="changed my mind")
    lena = another(world, "lena", Role.SUPERVISOR)
    actions.decide_closure(actor=actor_for(lena), case=case, approve=True)
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_the_database_refuses_an_approval_by_whoever_asked(world, case):
    actions.ask_closure(actor=actor_for(world.bob), case=case, reason=Reason.GOALS_MET)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(case=case).update(decided_by=world.bob, decided_at=case.opened_at, outcome="approved")


def test_an_open_service_keeps_a_case_open(world, case, person):
    alice = actor_for(world.alice)
    service = actions.offer_service(actor=alice, case=case, person=person, kind="shelter", accepted=Accepted.YES)
    with pytest.raises(CannotDo, match="service"):
        actions.ask_closure(actor=alice, case=case, reason=Reason.GOALS_MET)
    actions.end_service(actor=alice, service=service)
    actions.ask_closure(actor=alice, case=case, reason=Reason.GOALS_MET)


def test_a_service_offered_while_closing_waits_stops_the_closing(world, case, person):
    alice = actor_for(world.alice)
    actions.ask_closure(actor=alice, case=case, reason=Reason.LOST_CONTACT)
    actions.offer_service(actor=alice, case=case, person=person, kind="medical_care")
    with pytest.raises(CannotDo, match="service"):
        actions.decide_closure(actor=actor_for(world.bob), case=case, approve=True)


def test_a_declined_offer_does_not_keep_a_case_open(world, case, person):
    actions.offer_service(actor=actor_for(world.alice), case=case, person=person, kind="shelter", accepted=Accepted.NO)
    actions.ask_closure(actor=actor_for(world.alice), case=case, reason=Reason.OWN_WISH)


def test_a_closing_that_is_not_approved_goes_back_to_where_it_was_with_a_reason(world, case):
    alice, bob = actor_for(world.alice), actor_for(world.bob)
    actions.move(actor=alice, case=case, to=State.SCREENING, reason="talk")
    actions.ask_closure(actor=alice, case=case, reason=Reason.LOST_CONTACT)
    with pytest.raises(CannotDo, match="why"):
        actions.decide_closure(actor=bob, case=case, approve=False)
    actions.decide_closure(actor=bob, case=case, approve=False, note="try the safe contact once more")
    case.refresh_from_db()
    assert case.state == State.SCREENING and case.closed_at is None
    with pytest.raises(CannotDo, match="Nothing waits"):
        actions.decide_closure(actor=bob, case=case, approve=True)


def test_a_closed_case_reopens_with_a_reason(world, case, person):
    alice = actor_for(world.alice)
    actions.ask_closure(actor=alice, case=case, reason=Reason.RETURNED)
    actions.decide_closure(actor=actor_for(world.bob), case=case, approve=True)
    with pytest.raises(CannotDo, match="closed"):
        actions.offer_service(actor=alice, case=_fresh(case), person=person, kind="shelter")
    actions.move(actor=alice, case=case, to=State.NEEDS, reason="she came back")
    case = _fresh(case)
    assert case.state == State.NEEDS and case.closed_at is None and case.reason == ""
    actions.offer_service(actor=alice, case=case, person=person, kind="shelter")


@pytest.mark.parametrize("state", [*OPEN, State.CLOSURE])
def test_a_service_can_be_offered_in_every_state_until_the_case_is_closed(world, case, person, state):
    """Practice: services never depend on identification or on cooperating with police."""
    type(case).objects.filter(pk=case.pk).update(state=state)
    assert actions.offer_service(actor=actor_for(world.alice), case=_fresh(case), person=person, kind="medical_care").pk


def test_a_service_can_be_offered_to_somebody_who_agreed_to_nothing(world, case):
    other = registered(world.alice)
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    assert actions.offer_service(actor=actor_for(world.alice), case=case, person=other, kind="shelter", accepted=Accepted.YES).pk


def test_nothing_that_she_declined_stands_before_a_service(world, case):
    """Practice, invariant 8: a declined question can never be required for a service."""
    other = registered(world.alice)
    agrees(world.alice, other, declines=("care", "referral", "legal", "statistics"))
    minimum = {code: Answer(missing=Missing.DECLINED) for code, element in dictionary.declared("registration").items() if element.minimum}
    register.save_record(actor=actor_for(world.alice), record_type="registration", person=other, base_number=0, grounds=None, answers=minimum)
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    for kind in reads.service_kinds():
        assert actions.offer_service(actor=actor_for(world.alice), case=case, person=other, kind=kind, accepted=Accepted.YES).pk


def test_withdrawal_ends_data_and_never_services_and_makes_a_review_due(world, case, person):
    alice = actor_for(world.alice)
    service = actions.offer_service(actor=alice, case=case, person=person, kind="shelter", accepted=Accepted.YES)
    said = consent.preview(person=person, purposes=["care"])
    assert any("1 service goes on" in sentence for sentence in said)
    assert any(case.code in sentence for sentence in said)
    assert not case.steps.filter(kind="review_after_withdrawal").exists(), "a preview changes nothing"
    done = consent.withdraw(actor=alice, person=person, purposes=["care"])
    service.refresh_from_db()
    assert service.ended_at is None and service.accepted == Accepted.YES
    assert case.steps.get(kind="review_after_withdrawal").done_at is None
    assert any(case.code in sentence for sentence in done.done)
    consent.withdraw(actor=alice, person=person, purposes=["care"])
    assert case.steps.filter(kind="review_after_withdrawal").count() == 1


def _fresh(case):
    return type(case).objects.get(pk=case.pk)
