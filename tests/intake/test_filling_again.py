"""Filling a form in: two people at once, drafts, and that nothing typed is ever lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.intake.filling import WELCOME, begin, kept, section_of, send, url
from tests.people import agrees
from tests.world import KEYRING_PASSPHRASE, STORES, World, actor_for
from titip.consent import actions as consent
from titip.dictionary.rules.answers import Answer
from titip.intake import actions as intake
from titip.intake.models import Draft
from titip.intake.reads.drafts import open_draft
from titip.kit import clock
from titip.protect import vault
from titip.protect.models import AuditEvent, DataKey, SealedValue

pytestmark = pytest.mark.django_db(databases=STORES)


# --- two people at once


def test_different_answers_by_two_people_both_stand(world: World, alice, person) -> None:
    bob = world.client_for(world.bob)
    begin(bob, person)
    send(alice, person, "age_band", WELCOME, go="stop")
    send(bob, person, "wishes", {"wishes": "To go home"})

    answer = send(alice, person, "age_band", WELCOME)

    assert "kept beside it" in alice.get(answer.headers["Location"]).content.decode()
    assert set(kept(person, "age_band", "wishes")) == {"age_band", "wishes"}


def test_the_same_answer_by_two_people_is_shown_on_both_sides_and_chosen(world: World, alice, person) -> None:
    bob = world.client_for(world.bob)
    begin(bob, person)
    send(alice, person, "wishes", {"wishes": "To stay", "narrative": "Alice heard"}, go="stop")
    send(bob, person, "wishes", {"wishes": "To go home", "narrative": "Bob heard"})

    answer = send(alice, person, "wishes", {"wishes": "To stay", "narrative": "Alice heard"})

    page = answer.content.decode()
    assert answer.status_code == 409
    for said in ("Bob Test", "To go home", "To stay", "Bob heard", "Alice heard"):
        assert said in page
    assert kept(person, "wishes")["wishes"].value == "To go home", "nothing was overwritten"
    assert open_draft(Draft.objects.get()).values["wishes"] == ["To stay"]

    for _ in range(2):  # pressed twice
        answer = alice.post(url("fill", person), {"go": "settle", "base": 1, "settle__wishes": "theirs", "settle__narrative": "mine"})
        assert answer.status_code == 302
    assert {c: a.value for c, a in kept(person, "wishes", "narrative").items()} == {"wishes": "To go home", "narrative": "Alice heard"}


def test_a_conflict_over_a_name_shows_no_name_of_the_other_side(world: World, alice, person) -> None:
    world.alice.teams.add(world.south)
    send(alice, person, "given_name", {"given_name": "Mine"}, go="stop")
    other = world.client_for(world.charlie)
    from titip.register.actions import assign

    assign(actor=actor_for(world.bob), person=person, staff_id=world.charlie.pk)
    begin(other, person)
    send(other, person, "given_name", {"given_name": "Theirs Canary"})

    page = send(alice, person, "given_name", {"given_name": "Mine"}).content.decode()

    assert "Canary" not in page and "Sealed: not shown here" in page and "Charlie Test" in page


# --- drafts


def test_autosave_answers_and_keeps_section_by_section(alice, person) -> None:
    first = alice.post(url("draft", person), {"section": 0, "base": 0, **WELCOME})
    wishes = section_of(alice, person, "wishes")
    second = alice.post(url("draft", person), {"section": wishes, "base": 0, "wishes": "Quiet"})

    assert first.json()["state"] == second.json()["state"] == "saved"
    assert second.json()["fields"]["base"] == "0"
    typed = open_draft(Draft.objects.get())
    assert typed.values["wishes"] == ["Quiet"] and typed.values["urgent_needs"] == ["medical"]
    alice.post(url("draft", person), {"section": 0, "base": 0, "registered_on": "1/3/2026"})
    assert "urgent_needs" not in open_draft(Draft.objects.get()).values, "what was unticked is unticked"
    assert AuditEvent.objects.filter(kind="intake.draft").count() == 1, "one event for a draft, none for each pause"


def test_a_draft_is_its_authors_alone(world: World, alice, person) -> None:
    alice.post(url("draft", person), {"section": 0, "base": 0, **WELCOME})
    bob = world.client_for(world.bob)
    begin(bob, person)

    assert "1/3/2026" not in bob.get(url("fill", person)).content.decode()
    assert bob.get(url("discard", person)).status_code == 404
    assert "first_interview" in alice.get("/").content.decode()
    assert "first_interview" not in bob.get("/").content.decode()


def test_a_draft_let_go_comes_back_for_half_a_minute_and_is_destroyed_with_its_key(alice, person, django_capture_on_commit_callbacks, monkeypatch) -> None:
    alice.post(url("draft", person), {"section": 0, "base": 0, **WELCOME})
    draft = Draft.objects.get()

    page = alice.post(url("discard", person), follow=True).content.decode()
    assert "You can take this back" in page and "first_interview" not in alice.get("/").content.decode()
    assert "Your draft is back" in alice.post(reverse("intake:draft_back", args=[draft.pk]), follow=True).content.decode()
    assert "1/3/2026" in alice.get(url("fill", person)).content.decode()

    alice.post(url("discard", person))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    assert "Not undone" in alice.post(reverse("intake:draft_back", args=[draft.pk]), follow=True).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        intake.forget_expired()

    assert not Draft.objects.exists()
    assert not DataKey.objects.filter(owner_id=draft.pk).exists()
    assert not SealedValue.objects.filter(owner_id=draft.pk).exists()


def test_when_she_takes_back_her_yes_to_care_drafts_about_her_are_destroyed(world: World, alice, person) -> None:
    alice.post(url("draft", person), {"section": 0, "base": 0, **WELCOME})
    consent.withdraw(actor=actor_for(world.bob), person=person, purposes=["statistics"])
    assert Draft.objects.exists()

    assert "1 unfinished draft is destroyed." in consent.preview(person=person, purposes=["care"])
    done = consent.withdraw(actor=actor_for(world.bob), person=person, purposes=["care"])

    assert "1 unfinished draft was destroyed." in done.done
    assert not Draft.objects.exists()


def test_a_locked_server_gives_the_text_back(world: World, alice, person) -> None:
    section = section_of(alice, person, "wishes")
    vault.lock()
    try:
        answer = alice.post(url("fill", person), {"section": section, "go": "save", "wishes": "Typed while it locked"})
        saved = alice.post(url("draft", person), {"section": section, "wishes": "Typed while it locked"}, headers={"accept": "application/json"})
    finally:
        vault.unlock(KEYRING_PASSPHRASE)
    assert answer.status_code == 423 and "Typed while it locked" in answer.content.decode()
    assert saved.status_code == 423 and saved.json()["state"] == "locked"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("sent", [
    {"section": "999"}, {"section": "-1"}, {"section": "๓"}, {"section": "x" * 5000}, {"base": "999999999999"}, {"base": "-1"}, {"base": "٣"},
    {"go": "section-<b>"},
    {"go": "nonsense"}, {"age_band": "no-such-band"}, {"urgent_needs": ["medical", "__proto__"]}, {"registered_on": "\x00"}, {"age_band__missing": "made_up"},
])
def test_whatever_is_sent_there_is_an_answer(alice, person, sent: dict) -> None:
    answer = alice.post(url("fill", person), {"section": "0", "base": "0", **WELCOME, **sent})

    assert answer.status_code in (200, 302, 404)
    assert alice.get(url("fill", person), {"section": sent.get("section", "0")}).status_code in (200, 302)


def test_an_unknown_person_is_not_there(alice) -> None:
    assert alice.get(reverse("intake:start", args=[uuid4()])).status_code == 404


def test_who_agreed_only_to_be_counted_is_not_looked_at(world: World, alice, person) -> None:
    send(alice, person, "gender", {"gender": "another", "dependants": "7"})
    begin(alice, person)
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])

    form = alice.get(url("fill", person), {"section": section_of(alice, person, "dependants")}).content.decode()
    page = alice.get(reverse("register:person", args=[person.pk])).content.decode()

    assert 'value="7"' not in form and "Kept, not shown here" in form
    assert "7 people" not in page and "answers beyond the minimum stay closed" in page
    send(alice, person, "dependants", {"dependants": ""})
    assert kept(person, "dependants")["dependants"] == Answer(7)


# --- finding again


def test_a_place_is_found_by_its_name_and_no_longer_once_she_takes_back_her_yes(world: World, alice, person) -> None:
    send(alice, person, "origin_province", {"origin_province": "KH-2"})
    people = reverse("register:list")
    assert person.code in alice.post(people, {"q": "battambang"}).content.decode()

    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care", "statistics"])

    assert person.code not in alice.post(people, {"q": "battambang"}).content.decode()
    agrees(world.alice, person, "care")
    assert person.code in alice.post(people, {"q": "Battambang"}).content.decode()
