"""Filling a form in: what may be written, what is shown again, and that nothing typed is ever lost."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import KEYRING_PASSPHRASE, STORES, World, actor_for
from titip.consent import actions as consent
from titip.dictionary.rules.answers import Answer
from titip.intake import actions as intake
from titip.intake.models import Draft, Interview
from titip.intake.reads.drafts import open_draft
from titip.kit import clock
from titip.kit.missing import Missing
from titip.protect import vault
from titip.protect.models import AuditEvent, DataKey, SealedValue
from titip.register.actions import set_age_status
from titip.register.models import Record, RecordVersion, SealedAnswer
from titip.register.reads import current_answers, registration_of

pytestmark = pytest.mark.django_db(databases=STORES)

FORM = "first_interview"
WELCOME = {"registered_on": "1/3/2026", "age_band": "18-20", "urgent_needs": ["medical"]}


def url(name: str, person, form: str | None = FORM) -> str:
    return reverse(f"intake:{name}", args=[person.pk, form] if form else [person.pk])


def section_of(client, person, element: str) -> int:
    """The section in which an element stands, found as a person would: by looking."""
    for number in range(12):
        page = client.get(url("fill", person), {"section": number})
        if page.status_code == 200 and f'data-element="{element}"' in page.content.decode():
            return number
    raise AssertionError(f"{element} stands on no section")


def begin(client, person, **changes) -> None:
    answer = client.post(url("start", person, None), {
        "form": FORM, "mode": "in_person", "private_place": "on", "interpreter": "none", "support": "arranged", "language": "Khmer", **changes,
    })
    assert answer.status_code == 302, answer.content.decode()


def send(client, person, element: str, typed: dict, go: str = "save", base: int | None = None):
    """Fill in the section of ``element`` and press a button."""
    section = section_of(client, person, element)
    return client.post(url("fill", person), {"section": section, "base": "" if base is None else base, "go": go, **typed})


@pytest.fixture
def alice(world: World):
    return world.client_for(world.alice)


@pytest.fixture
def person(world: World, alice):
    """An adult who agreed to care and statistics, and an interview with her that has begun."""
    made = registered(world.alice, pseudonym="Star")
    agrees(world.alice, made, "care", "statistics")
    begin(alice, made)
    return made


def kept(person, *codes: str) -> dict:
    return current_answers(registration_of(person), frozenset(codes))


# --- who may


@pytest.mark.parametrize("name", ["start", "fill", "draft", "pause", "discard"])
def test_an_outsider_finds_nothing(world: World, person, name: str) -> None:
    address = url(name, person, None if name == "start" else FORM)
    for outsider in (world.charlie, world.dara, world.eve, world.farid, world.gita, world.hun, world.ines, world.joko):
        client = world.client_for(outsider)
        assert client.get(address).status_code in (404, 405)
        assert client.post(address, {"given_name": "x", "go": "save"}).status_code == 404
    assert not Record.objects.exists()


def test_a_form_that_is_none_about_a_person_is_not_there(alice, person) -> None:
    for form in ("rapid_screening", "case_sheet", "nothing"):
        assert alice.get(url("fill", person, form)).status_code == 404


# --- before beginning


def test_an_interview_begins_in_private_with_support(world: World, alice) -> None:
    person = registered(world.alice)
    assert alice.get(url("fill", person)).status_code == 302, "the conditions come first"

    page = alice.post(url("start", person, None), {"form": FORM, "mode": "in_person", "interpreter": "present"}).content.decode()

    assert 'href="#id_private_place"' in page and 'href="#id_interpreter_accepted"' in page and 'href="#id_support_0"' in page
    assert not Interview.objects.exists()
    begin(alice, person, interpreter="present", interpreter_accepted="on")
    assert Interview.objects.get().interpreter_accepted


def test_a_break_keeps_everything_and_is_counted(alice, person) -> None:
    answer = send(alice, person, "narrative", {"narrative": "She began to speak of"}, go="break")

    assert "as long as it takes" in alice.get(answer.headers["Location"]).content.decode()
    assert Interview.objects.get().breaks == 1
    assert open_draft(Draft.objects.get()).values["narrative"] == ["She began to speak of"]
    assert alice.post(url("pause", person)).headers["Location"] == url("fill", person)


# --- what may be written


def test_without_a_yes_only_the_minimum_can_be_written(world: World, alice) -> None:
    person = registered(world.alice)
    begin(alice, person)

    page = alice.get(url("fill", person)).content.decode()
    assert 'data-element="age_band"' in page and 'data-element="feels_safe"' not in page
    assert "only the minimum can be written" in page and "waits" not in page.split("wait for a basis")[0][-40:]

    answer = alice.post(url("fill", person), {"section": 0, "go": "save", **WELCOME, "given_name": "Sokha", "narrative": "a long story"})
    assert answer.status_code == 302
    assert kept(person, "age_band", "given_name", "narrative") == {"age_band": Answer("18-20")}
    assert not SealedAnswer.objects.exists()


def test_what_she_agreed_to_opens_what_it_is_for(world: World, alice, person) -> None:
    page = alice.get(url("fill", person), {"section": section_of(alice, person, "recruitment_province")}).content.decode()
    assert 'data-element="recruitment_province"' in page, "for statistics"

    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["statistics"])

    with pytest.raises(AssertionError):
        section_of(alice, person, "recruitment_province")


def test_when_her_yes_ends_while_typing_each_answer_is_named_and_the_draft_kept(world: World, alice, person, monkeypatch) -> None:
    from titip.intake.views import filling

    def submit_after_her_age_was_doubted(**what):
        set_age_status(actor=actor_for(world.bob), person=person, age_status="doubt")
        what["person"] = person
        return submit(**what)

    submit = filling.actions.submit
    monkeypatch.setattr(filling.actions, "submit", submit_after_her_age_was_doubted)

    answer = send(alice, person, "given_name", {"given_name": "Sokha Canary", "phone": "+855 12 000 111"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Given name" in page and "Telephone" in page and "Sokha" not in page
    assert reverse("consent:ask", args=[person.pk]) in page
    assert open_draft(Draft.objects.get()).values["given_name"] == ["Sokha Canary"]
    assert not Record.objects.exists()


# --- saving


def test_answers_of_every_kind_are_kept_each_in_its_place(alice, person) -> None:
    send(alice, person, "age_band", {**WELCOME, "feels_safe": "__declined"}, go="section-1")
    send(alice, person, "gender", {"gender": "woman", "age_at_registration": "19", "age_at_registration__certainty": "approximate"}, go="section-2")
    answer = send(alice, person, "given_name", {"given_name": "Sokha", "birth_date": "", "birth_date__missing": "unknown", "phone": "+855 12 000 111"})

    assert answer.headers["Location"] == reverse("register:person", args=[person.pk])
    answers = kept(person, *WELCOME, "feels_safe", "age_at_registration", "given_name", "birth_date", "id_number")
    assert answers["registered_on"] == Answer("2026-03-01")
    assert answers["urgent_needs"] == Answer(["medical"])
    assert answers["feels_safe"] == Answer(missing=Missing.DECLINED)
    assert answers["age_at_registration"].value == 19 and answers["age_at_registration"].certainty == "approximate"
    assert answers["birth_date"] == Answer(missing=Missing.UNKNOWN)
    assert "id_number" not in answers
    version = RecordVersion.objects.get()
    assert set(version.answers) == {"registered_on", "age_band", "urgent_needs", "feels_safe", "age_at_registration", "gender"}
    assert set(version.sealed.values_list("element_code", flat=True)) == {"given_name", "birth_date", "phone"}
    assert not Draft.objects.exists()
    assert Interview.objects.get().ended_at is not None


def test_a_save_writes_one_event_that_names_elements_and_no_value(alice, person) -> None:
    send(alice, person, "given_name", {"given_name": "Sokha Canary"})

    event = AuditEvent.objects.get(kind="register.edit")
    assert event.detail["elements"] == ["given_name"]
    assert "Canary" not in json.dumps(event.detail)


def test_a_wrong_value_names_the_field_keeps_all_that_was_typed_and_saves_nothing(alice, person) -> None:
    answer = send(alice, person, "age_band", {**WELCOME, "registered_on": "31/02/2567", "service_offered": ["shelter"]})

    page = answer.content.decode()
    assert "is not a date" in page and 'value="31/02/2567"' in page and 'href="#id_registered_on"' in page
    assert not Record.objects.exists()
    assert open_draft(Draft.objects.get()).values["registered_on"] == ["31/02/2567"]
    page = alice.get(url("fill", person)).content.decode()
    assert 'value="31/02/2567"' in page and "is not a date" not in page, "a draft is shown as typed and not judged"


def test_going_to_another_section_never_judges_and_never_loses(alice, person) -> None:
    answer = send(alice, person, "age_at_registration", {"age_at_registration": "two hundred"}, go="section-3")
    assert answer.headers["Location"].endswith("?section=3")

    answer = send(alice, person, "wishes", {"wishes": "To see her sister"})

    page = answer.content.decode()
    assert "two hundred" in page and "is not a number" in page, "the save leads to the section with the mistake"
    assert open_draft(Draft.objects.get()).values["wishes"] == ["To see her sister"]


def test_sending_twice_keeps_once(alice, person) -> None:
    typed = {"given_name": "Sokha", "family_name": "Made Up"}
    for _ in range(3):
        assert send(alice, person, "given_name", typed, base=0).status_code == 302
        begin(alice, person)
    assert RecordVersion.objects.count() == 1


def test_a_name_that_is_kept_is_never_shown_on_a_form_and_stays_when_left_empty(alice, person) -> None:
    send(alice, person, "given_name", {"given_name": "Sokha Canary", "phone": "+855 12 000 111"})
    begin(alice, person)

    page = alice.get(url("fill", person), {"section": section_of(alice, person, "given_name")}).content.decode()
    assert "Canary" not in page and "000 111" not in page
    assert page.count("Kept, sealed. Write here only to replace it.") == 2

    send(alice, person, "given_name", {"given_name": "", "phone": "+855 99 999 999", "family_name": "Made Up"})
    assert {code: a.value for code, a in kept(person, "given_name", "phone", "family_name").items()} == {
        "given_name": "Sokha Canary", "phone": "+855 99 999 999", "family_name": "Made Up",
    }


def test_sensitive_answers_come_back_only_to_those_who_may_see_them(world: World, alice, person) -> None:
    send(alice, person, "narrative", {"narrative": "Heavy words"})
    begin(alice, person)
    assert "Heavy words" in alice.get(url("fill", person), {"section": section_of(alice, person, "narrative")}).content.decode()

    world.bob.trainings.all().delete()
    bob = world.client_for(world.bob)
    begin(bob, person)
    page = bob.get(url("fill", person), {"section": section_of(bob, person, "narrative")}).content.decode()
    assert "Heavy words" not in page and "Kept, sealed" in page
    send(bob, person, "narrative", {"narrative": "", "wishes": "Rest"})
    assert kept(person, "narrative")["narrative"].value == "Heavy words"


def test_what_is_skipped_by_rule_does_not_apply_and_what_was_written_stays(alice, person) -> None:
    send(alice, person, "form_of_exploitation", {"form_of_exploitation": ["forced_labour"]})

    assert kept(person, "sexual_exploitation_kind")["sexual_exploitation_kind"] == Answer(missing=Missing.NOT_APPLICABLE)


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
