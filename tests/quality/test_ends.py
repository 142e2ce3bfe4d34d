"""When her word ends she is compared with nobody, and what did not fit in her answers is forgotten."""

from tests.people import agrees
from tests.quality.records import somebody, write
from tests.world import actor_for
from titip.consent import actions as consent
from titip.protect.models import AuditEvent
from titip.quality import actions, reads
from titip.quality.models import DuplicatePair, DuplicateToken, Finding
from titip.register.models import Record

TWICE = {"given_name": "Sokha", "family_name": "Chan", "birth_date": "2001-02-03"}
WRONG = {"exploitation_began": "2025-05-01", "exploitation_ended": "2025-01-01"}


def taken_back(world, person, *purposes: str):
    return consent.withdraw(actor=actor_for(world.alice), person=person, purposes=purposes or ["care"])


def test_withdrawal_takes_tokens_undecided_pairs_and_findings(world):
    one, other = somebody(world.alice, **TWICE, **WRONG), somebody(world.alice, **TWICE, **WRONG)
    actions.check_all(actor_code="tests")
    assert DuplicatePair.objects.count() == 1 and Finding.objects.filter(record__person=one).exists()

    assert "1 comparison with somebody is let go." in consent.preview(person=one, purposes=["care"])
    assert "1 comparison with somebody was let go." in taken_back(world, one).done
    assert not DuplicateToken.objects.filter(person=one).exists() and DuplicateToken.objects.filter(person=other).exists()
    assert not DuplicatePair.objects.exists()
    assert not reads.of_person(actor_for(world.alice), one.pk), "her page says nothing of what was in her answers"
    assert reads.of_person(actor_for(world.alice), other.pk)
    event = AuditEvent.objects.filter(kind="quality.check", subjects__subject=str(one.pk)).get()
    assert event.detail["ended"]["pairs"] == 1


def test_a_round_of_checks_does_not_bring_them_back(world):
    one, other = somebody(world.alice, **TWICE, **WRONG), somebody(world.alice, **TWICE)
    taken_back(world, one)
    actions.check_all(actor_code="tests")
    assert not DuplicateToken.objects.filter(person=one).exists() and not DuplicatePair.objects.exists()
    assert not Finding.objects.filter(record__person=one).exclude(elements__code="registered_on").exists()
    assert DuplicateToken.objects.filter(person=other).exists()


def test_the_minimum_is_still_checked(world):
    one = somebody(world.alice)
    taken_back(world, one)
    write(world.alice, one, registered_on="2099-01-01")
    actions.check_all(actor_code="tests")
    assert "future_date" in [line.finding.check_code for line in reads.of_person(actor_for(world.alice), one.pk)]


def test_her_word_given_again_finds_her_again(world):
    one, _other = somebody(world.alice, **TWICE, **WRONG), somebody(world.alice, **TWICE)
    taken_back(world, one)
    actions.check_all(actor_code="tests")
    agrees(world.alice, one, "care")
    write(world.alice, one, schooling="none")
    actions.check_changed(actor_code="tests")
    assert DuplicatePair.objects.count() == 1 and reads.of_person(actor_for(world.alice), one.pk)


def test_what_a_human_decided_stays_and_taking_back_something_else_changes_nothing(world):
    one, _other = somebody(world.alice, **TWICE, **WRONG), somebody(world.alice, **TWICE)
    agrees(world.alice, one, "statistics")
    actions.check_all(actor_code="tests")
    taken_back(world, one, "statistics")
    assert DuplicatePair.objects.count() == 1 and Finding.objects.filter(record__person=one).exists()
    actions.decide(actor=actor_for(world.dara), pair=DuplicatePair.objects.get(), decision="not_same")
    taken_back(world, one)
    assert DuplicatePair.objects.get().state == "not_same"
    assert Record.objects.filter(person=one).exists()
