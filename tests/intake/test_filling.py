"""Filling a form in: who may, what may be written, and what is shown again."""

import json

import pytest
from django.urls import reverse

from tests.intake.filling import FORM, WELCOME, begin, kept, section_of, send, url
from tests.people import registered
from tests.world import STORES, World, actor_for
from titip.consent import actions as consent
from titip.dictionary.rules.answers import Answer
from titip.intake.models import Draft, Interview
from titip.intake.reads.drafts import open_draft
from titip.kit.missing import Missing
from titip.protect.models import AuditEvent
from titip.register.actions import set_age_status
from titip.register.models import Record, RecordVersion, SealedAnswer

pytestmark = pytest.mark.django_db(databases=STORES)


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
    begin(alice, person, interpreter="present", interpreter_accepted="on", interpreter_role="trained")
    assert Interview.objects.get().interpreter_accepted


def test_a_break_keeps_everything_and_is_counted(alice, person) -> None:
    answer = send(alice, person, "narrative", {"narrative": "She began to speak of"}, go="break")

    assert "as long as it takes" in alice.get(answer.headers["Location"]).content.decode()
    assert Interview.objects.get().breaks == 1
    assert open_draft(Draft.objects.get()).values["narrative"] == ["She began to speak of"]
    assert alice.post(url("pause", person)).headers["Location"] == url("fill", person)


def test_a_hard_sitting_is_told_to_whoever_goes_on_and_what_is_wrong_to_whoever_types(world: World, alice, person) -> None:
    begin(alice, person)
    send(alice, person, "narrative", {"narrative": "She wept"}, go="break")
    assert "signs of distress were seen" not in alice.get(url("fill", person)).content.decode(), "her own sitting is going on"
    assert alice.post(url("pause", person), {"distress": "on", "go": "stop"}).headers["Location"].endswith(f"/{person.pk}/")
    assert Interview.objects.get(breaks=1).distress_seen
    bob = world.client_for(world.bob)
    assert "signs of distress were seen" in bob.get(url("start", person, None)).content.decode()
    begin(bob, person)
    assert "signs of distress were seen" in bob.get(url("fill", person)).content.decode()


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
    assert "To check: 1" in page, "the list of sections says where to look"


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
