"""What is being typed into a form is kept at every pause, comes back, goes nowhere twice, and can be taken back for half a minute."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.world import STORES, actor_for
from titip.casework import actions
from titip.casework.models import CaseNote, Step
from titip.casework.rules.closing import Reason
from titip.casework.rules.states import State
from titip.intake import actions as intake
from titip.kit import clock
from titip.protect.gate import drafting
from titip.protect.gate.asking import SEEN
from titip.protect.models import AuditEvent, PageDraft
from titip.protect.rules.roles import Role
from titip.protect.rules.undoing import CannotUndo

pytestmark = pytest.mark.django_db(databases=STORES)
WORDS = "She wants a door that she can close. ห้องของฉัน"
PAUSE = {"Accept": "application/json", "X-Titip-Draft": "1"}


@pytest.fixture
def form(case):
    return reverse("casework:write_note", args=[case.pk])


def pause(client, form, token, number, **typed):
    return client.post(form, {"form_token": token, "draft_number": number, **typed}, headers=PAUSE)


def test_a_pause_keeps_and_a_look_brings_back_to_her_alone(world, case, person, form):
    alice, bob, token = world.client_for(world.alice), world.client_for(world.bob), str(uuid4())

    first = pause(alice, form, token, 0, text=WORDS, person=str(person.pk))

    assert first.json()["fields"] == {"form_token": token, "draft_number": "1"}
    page = alice.get(form).content.decode()
    assert escape(WORDS) in page and token in page and "govuk-error" not in page
    assert WORDS not in bob.get(form).content.decode()
    assert WORDS not in alice.get(form, {"draft": "new"}).content.decode()
    assert "Write a note" in alice.get("/").content.decode()
    assert alice.get(form, headers={**PAUSE, "X-Titip-Draft": "?"}).json() == {"pause": "1"}


def test_without_a_script_a_button_keeps_the_draft(world, person, form):
    alice = world.client_for(world.alice)
    answer = alice.post(form, {"form_token": str(uuid4()), "text": WORDS, "save_draft": "1"}, follow=True)
    assert escape(WORDS) in answer.content.decode() and "Your draft is kept" in answer.content.decode()
    assert not CaseNote.objects.exists()


def test_two_tabs_of_one_draft_part_company_and_both_are_kept(world, person, form):
    alice, token = world.client_for(world.alice), str(uuid4())
    pause(alice, form, token, 0, text="the beginning")
    pause(alice, form, token, 1, text="the beginning, here")

    other = pause(alice, form, token, 1, text="the beginning, there").json()["fields"]

    assert other["form_token"] != token
    assert {dict(drafting.open_fields(draft))["text"] for draft in PageDraft.objects.all()} == {"the beginning, here", "the beginning, there"}
    sent = {"person": str(person.pk), "text": "the beginning, there", "form_token": other["form_token"], "draft_number": other["draft_number"]}
    assert alice.post(form, sent).status_code == 302
    assert dict(drafting.open_fields(PageDraft.objects.get()))["text"] == "the beginning, here"


def test_a_pause_still_under_way_when_the_form_is_sent_leaves_nothing_behind(world, person, form):
    alice, token = world.client_for(world.alice), str(uuid4())
    pause(alice, form, token, 0, text=WORDS, person=str(person.pk))  # its answer, with the number 1, never reached the page
    assert alice.post(form, {"person": str(person.pk), "text": WORDS, "form_token": token, "draft_number": "0"}).status_code == 302
    assert CaseNote.objects.count() == 1 and not PageDraft.objects.exists()


def test_sent_twice_is_kept_once_and_changed_is_kept_again(world, person, form):
    alice, token = world.client_for(world.alice), str(uuid4())
    sent = {"person": str(person.pk), "text": WORDS, "form_token": token}
    answers = [alice.post(form, sent) for _ in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    assert CaseNote.objects.count() == 1
    alice.post(form, {**sent, "text": "and one more thing"})
    assert CaseNote.objects.count() == 2


def test_faults_and_refusals_come_back_and_may_be_sent_again(world, case, person, form):
    alice, sent = world.client_for(world.alice), {"person": str(person.pk), "text": "", "form_token": str(uuid4())}
    assert alice.post(form, sent).status_code == 200
    assert alice.post(form, sent).status_code == 200, "a form with a fault has not been taken"
    before = AuditEvent.objects.filter(outcome="refused").count()
    assert world.client_for(world.charlie).post(form, {**sent, "text": WORDS}).status_code == 404
    assert AuditEvent.objects.filter(outcome="refused").count() == before + 1, "a refusal inside the taking of a form is written all the same"


def test_idle_in_the_middle_of_a_word(world, person, form):
    """Signed out by the clock: what was sent comes back after signing in, to her; what was typed before is in the draft."""
    alice, token = world.client_for(world.alice), str(uuid4())
    pause(alice, form, token, 0, text=WORDS)
    session = alice.session
    session[SEEN] = clock.now().timestamp() - 24 * 3600
    session.save()
    assert pause(alice, form, token, 1, text=WORDS + "!").status_code == 401
    world.clients.pop(world.alice.pk)
    assert escape(WORDS) in world.client_for(world.alice).get(form).content.decode()


def test_a_note_is_taken_back_and_its_words_are_a_draft_again(world, case, person, form):
    alice = world.client_for(world.alice)
    page = alice.post(form, {"person": str(person.pk), "text": WORDS, "form_token": str(uuid4())}, follow=True).content.decode()
    note = CaseNote.objects.get()
    back = reverse("casework:undo", args=[case.pk, "note", note.pk])
    assert back in page and "within" in page
    assert "Not undone" in world.client_for(world.bob).post(back, follow=True).content.decode(), "only who did it was offered it"

    again = alice.post(back, follow=True).content.decode()

    assert not CaseNote.objects.exists() and escape(WORDS) in again and "Taken back" in again
    assert AuditEvent.objects.filter(kind="casework.undo").count() == 1
    assert "Not undone" in alice.post(back, follow=True).content.decode()


def test_after_half_a_minute_it_says_so_and_changes_nothing(world, case, person, form, monkeypatch):
    alice = world.client_for(world.alice)
    alice.post(form, {"person": str(person.pk), "text": WORDS, "form_token": str(uuid4())})
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=40))
    answer = alice.post(reverse("casework:undo", args=[case.pk, "note", CaseNote.objects.get().pk]), follow=True)
    assert "the half minute is over" in answer.content.decode() and CaseNote.objects.exists()


def test_a_move_is_taken_back_unless_somebody_has_moved_it_on(world, case):
    alice = actor_for(world.alice)
    due = list(Step.objects.filter(case=case, done_at=None).values_list("kind", "due_on"))
    moved = actions.move(actor=alice, case=case, to=State.SCREENING, reason="a test")
    actions.UNDO["move"](actor=alice, case=case, thing=moved.pk)
    case.refresh_from_db()
    assert case.state == State.DRAFT and list(Step.objects.filter(case=case, done_at=None).values_list("kind", "due_on")) == due

    moved = actions.move(actor=alice, case=case, to=State.SCREENING, reason="a test")
    actions.move(actor=alice, case=case, to=State.INDICATED, reason="and on")
    with pytest.raises(CannotUndo):
        actions.UNDO["move"](actor=alice, case=case, thing=moved.pk)


def test_steps_services_parts_and_closing_are_taken_back(world, case, person):
    alice, bob = actor_for(world.alice), actor_for(world.bob)
    step = actions.add_step(actor=alice, case=case, kind="visit", role=Role.FRONTLINE, due=clock.today())
    actions.finish_step(actor=alice, step=step)
    with pytest.raises(CannotUndo):
        actions.UNDO["step"](actor=bob, case=case, thing=step.pk)
    actions.UNDO["step"](actor=alice, case=case, thing=step.pk)
    step.refresh_from_db()
    assert step.done_at is None
    service = actions.offer_service(actor=alice, case=case, person=person, kind="shelter")
    actions.end_service(actor=alice, service=service)
    actions.UNDO["service"](actor=alice, case=case, thing=service.pk)
    service.refresh_from_db()
    assert service.ended_at is None
    actions.end_service(actor=alice, service=service)
    asked = actions.ask_closure(actor=alice, case=case, reason=Reason.MISTAKE)
    actions.UNDO["closing"](actor=alice, case=case, thing=asked.pk)
    case.refresh_from_db()
    assert case.state != State.CLOSURE and not case.approvals.exists()


def test_drafts_about_her_end_with_her_word(world, person, form):
    pause(world.client_for(world.alice), form, str(uuid4()), 0, text=WORDS, person=str(person.pk))
    assert intake.preview_end(person.pk, frozenset({"care"}))
    intake.apply_end(person.pk, frozenset({"care"}), "tests")
    assert not PageDraft.objects.exists()
