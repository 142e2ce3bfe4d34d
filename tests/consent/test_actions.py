"""Decisions kept, withdrawn, ended: on the three databases."""

from datetime import date, timedelta

import pytest

from tests.people import ALL_SAID, agrees, registered
from tests.world import STORES, World, actor_for
from titip.consent import actions, reads
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.certificates import open_certificate
from titip.consent.rules import ON_END, Assent, Choice, Conditions, State
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.protect.rules.ends import End
from titip.protect.rules.grounds import Grounds, GroundsKind
from titip.register import actions as register

pytestmark = pytest.mark.django_db(databases=STORES)


def safety(world: World, person, **changes):
    """Immediate safety, reviewed by Bob."""
    return actions.record_basis(**{
        "actor": actor_for(world.alice), "person": person, "kind": GroundsKind.IMMEDIATE_SAFETY, "purposes": ["care"], "law_or_reason": "In hospital",
        "scope": "Name and ward", "reviewer": world.bob.code, "review_on": clock.today() + timedelta(days=3), **changes,
    })


def court(world: World, person):
    """A court holds her data for the proceedings."""
    return safety(world, person, kind=GroundsKind.COURT_PROCESS, purposes=["legal"], law_or_reason="Order 12/2026")


@pytest.fixture
def ends(monkeypatch):
    """A later room that listens for ends, and what it heard."""
    heard = []
    monkeypatch.setattr(ON_END, "_ends", {})

    def preview(person, purposes):
        return [f"would end {sorted(purposes)}"]

    def apply(person, purposes, code):
        heard.append((person, purposes, code))
        return ["ended"]

    ON_END.register(End("tests", preview, apply))
    return heard


def test_before_anybody_asked_there_are_no_grounds(world: World) -> None:
    person = registered(world.alice)

    assert reads.grounds_for(person) is None
    assert not reads.live(person, "care").ok
    assert {line.state for line in reads.state(person)} == {State.NOT_ASKED}


def test_a_yes_gives_grounds_for_what_was_agreed_and_no_more(world: World) -> None:
    person = registered(world.alice)

    basis = agrees(world.alice, person, "care", "referral", declines=("statistics",))

    grounds = reads.grounds_for(person)
    assert isinstance(grounds, Grounds)
    assert (grounds.kind, grounds.owner_id, grounds.basis_id) == (GroundsKind.CONSENT, person.pk, basis.pk)
    assert grounds.purposes == {"care", "referral"}
    assert reads.live(person, "care").grounds.purposes == {"care"}
    assert reads.live(person, "statistics").reason == "She said no."
    assert not reads.live(person, "care", "Hope Clinic").ok, "inside the organisation is not outside it"


def test_every_choice_no_keeps_the_decisions_and_gives_no_grounds(world: World) -> None:
    person = registered(world.alice)

    basis = actions.record_consent(
        actor=actor_for(world.alice), person=person, choices=[Choice("care", State.DECLINED), Choice("statistics", State.UNDECIDED)], conditions=Conditions(),
    )

    assert reads.grounds_for(person) is None
    assert basis.certificate_id is None
    assert basis.slip_code


def test_the_certificate_holds_what_was_read_and_chosen_and_is_sealed(world: World) -> None:
    person = registered(world.alice)
    basis = agrees(world.alice, person, "care", declines=("research",))

    content = open_certificate(actor_for(world.alice), basis)

    assert {c["purpose"]: c["state"] for c in content["choices"]} == {"care": "given", "research": "declined"}
    assert all(c["read"] for c in content["choices"])
    assert AuditEvent.objects.filter(kind="consent.certificate").exists()
    assert reads.sealed_references([basis.certificate_id]) == {basis.certificate_id}


def test_a_later_answer_ends_the_earlier_one_for_the_same_purpose_only(world: World, ends) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care", "statistics")

    agrees(world.alice, person, declines=("statistics",))

    assert reads.grounds_for(person).purposes == {"care"}
    assert list(ConsentDecision.objects.filter(purpose="statistics").values_list("state", flat=True)) == ["given", "declined"]
    assert ConsentDecision.objects.filter(purpose="statistics", ended_at=None).count() == 1
    assert ends == [(person.pk, frozenset({"statistics"}), world.alice.code)], "a yes that became a no ends what depends on it"


def test_withdrawal_ends_use_at_once_and_runs_what_later_rooms_registered(world: World, ends) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care", "statistics")
    assert actions.preview(person=person, purposes=["statistics"]) == ["would end ['statistics']"]

    done = actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["statistics"], reason="Changed her mind")

    assert done.done == ("ended",)
    assert ends == [(person.pk, frozenset({"statistics"}), world.alice.code)]
    assert not reads.live(person, "statistics").ok
    assert reads.live(person, "statistics").reason == "She withdrew this."
    assert reads.live(person, "care").ok
    assert person.pk not in reads.live_many("statistics")
    assert AuditEvent.objects.filter(kind="consent.withdraw").count() == 1


def test_what_a_later_room_cannot_end_keeps_the_word_standing(world: World, monkeypatch) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care")

    def fails(*_: object) -> list[str]:
        raise RuntimeError("the release could not be recalled")

    monkeypatch.setattr(ON_END, "_ends", {})
    ON_END.register(End("tests", fails, fails))
    with pytest.raises(RuntimeError):
        actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"], reason="")

    assert reads.live(person, "care").ok, "one transaction: nothing half done"


def test_withdrawing_what_was_never_agreed_is_no_error(world: World) -> None:
    person = registered(world.alice)

    done = actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["care", "no-such-purpose"], reason="")

    assert done.still_held == ()


def test_withdrawal_leaves_and_names_what_rests_on_a_law(world: World) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care", "legal")
    order = court(world, person)

    done = actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["care", "legal"], reason="")

    assert done.still_held == (order,)
    assert reads.grounds_for(person).kind is GroundsKind.COURT_PROCESS
    assert reads.grounds_for(person).purposes == {"legal"}
    assert Basis.objects.get(kind="consent").ended_at is not None


def test_her_word_replaces_what_was_done_for_her_safety(world: World) -> None:
    person = registered(world.alice)
    safety(world, person)
    assert reads.grounds_for(person).kind is GroundsKind.IMMEDIATE_SAFETY

    agrees(world.alice, person, declines=("care",))

    assert reads.grounds_for(person) is None


def test_her_no_does_not_end_a_court_order(world: World) -> None:
    person = registered(world.alice)
    court(world, person)

    agrees(world.alice, person, declines=("legal",))

    assert reads.live(person, "legal").grounds.kind is GroundsKind.COURT_PROCESS


def test_ending_a_basis_after_its_review(world: World, ends) -> None:
    person = registered(world.alice)
    order = court(world, person)

    actions.end_basis(actor=actor_for(world.dara), basis=order, reason="Case closed")

    assert reads.grounds_for(person) is None
    assert ends == [(person.pk, frozenset({"legal"}), world.dara.code)]
    actions.end_basis(actor=actor_for(world.alice), basis=order, reason="Pressed again")
    order.refresh_from_db()
    assert (order.ended_reason, order.ended_by, len(ends)) == ("Case closed", world.dara.code, 1), "what ended stays as it ended"


def test_a_child_is_covered_by_a_guardian_and_asked_again_at_eighteen(world: World) -> None:
    child = registered(world.alice, age_status="child")
    with pytest.raises(actions.CannotRecord):
        agrees(world.alice, child, "care")
    actions.record_consent(
        actor=actor_for(world.alice), person=child, choices=[Choice("care", State.GIVEN), Choice("statistics", State.GIVEN)], conditions=ALL_SAID,
        kind=GroundsKind.GUARDIAN, assent=Assent.GIVEN, guardian_clear=True,
    )
    assert reads.grounds_for(child).purposes == {"care", "statistics"}

    register.set_age_status(actor=actor_for(world.alice), person=child, age_status="adult")

    assert reads.grounds_for(child).purposes == {"care"}
    assert [line.review for line in reads.state(child) if line.purpose.code == "care"] == [True]


def test_a_yes_of_somebody_found_to_be_a_child_stops_counting(world: World) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care")

    register.set_age_status(actor=actor_for(world.alice), person=person, age_status="doubt")

    assert reads.grounds_for(person) is None
    assert person.pk not in reads.live_many("care")


def test_the_reviewer_is_a_colleague_other_than_oneself(world: World) -> None:
    person = registered(world.alice)
    for reviewer in (world.alice.code, "S-NOBODY", ""):
        with pytest.raises(actions.CannotRecord) as caught:
            safety(world, person, reviewer=reviewer)
        assert caught.value.field == "reviewer"
    with pytest.raises(actions.CannotRecord):
        safety(world, person, review_on=date(2020, 1, 1))


def test_who_may_be_used_is_read_in_one_query_however_many(world: World, django_assert_num_queries) -> None:
    people = [registered(world.alice) for _ in range(6)]
    for person in people[:4]:
        agrees(world.alice, person, "care", "statistics")
    agrees(world.alice, people[4], "care", declines=("statistics",))
    agrees(world.alice, people[0], declines=("statistics",))

    with django_assert_num_queries(1):
        found = reads.live_many("statistics")

    assert set(found) == {p.pk for p in people[1:4]}
    assert all(g.owner_id == pk and g.purposes == {"statistics"} for pk, g in found.items())


def test_whose_word_runs_out_is_seen_thirty_days_before(world: World) -> None:
    soon, later = registered(world.alice), registered(world.alice)
    safety(world, soon, review_on=clock.today() + timedelta(days=20))
    safety(world, later, review_on=clock.today() + timedelta(days=60))

    assert [ending.person for ending in reads.ending_soon([soon.pk, later.pk])] == [soon]


def test_the_log_names_no_reason_and_no_recipient(world: World) -> None:
    person = registered(world.alice)
    actions.record_consent(actor=actor_for(world.alice), person=person, choices=[Choice("referral", State.GIVEN, "Hope Clinic")], conditions=ALL_SAID)
    actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["referral"], reason="Her brother works there")

    logged = " ".join(str(e.detail) for e in AuditEvent.objects.filter(kind__startswith="consent."))
    assert "Hope" not in logged and "brother" not in logged
    assert reads.live(person, "referral", "Hope Clinic").reason == "She withdrew this."
