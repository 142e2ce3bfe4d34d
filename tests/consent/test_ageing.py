"""Her age changes: whose word counts follows at once, what depended on it ends, and she is asked again."""

import pytest
from django.urls import reverse

from tests.people import ALL_SAID, agrees, registered
from tests.world import STORES, World, actor_for
from titip.consent import actions, reads
from titip.consent.rules import ON_END, Assent, Choice, State
from titip.protect.models import AuditEvent, Notice
from titip.protect.rules.ends import End
from titip.protect.rules.grounds import GroundsKind
from titip.register import actions as register

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[tuple[frozenset[str], str]]:
    """What the registered ends were asked to end."""
    ran: list[tuple[frozenset[str], str]] = []
    end = End("tests", lambda _p, found: [f"would end {len(found)}"], lambda _p, found, by: [str(ran.append((found, by)))])
    monkeypatch.setitem(ON_END._ends, "tests", end)
    return ran


def test_an_adult_found_to_be_under_18_or_in_doubt_ends_what_rested_on_her_own_yes(world: World, ends: list[tuple[frozenset[str], str]]) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    agrees(world.alice, person, "care", "statistics")
    page = alice.post(reverse("register:age", args=[person.pk]), {"age_status": "child"}).content.decode()
    assert "Her own yes to 2 purposes ends" in page and "would end 2" in page
    person.refresh_from_db()
    assert person.age_status == "adult" and not ends, "told first, and asked again"

    alice.post(reverse("register:age", args=[person.pk]), {"age_status": "child", "effects": "child"})
    person.refresh_from_db()
    assert person.age_status == "child" and reads.grounds_for(person) is None
    assert ends == [(frozenset({"care", "statistics"}), world.alice.code)]
    assert AuditEvent.objects.get(kind="consent.age").detail == {"before": "adult", "after": "child", "over": ["care", "statistics"]}
    assert Notice.objects.get().kind == "consent.not_adult"

    register.set_age_status(actor=actor_for(world.alice), person=person, age_status="doubt")
    register.set_age_status(actor=actor_for(world.alice), person=person, age_status="adult")
    assert reads.grounds_for(person) is None, "what ended does not come back by itself"
    assert len(ends) == 1


def test_at_18_what_was_decided_for_her_covers_care_and_her_worker_is_told_to_ask_her(world: World, ends: list[tuple[frozenset[str], str]]) -> None:
    child = registered(world.alice, age_status="child")
    actions.record_consent(
        actor=actor_for(world.alice), person=child, choices=[Choice("care", State.GIVEN), Choice("statistics", State.GIVEN)], conditions=ALL_SAID,
        kind=GroundsKind.GUARDIAN, assent=Assent.GIVEN, guardian_clear=True,
    )
    assert actions.preview_age(child.pk, "doubt") == []
    register.set_age_status(actor=actor_for(world.alice), person=child, age_status="adult")
    assert reads.grounds_for(child).purposes == {"care"}
    assert not ends, "it was good when it was given: nothing is recalled"
    assert Notice.objects.get().kind == "consent.grown"
    assert f"{child.code} is 18 or older now: ask her herself" in world.client_for(world.alice).get("/").content.decode()
