"""An element is given a higher class while answers to it are held; and a key is destroyed while its answers stand."""

import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.consent import actions as consent
from titip.consent import reads as consents
from titip.dictionary.actions import load_starter
from titip.dictionary.actions.editing import edit_element
from titip.dictionary.reads import latest_book
from titip.dictionary.rules.answers import Answer
from titip.protect import vault
from titip.protect.models import AuditEvent
from titip.register import actions, reads
from titip.register.models import Person, RecordVersion, SealedAnswer, SearchValue

pytestmark = pytest.mark.django_db(databases=STORES)


def write(world: World, person: Person, **said: object) -> None:
    record = reads.registration_of(person)
    actions.save_record(
        actor=actor_for(world.alice), record_type="registration", person=person, base_number=record.number if record else 0,
        grounds=consents.grounds_for(person), answers={code: Answer(value) for code, value in said.items()},
    )


def raise_class(code: str) -> None:
    edit_element(code=code, base=latest_book().element(code).version, changes={"risk": "high"}, actor_code="tests")


@pytest.fixture
def world(db: None) -> World:
    """The test world, with the starter dictionary."""
    made = make_world()
    load_starter(actor_code="tests")
    return made


@pytest.fixture
def person(world: World) -> Person:
    made = registered(world.alice)
    agrees(world.alice, made, "care")
    write(world, made, nationality="KH", schooling="none")
    return made


def test_it_is_not_searched_any_more_at_once(world: World, person: Person) -> None:
    alice = actor_for(world.alice)
    assert reads.find(alice, "KH").exists()
    raise_class("nationality")
    assert not reads.find(alice, "KH").exists()


def test_the_next_save_seals_it_and_takes_it_from_the_index(world: World, person: Person) -> None:
    raise_class("nationality")
    write(world, person, schooling="primary")
    newest = RecordVersion.objects.get(number=2)
    assert "nationality" not in newest.answers and "schooling" in newest.answers and newest.changed == ["schooling"]
    assert newest.sealed.get().element_code == "nationality"
    assert not SearchValue.objects.filter(element_code="nationality").exists()
    assert reads.current_answers(reads.registration_of(person), frozenset({"nationality"}))["nationality"].value == "KH"


def test_without_a_basis_it_stays_as_it_stands_and_the_minimum_is_still_written(world: World, person: Person) -> None:
    raise_class("nationality")
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])
    write(world, person, urgent_needs=["medical"])
    assert RecordVersion.objects.get(number=2).answers["nationality"]["value"] == "KH" and not SealedAnswer.objects.exists()


def test_resealing_takes_open_answers_of_every_version_into_the_vault_and_names_who_has_no_basis(world: World, person: Person) -> None:
    write(world, person, schooling="primary")
    other = registered(world.alice)
    agrees(world.alice, other, "care")
    write(world, other, nationality="TH")
    consent.withdraw(actor=actor_for(world.alice), person=other, purposes=["care"])
    raise_class("nationality")
    assert reads.still_open() == reads.StillOpen(2, 3, {"nationality": 3})

    done = actions.reseal(actor_code="tests", grounds=consents.grounds_for)

    assert (done.records, done.answers, done.left, done.without_basis) == (1, 2, 1, (other.code,))
    record = reads.registration_of(person)
    versions = RecordVersion.objects.filter(record=record)
    assert not any("nationality" in version.answers for version in versions) and all("schooling" in version.answers for version in versions)
    assert len(set(SealedAnswer.objects.values_list("vault_id", flat=True))) == 1 and SealedAnswer.objects.count() == 2
    assert [reads.current_answers(record, frozenset({"nationality"}), number=n)["nationality"].value for n in (1, 2)] == ["KH", "KH"]
    assert not SearchValue.objects.filter(record=record, element_code="nationality").exists()
    event = AuditEvent.objects.get(kind="register.reseal")
    assert event.detail == {"answers": 2, "versions": 2, "elements": ["nationality"]} and "KH" not in str(event.detail)
    assert actions.reseal(actor_code="tests", grounds=consents.grounds_for).answers == 0, "a second time finds nothing to do"
    assert len(reads.history(record)) == 2, "what the versions say is as it was"


def test_an_erased_key_leaves_pages_that_say_so_and_never_an_error(world: World, person: Person) -> None:
    write(world, person, health_concerns=["injury"], given_name="Sokha")
    vault.destroy(vault.Owner("person", person.pk))
    alice = world.client_for(world.alice)
    assert alice.get(reverse("register:person", args=[person.pk])).status_code == 200
    assert alice.post(reverse("consent:identity", args=[person.pk]), {"purpose": "care"}).status_code == 200
    write(world, person, schooling="primary")
    assert RecordVersion.objects.count() == 3
