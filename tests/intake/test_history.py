"""Two people's answers settled, a save taken back, versions side by side, an earlier answer restored."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.intake.filling import begin, kept, section_of, url
from tests.intake.kinds import add_kinds
from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.consent import reads as consent
from titip.dictionary.rules.answers import Answer
from titip.intake.models import Draft
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.register import actions as register
from titip.register import reads
from titip.register.models import RecordVersion

pytestmark = pytest.mark.django_db(databases=STORES)
AGE = {"registered_on": "1/3/2026", "age_band": "18-20", "urgent_needs": ["medical"]}


@pytest.fixture
def person(world: World):
    made = registered(world.alice)
    agrees(world.alice, made, "care")
    return made


def answers(client, person, base: int, go: str = "save", **typed):
    """Begin, and send one section on top of a version."""
    begin(client, person)
    section = section_of(client, person, next(iter(typed)))
    return client.post(url("fill", person), {"section": section, "shown": " ".join(typed), "base": base, "go": go, **typed}, follow=True)


def settle(client, person, base: int, **choices):
    return client.post(url("fill", person), {"go": "settle", "base": base, **{f"settle__{code}": word for code, word in choices.items()}}, follow=True)


def history(client, person) -> str:
    return client.get(reverse("register:history", args=[person.pk])).content.decode()


def versions(client, person, a: int, b: int, **purpose):
    address = f"{reverse('intake:compare', args=[person.pk])}?a={a}&b={b}"
    return (client.post(address, purpose) if purpose else client.get(address)).content.decode()


def clash(world: World, person, code: str, first, second):
    """Alice saves, Bob and Alice change the same; Alice comes second. Her answer's page."""
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    answers(alice, person, 0, **{code: first})
    answers(bob, person, 1, **{code: f"Bob: {second}"})
    return answers(alice, person, 1, **{code: f"Alice: {second}"})


def test_both_are_shown_by_name_time_and_value_and_the_one_that_does_not_stand_is_in_the_history(world: World, person) -> None:
    page = clash(world, person, "wishes", "a room", "a door").content.decode()
    assert "What Bob Test saved" in page and "Bob: a door" in page and "Alice: a door" in page and "a room" in page
    alice = world.client_for(world.alice)

    settle(alice, person, 2, wishes="theirs")
    settle(alice, person, 2, wishes="theirs")

    assert kept(person, "wishes")["wishes"].value == "Bob: a door"
    assert [version.kind for version in RecordVersion.objects.order_by("number")] == ["saved", "saved", "set_aside", "stands"]
    assert "a colleague’s answer was preferred" in history(alice, person) and not Draft.objects.exists()
    assert "First interview" in history(alice, person) and "first_interview" not in history(alice, person).split("<main")[1], "forms by their names"
    closed = versions(alice, person, 2, 3)
    assert "Alice: a door" not in closed and "Sealed, and changed" in closed
    assert "Alice: a door" in versions(alice, person, 2, 3, purpose="care")
    assert AuditEvent.objects.filter(kind="register.set_aside").count() == 1
    event = AuditEvent.objects.filter(kind="register.history", purpose="care").get()
    assert event.detail["sealed"] == 2 and event.detail["elements"] == ["wishes"]


def test_both_may_stand_together_or_beside_each_other(world: World, person) -> None:
    clash(world, person, "wishes", "a room", "a door")
    alice = world.client_for(world.alice)
    settle(alice, person, 2, wishes="both")
    assert kept(person, "wishes")["wishes"].value == "Bob: a door\n\nAlice: a door"

    bob = world.client_for(world.bob)
    answers(bob, person, 3, **{**AGE, "registered_on": "2/3/2026"})
    answers(alice, person, 3, **{**AGE, "registered_on": "1/3/2026"})
    settle(alice, person, 4, registered_on="both")
    assert kept(person, "registered_on")["registered_on"].value == "2026-03-02"
    page = alice.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "kept beside the answer above" in page and "01/03/2026" in page and "02/03/2026" in page
    assert "Kept beside the answer that stands" in history(alice, person)
    answers(alice, person, 6, **{**AGE, "registered_on": "3/3/2026"})
    assert "kept beside" not in alice.get(reverse("register:person", args=[person.pk])).content.decode()


def test_a_save_is_taken_back_and_its_words_are_a_draft_again(world: World, person) -> None:
    alice = world.client_for(world.alice)
    answers(alice, person, 0, wishes="a room")
    page = answers(alice, person, 1, wishes="nonsense").content.decode()
    back = reverse("intake:undo_save", args=[person.pk, 2])
    assert back in page

    again = alice.post(back, follow=True).content.decode()

    assert "Taken back" in again and kept(person, "wishes")["wishes"].value == "a room"
    assert "nonsense" in alice.get(url("fill", person), {"section": section_of(alice, person, "wishes")}).content.decode()
    assert "Takes version 2 back" in history(alice, person)
    assert AuditEvent.objects.filter(kind="register.undo").count() == 1


def test_a_save_is_not_taken_back_once_a_colleague_has_built_on_it_or_it_is_late(world: World, person, monkeypatch) -> None:
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    answers(alice, person, 0, wishes="a room")
    answers(bob, person, 1, narrative="what she told Bob")
    assert "built on it" in alice.post(reverse("intake:undo_save", args=[person.pk, 1]), follow=True).content.decode()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=40))
    assert "half minute is over" in bob.post(reverse("intake:undo_save", args=[person.pk, 2]), follow=True).content.decode()
    assert kept(person, "wishes", "narrative").keys() == {"wishes", "narrative"}


def test_an_earlier_answer_stands_again_as_a_new_version(world: World, person) -> None:
    alice = world.client_for(world.alice)
    answers(alice, person, 0, **AGE)
    answers(alice, person, 1, **{**AGE, "age_band": "21-23"})
    page = versions(alice, person, 1, 2)
    assert "18 to 20" in page and "21 to 23" in page and "Version 1, Alice Test" in page and "2 answers are the same" in page
    sent = {"key": "age_band", "number": "1", "base": "2"}

    answer = alice.post(reverse("intake:restore", args=[person.pk]), sent, follow=True).content.decode()

    assert kept(person, "age_band")["age_band"].value == "18-20" and "stands again" in answer
    assert RecordVersion.objects.order_by("number").last().kind == "restored"
    assert "Not restored" in alice.post(reverse("intake:restore", args=[person.pk]), {**sent, "number": "2"}, follow=True).content.decode()
    assert world.client_for(world.charlie).get(reverse("intake:compare", args=[person.pk])).status_code == 404


def test_sealed_answers_stay_closed_where_she_agreed_to_nothing_they_are_for(world: World, person) -> None:
    alice = world.client_for(world.alice)
    answers(alice, person, 0, wishes="a room")
    answers(alice, person, 1, wishes="a door")
    assert "a door" not in versions(alice, person, 1, 2, purpose="advocacy")
    assert "a door" not in versions(world.client_for(world.eve), person, 1, 2)


def test_a_repeated_group_is_compared_row_by_row_restored_whole_and_taken_back(world: World, person) -> None:
    add_kinds()
    alice, actor = world.client_for(world.alice), actor_for(world.alice)
    grounds = consent.grounds_for(person)
    first, second = "a" * 12, "b" * 12

    def save(base: int, **rows: int):
        given = {"has_child": Answer(True), "child": Answer(list(rows)), **{f"child/{row}/child_age": Answer(age) for row, age in rows.items()}}
        return register.save_record(actor=actor, record_type="registration", answers=given, base_number=base, grounds=grounds, person=person, form_code="kinds")

    save(0, **{first: 3})
    save(1, **{first: 4, second: 7})
    page = versions(alice, person, 1, 2)
    assert "1 entry" in page and "2 entries" in page and "Child: Child age" in page

    register.undo_save(actor=actor, record=reads.registration_of(person), number=2, grounds=grounds)
    assert kept(person, "child")["child"].value == [first] and kept(person, "child")[f"child/{first}/child_age"].value == 3

    alice.post(reverse("intake:restore", args=[person.pk]), {"key": "child", "number": "2", "base": "3"})
    found = kept(person, "child")
    assert found["child"].value == [first, second]
    assert (found[f"child/{first}/child_age"].value, found[f"child/{second}/child_age"].value) == (4, 7)
