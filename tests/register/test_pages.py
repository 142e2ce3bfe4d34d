"""The register's pages: who may see whom, and that every look is in the log."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people import registered
from tests.world import STORES, World, actor_for
from titip.kit import codes
from titip.protect.models import AuditEvent, AuditSubject
from titip.register.actions import assign, link
from titip.register.models import Link, Person

pytestmark = pytest.mark.django_db(databases=STORES)


def url(name: str, person: Person | None = None) -> str:
    return reverse(f"register:{name}", kwargs={"person_id": person.pk} if person else {})


@pytest.mark.parametrize("name", ["person", "history", "age", "link"])
def test_an_outsider_finds_nothing(world: World, name: str) -> None:
    person = registered(world.alice, pseudonym="Sok")
    for outsider in (world.charlie, world.farid, world.gita, world.hun, world.ines):
        answer = world.client_for(outsider).get(url(name, person))
        assert answer.status_code == 404
        assert b"Sok" not in answer.content and person.code.encode() not in answer.content
    assert AuditEvent.objects.filter(outcome="refused", actor_code=world.charlie.code).exists()


def test_not_there_and_not_for_you_look_the_same(world: World) -> None:
    person, charlie = registered(world.alice), world.client_for(world.charlie)
    nowhere = reverse("register:person", kwargs={"person_id": uuid4()})

    changing = rb'(csrfmiddlewaretoken" value|name="next" value)="[^"]+"'

    refused, absent = (re.sub(changing, b"", charlie.get(address).content) for address in (url("person", person), nowhere))

    assert refused == absent


def test_the_list_holds_whoever_is_within_reach(world: World) -> None:
    hers, theirs = registered(world.alice), registered(world.charlie)

    def listed(staff, query: str = "") -> str:
        return world.client_for(staff).get(url("list") + query).content.decode()

    assert hers.code in listed(world.alice) and theirs.code not in listed(world.alice)
    assert hers.code in listed(world.bob) and theirs.code not in listed(world.bob)
    assert hers.code in listed(world.dara) and theirs.code in listed(world.dara)
    assert hers.code not in listed(world.bob, "?whose=mine") and hers.code in listed(world.bob, "?whose=team")


def test_assigning_a_colleague_opens_the_person_to_her(world: World) -> None:
    person = registered(world.alice)

    assign(actor=actor_for(world.bob), person=person, staff_id=world.charlie.pk, reason="Speaks her language")

    assert world.client_for(world.charlie).get(url("person", person)).status_code == 200


def test_found_by_code_however_it_is_typed_and_by_pseudonym(world: World) -> None:
    person, other = registered(world.alice, pseudonym="Morning Star"), registered(world.alice)
    alice = world.client_for(world.alice)
    for typed in (person.code, person.code.lower().replace("-", ""), f" {person.code} ", "morning"):
        page = alice.post(url("list"), {"q": typed}).content.decode()
        assert person.code in page and other.code not in page, typed
    assert "Nobody found" in alice.post(url("list"), {"q": "Zzyzx"}).content.decode()
    assert codes.spoken(person.code) in alice.get(url("person", person)).content.decode()  # how it is said on the telephone


def test_a_list_page_is_one_event_with_its_people_and_a_constant_number_of_queries(world: World, django_assert_max_num_queries) -> None:
    people = [registered(world.alice) for _ in range(55)]
    alice = world.client_for(world.alice)
    alice.get(url("list"))
    before = AuditEvent.objects.filter(kind="register.list").count()

    with django_assert_max_num_queries(32):
        page = alice.get(url("list")).content.decode()

    assert "Page 1 of 2" in page
    assert AuditEvent.objects.filter(kind="register.list").count() == before + 1
    event = AuditEvent.objects.filter(kind="register.list").latest("seq")
    assert AuditSubject.objects.filter(event=event, kind="person").count() == 50
    assert len(people) == 55


def test_registering_asks_for_no_name(world: World) -> None:
    alice = world.client_for(world.alice)
    assert "not asked for here" in alice.get(url("add")).content.decode()

    answer = alice.post(url("add"), {"pseudonym": "  Star  ", "age_status": "adult"})

    person = Person.objects.get()
    assert answer.headers["Location"] == url("person", person)
    assert (person.pseudonym, person.age_status, person.owner, person.team) == ("Star", "adult", world.alice, world.north)


def test_her_age_is_not_preselected_for_a_new_person(world: World) -> None:
    page = world.client_for(world.alice).get(url("add")).content.decode()

    assert "checked" not in page
    assert "Her age" in world.client_for(world.alice).post(url("add"), {"pseudonym": ""}).content.decode()


def test_links_name_only_people_within_reach(world: World) -> None:
    hers, also_hers, theirs = registered(world.alice), registered(world.alice), registered(world.charlie)
    link(actor=actor_for(world.alice), person=hers, kind="family", other=also_hers)
    link(actor=actor_for(world.dara), person=hers, kind="family", other=theirs)

    page = world.client_for(world.alice).get(url("person", hers)).content.decode()
    assert also_hers.code in page and theirs.code not in page
    assert hers.code in world.client_for(world.alice).get(url("person", also_hers)).content.decode()


def test_a_link_to_somebody_out_of_reach_says_no_more_than_to_nobody(world: World) -> None:
    hers, theirs = registered(world.alice), registered(world.charlie)
    alice = world.client_for(world.alice)

    for code in (theirs.code, "KH7-4WMT"):
        page = alice.post(url("link", hers), {"kind": "family", "other": code, "partner": "", "place": ""})
        assert page.status_code == 200
    assert not Link.objects.exists()


def test_opening_a_person_is_in_the_log(world: World) -> None:
    person = registered(world.alice)

    world.client_for(world.bob).get(url("person", person))

    event = AuditEvent.objects.get(kind="register.open", actor_code=world.bob.code)
    assert event.subjects.get().subject == str(person.pk)


def test_a_code_that_is_used_already_is_drawn_again(world: World, monkeypatch) -> None:
    """47 million codes: among ten thousand people about one registration in 4,700 would otherwise fail."""
    first = registered(world.alice)
    drawn = iter([first.code, first.code, "KH7-4WMT"])
    monkeypatch.setattr(codes, "new_code", lambda prefix="": next(drawn))
    assert registered(world.alice).code == "KH7-4WMT"
