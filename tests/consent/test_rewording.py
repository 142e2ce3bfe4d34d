"""A purpose gets other words: those who agreed to the old ones are asked again, and meanwhile it is not used."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.consent.test_lapsing import Quietly
from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.consent import actions as consent
from titip.consent import reads
from titip.consent.actions.lapsing import note_lapsed
from titip.dictionary import actions as dictionary
from titip.dictionary import reads as books
from titip.dictionary.actions.storing import store
from titip.kit import clock
from titip.protect.models import AuditEvent, Notice
from titip.protect.rules.grounds import GroundsKind
from titip.register import reads as register

pytestmark = pytest.mark.django_db(databases=STORES)


def put_in_force(**purposes: dict[str, object]) -> None:
    """The purposes with these words, frozen."""
    book = books.latest_book()
    store(replace(book, purposes=tuple(replace(p, **purposes.get(p.code, {})) for p in book.purposes)))
    dictionary.freeze(note="other words", actor_code="tests")


def test_other_words_are_asked_about_and_a_new_name_is_not(world: World) -> None:
    person, later = registered(world.alice), registered(world.alice)
    agrees(world.alice, person, "care", "statistics")
    order = consent.record_basis(
        actor=actor_for(world.alice), person=later, kind=GroundsKind.COURT_PROCESS, purposes=["statistics"], law_or_reason="Order 12", scope="Counting",
        reviewer=world.bob.code, review_on=clock.today().replace(year=clock.today().year + 1),
    )
    put_in_force(statistics={"name": "Counting", "months": 3}, care={"order": 9})
    assert reads.grounds_for(person).purposes == {"care", "statistics"} and not AuditEvent.objects.filter(kind="consent.reworded").exists()

    put_in_force(statistics={"who_sees": "Everybody in the ministry"}, care={"card": "We keep it to care for you, and for your doctor."})
    assert reads.grounds_for(person).purposes == {"care"}, "care goes on, the new use waits"
    assert not reads.live(person, "statistics").ok and "other words" in reads.live(person, "statistics").reason
    assert person.pk not in reads.live_many("statistics") and later.pk in reads.live_many("statistics"), order.kind
    assert [line.review for line in reads.state(person) if line.purpose.code == "care"] == [True]
    assert AuditEvent.objects.get(kind="consent.reworded").detail == {"purposes": ["care", "statistics"], "decisions": 2}
    ending = reads.ending_soon(register.people_for(actor_for(world.alice), "consent.open").order_by().values_list("pk", flat=True))
    assert [(one.person.pk, set(one.purposes)) for one in ending] == [(person.pk, {"care", "statistics"})], "listed on Today"

    assert note_lapsed(Quietly()) == {"people": 1} and note_lapsed(Quietly()) == {"people": 0}
    assert Notice.objects.get().kind == "consent.reworded"
    assert f"What {person.code} agreed to has other words now" in world.client_for(world.alice).get("/").content.decode()

    agrees(world.alice, person, "statistics")
    assert reads.grounds_for(person).purposes == {"care", "statistics"}, "her yes to the new words counts"


def test_the_organisation_words_a_purpose_itself(world: World) -> None:
    keeper = world.client_for(world.steward) if hasattr(world, "steward") else world.client_for(world.by_role["steward"])
    assert "Our example, reviewed by nobody" in keeper.get(reverse("dictionary:purposes")).content.decode()
    words = {"name": "Care", "card": "So that we can help you.", "who_sees": "Your case worker.", "months": "12"}
    assert keeper.post(reverse("dictionary:purpose", args=["care"]), {**words, "months": "0"}).status_code == 200
    assert keeper.post(reverse("dictionary:purpose", args=["care"]), words).status_code == 302
    assert keeper.post(reverse("dictionary:purpose_new"), {**words, "name": "A song", "external": "on"}).status_code == 302
    page = keeper.get(reverse("dictionary:purposes")).content.decode()
    assert "So that we can help you." in page and "A song" in page and "is asked again" in page
    assert {p.code for p in books.draft_book().purposes} - {p.code for p in books.purposes()} == {"a_song"}
