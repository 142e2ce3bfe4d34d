"""Casework's pages: who sees what, forms that lose nothing, steady query counts."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework.tools import asked_with_a_tool
from tests.people import agrees, registered
from tests.world import STORES, actor_for
from titip.casework import actions, urls
from titip.casework.models import CaseNote, Step
from titip.casework.rules.closing import Reason
from titip.casework.rules.states import State
from titip.casework.rules.words import Accepted, Part
from titip.kit import clock
from titip.kit.dates import show_date
from titip.protect.models import AuditEvent, Training
from titip.protect.rules.roles import Role


@pytest.fixture
def everything(world, case, person):
    """One thing behind each address."""
    alice = actor_for(world.alice)
    service = actions.offer_service(actor=alice, case=case, person=person, kind="shelter")
    note = actions.note(actor=alice, case=case, person=person, text="quiet words", heavy=True)
    step = actions.add_step(actor=alice, case=case, kind="visit", role=Role.FRONTLINE, due=clock.today())
    assignment = actions.assign(actor=alice, case=case, staff_id=world.kanya.pk)
    determination = actions.begin_assessment(actor=alice, case=case, person=person)
    tool, use = asked_with_a_tool(world, case, person)
    return {
        "determination": determination.pk, "tool": tool.pk, "use": use.pk,
        "case": case.pk, "person": person.pk, "part": case.participants.get().pk, "note": note.pk, "step": step.pk, "service": service.pk,
        "assignment": assignment.pk, "what": "step", "thing": step.pk,
        "colleague": world.alice.pk,
    }


def addresses(everything):
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        yield pattern.name, reverse(f"casework:{pattern.name}", kwargs={name: everything[name] for name in names})


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_outsider_finds_nothing_on_any_address(world, everything, method):
    """Charlie works in another team: every page about this case is not there for him, and every refusal is in the log."""
    client = world.client_for(world.charlie)
    for name, address in addresses(everything):
        if name in ("list", "card"):  # a card is anybody's on duty: asked by code, refused alike
            continue
        answer = getattr(client, method)(address)
        assert answer.status_code == 404, (name, method)
    assert AuditEvent.objects.filter(actor_code=world.charlie.code, outcome="refused").count() >= len(urls.urlpatterns) - 3


def test_the_outsiders_list_is_empty(world, case):
    answer = world.client_for(world.charlie).get(reverse("casework:list"), {"whose": "team", "q": case.code})
    assert answer.status_code == 200 and case.code not in answer.content.decode().replace(f'value="{case.code}"', "")


def test_a_supervisor_lands_on_her_teams_cases_and_a_case_worker_on_her_own(world, case):
    for staff, sees in ((world.alice, True), (world.bob, True), (world.charlie, False)):
        assert (case.code in world.client_for(staff).get(reverse("casework:list")).content.decode()) is sees
    assert case.code not in world.client_for(world.bob).get(reverse("casework:list"), {"whose": "mine"}).content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST, Role.PROVIDER, Role.STEWARD, Role.CUSTODIAN])
def test_roles_without_case_content_find_no_address_at_all(world, everything, role):
    client = world.client_for(world.by_role[role])
    answers = {name: client.get(address).status_code for name, address in addresses(everything)}
    assert set(answers.values()) == {404}, answers


def test_an_assigned_investigator_reads_the_case_and_neither_notes_nor_forms(world, everything):
    client = world.client_for(world.kanya)
    page = client.get(reverse("casework:case", args=[everything["case"]]))
    assert page.status_code == 200
    body = page.content.decode()
    assert "Read the" not in body and "Write a note" not in body and "Move on" not in body
    for name in ("notes", "write_note", "move", "add_step", "offer_service", "ask_closure", "assign", "decide_closure"):
        assert client.get(reverse(f"casework:{name}", args=[everything["case"]])).status_code == 404, name


def test_the_case_page_shows_people_steps_services_history_and_no_note_text(world, everything, case, person):
    body = world.client_for(world.alice).get(reverse("casework:case", args=[case.pk])).content.decode()
    for words in (case.code, person.code, "Person concerned", "Make the first screening", "due in 2 days", "Shelter", "came by herself", "Kanya Test"):
        assert words in body, words
    assert "quiet words" not in body
    assert reverse("register:person", args=[person.pk]) in body


def test_an_alleged_perpetrator_is_called_alleged(world, case):
    client = world.client_for(world.alice)
    answer = client.post(reverse("casework:add_third_party", args=[case.pk]), {
        "part": "alleged_perpetrator", "certainty": "reported", "age_status": "adult", "why": "named as recruiter", "reviewer": world.bob.code,
        "review_on": show_date(clock.today() + timedelta(days=60)),
    })
    assert answer.status_code == 302
    assert "Alleged perpetrator" in client.get(answer.url).content.decode()


def test_a_case_is_opened_from_a_person_in_ones_care(world, person):
    client = world.client_for(world.alice)
    answer = client.post(reverse("casework:new", args=[person.pk]), {"reason": "asked for help"}, follow=True)
    assert "is open" in answer.content.decode()
    again = client.get(reverse("casework:new", args=[person.pk])).content.decode()
    assert "takes part in an open case already" in again


def test_a_person_of_colleagues_is_not_added_by_guessing_her_code(world, case):
    stranger = registered(world.charlie)
    typed = {"person": stranger.code, "part": "witness", "certainty": "reported"}
    answer = world.client_for(world.alice).post(reverse("casework:add_known", args=[case.pk]), typed)
    assert answer.status_code == 200 and "Nobody with this code is in your care" in answer.content.decode()
    assert not case.participants.filter(person=stranger).exists()


def test_a_code_with_a_slip_of_the_finger_is_named(world, case, person):
    wrong = person.code[:-1] + ("3" if person.code[-1] != "3" else "4")
    typed = {"person": wrong, "part": "witness", "certainty": "reported"}
    body = world.client_for(world.alice).post(reverse("casework:add_known", args=[case.pk]), typed).content.decode()
    assert "is not a code" in body and wrong in body


def test_nothing_typed_is_lost_where_a_note_cannot_be_kept(world, case):
    other = registered(world.alice)
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    typed = {"person": str(other.pk), "text": "every word of this"}
    body = world.client_for(world.alice).post(reverse("casework:write_note", args=[case.pk]), typed).content.decode()
    assert "There is no basis yet" in body and "every word of this" in body
    assert not CaseNote.objects.exists()


def test_a_note_is_written_and_read_back(world, case, person):
    client = world.client_for(world.alice)
    asked = client.get(reverse("casework:write_note", args=[case.pk])).content.decode()
    assert re.search(rf'value="{person.pk}"[^>]* checked', asked), "the only person is chosen already"
    client.post(reverse("casework:write_note", args=[case.pk]), {"person": str(person.pk), "text": "light words"})
    client.post(reverse("casework:write_note", args=[case.pk]), {"person": str(person.pk), "text": "heavy words", "heavy": "on"})
    body = client.get(reverse("casework:notes", args=[case.pk])).content.decode()
    assert "light words" in body and "heavy words" not in body and "Describes harm" in body
    heavy = CaseNote.objects.get(heavy=True)
    assert "heavy words" in client.get(reverse("casework:heavy_note", args=[case.pk, heavy.pk])).content.decode()


def test_notes_need_the_training_for_high_risk_data(world, case, person):
    Training.objects.filter(staff=world.alice).delete()
    client = world.client_for(world.alice)
    assert client.get(reverse("casework:case", args=[case.pk])).status_code == 200
    assert client.get(reverse("casework:notes", args=[case.pk])).status_code == 404
    assert client.post(reverse("casework:write_note", args=[case.pk]), {"person": str(person.pk), "text": "x"}).status_code == 404


def test_moving_and_closing_by_page(world, case, person):
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    body = alice.post(reverse("casework:move", args=[case.pk]), {"to": "screening", "reason": "", "seen": "draft"}).content.decode()
    assert "This field is required" in body
    alice.post(reverse("casework:move", args=[case.pk]), {"to": "screening", "reason": "talk", "seen": "draft"})
    stale = alice.post(reverse("casework:move", args=[case.pk]), {"to": "indicated", "reason": "talk", "seen": "draft"}).content.decode()
    assert "moved meanwhile" in stale
    alice.post(reverse("casework:ask_closure", args=[case.pk]), {"reason": Reason.NOT_INDICATED})
    assert "Someone else decides" in alice.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert alice.get(reverse("casework:decide_closure", args=[case.pk])).status_code == 404
    page = bob.get(reverse("casework:decide_closure", args=[case.pk])).content.decode()
    assert "No signs were seen" in page and "checked" not in page
    bob.post(reverse("casework:decide_closure", args=[case.pk]), {"decision": "approve"})
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert "Reopen" in alice.get(reverse("casework:case", args=[case.pk])).content.decode()


def test_a_supervisor_who_asked_is_told_that_someone_else_decides(world, case):
    actions.ask_closure(actor=actor_for(world.bob), case=case, reason=Reason.GOALS_MET)
    body = world.client_for(world.bob).post(reverse("casework:decide_closure", args=[case.pk]), {"decision": "approve"}).content.decode()
    assert "You asked for this yourself" in body
    case.refresh_from_db()
    assert case.state == State.CLOSURE


def test_services_by_page(world, case, person):
    client = world.client_for(world.alice)
    client.post(reverse("casework:offer_service", args=[case.pk]), {"person": str(person.pk), "kind": "shelter", "accepted": Accepted.NOT_YET})
    service = case.services.get()
    client.post(reverse("casework:answer_service", args=[case.pk, service.pk]), {"accepted": "yes"})
    client.post(reverse("casework:end_service", args=[case.pk, service.pk]))
    service.refresh_from_db()
    assert service.accepted == "yes" and service.ended_at is not None


def test_a_step_is_finished_by_a_press_and_not_by_following_a_link(world, case):
    step = case.steps.get()
    client = world.client_for(world.alice)
    assert client.get(reverse("casework:finish_step", args=[case.pk, step.pk])).status_code == 405
    client.post(reverse("casework:finish_step", args=[case.pk, step.pk]))
    step.refresh_from_db()
    assert step.done_by_id == world.alice.pk


def test_today_and_the_persons_page_show_what_belongs_there(world, case, person):
    client = world.client_for(world.alice)
    Step.objects.filter(case=case).update(due_on=clock.today() - timedelta(days=1))
    today = client.get(reverse("today")).content.decode()
    assert "overdue since yesterday" in today and case.code in today
    assert case.code in client.get(reverse("register:person", args=[person.pk])).content.decode()


def _some_cases(world, n):
    for _ in range(n):
        found = registered(world.alice)
        actions.open_case(actor=actor_for(world.alice), person=found, reason="made for counting")


def _queries(client, address):
    client.get(address)
    with ExitStack() as counting:
        counted = [counting.enter_context(CaptureQueriesContext(connections[store])) for store in STORES]
        assert client.get(address).status_code == 200
    return sum(len(queries) for queries in counted)


def test_the_list_asks_as_often_for_a_hundred_cases_as_for_ten(world):
    client = world.client_for(world.alice)
    _some_cases(world, 10)
    ten = _queries(client, reverse("casework:list"))
    _some_cases(world, 90)
    assert _queries(client, reverse("casework:list")) == ten


def test_a_case_page_asks_as_often_for_twenty_people_as_for_two(world, case, person):
    client, alice = world.client_for(world.alice), actor_for(world.alice)

    def more(n):
        for _ in range(n):
            other = registered(world.alice)
            agrees(world.alice, other, "care")
            actions.add_participant(actor=alice, case=case, person=other, part=Part.VICTIM)
            actions.offer_service(actor=alice, case=case, person=other, kind="shelter")
            actions.note(actor=alice, case=case, person=other, text="words")

    more(2)
    case_page, notes = reverse("casework:case", args=[case.pk]), reverse("casework:notes", args=[case.pk])
    few = _queries(client, case_page), _queries(client, notes)
    more(18)
    assert (_queries(client, case_page), _queries(client, notes)) == few
