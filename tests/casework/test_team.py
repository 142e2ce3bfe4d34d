"""The team's page, and work handed from one colleague to another: shown, asked once more, told to both."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions, reads
from titip.casework.models import Case, Step
from titip.casework.rules.closing import Reason
from titip.dictionary import actions as dictionary
from titip.kit import clock
from titip.protect.actions.staff import add_staff, set_up_totp
from titip.protect.models import AuditEvent, Notice, Staff, Training
from titip.protect.rules.roles import Role
from titip.register.models import Person

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    return made


def colleague(world: World, name: str) -> Staff:
    made = add_staff(username=name.lower(), name=name, roles=[Role.FRONTLINE], teams=[world.north], trained_on=clock.today(), actor_code="tests")
    set_up_totp(staff=made)
    return made


def carried(world: World, staff: Staff) -> tuple[Person, Case]:
    person = registered(staff)
    agrees(staff, person, "care")
    return person, actions.open_case(actor=actor_for(staff), person=person, reason="for the test")


def test_the_page_says_who_carries_what_and_what_is_overdue_and_only_of_her_team(world: World) -> None:
    _person, case = carried(world, world.alice)
    other, _theirs = carried(world, world.charlie)
    Step.objects.filter(case=case).update(due_on=clock.today() - timedelta(days=3))
    Training.objects.filter(staff=world.alice).update(valid_until=clock.today() + timedelta(days=10))
    bob = world.client_for(world.bob)
    page = bob.get(reverse("casework:team")).content.decode()
    rows = {row.member.name: row for row in reads.carrying(actor_for(world.bob), clock.today())}
    assert (rows["Alice Test"].cases, rows["Alice Test"].people, rows["Alice Test"].overdue) == (1, 1, 1)
    assert "Charlie Test" not in page and other.code not in page
    for said in (case.code, "1 step overdue", "runs out on", "3 days"):
        assert said in page
    assert world.client_for(world.alice).get(reverse("casework:team")).status_code == 404
    assert bob.get(reverse("casework:hand_over", args=[world.charlie.pk])).status_code == 404


def test_work_is_handed_over_in_one_go_after_a_second_look_and_both_are_told(world: World) -> None:
    person, case = carried(world, world.alice)
    _other, keeps = carried(world, world.alice)
    nora = colleague(world, "Nora")
    bob, address = world.client_for(world.bob), reverse("casework:hand_over", args=[world.alice.pk])
    assert "Tick at least one" in bob.post(address, {"to": nora.pk, "what": "some"}).content.decode()
    assert "This field is required" in bob.post(address, {"what": "all"}).content.decode()
    wish = {"to": nora.pk, "what": "some", "cases": [str(case.pk)], "people": [str(person.pk)]}
    asked = bob.post(address, wish).content.decode()
    assert "from Alice Test to Nora?" in asked
    assert Case.objects.get(pk=case.pk).owner == world.alice  # nothing is done yet

    assert bob.post(address, {**wish, "sure": "yes"}).status_code == 302
    assert (Case.objects.get(pk=case.pk).owner, Person.objects.get(pk=person.pk).owner) == (nora, nora)
    assert Case.objects.get(pk=keeps.pk).owner == world.alice
    alice, hers = world.client_for(world.alice), world.client_for(nora)
    for name, thing in (("casework:case", case.pk), ("register:person", person.pk)):
        assert hers.get(reverse(name, args=[thing])).status_code == 200
        assert alice.get(reverse(name, args=[thing])).status_code == 404
    assert f"You work on the case {case.code} now" in hers.get("/").content.decode()
    assert f"The case {case.code} was handed to a colleague" in alice.get("/").content.decode()
    assert AuditEvent.objects.filter(kind="casework.assign", detail__change="handed_over", actor_code=world.bob.code).count() == 1
    # Somebody else's case in the form is no choice.
    _p, theirs = carried(world, world.charlie)
    assert bob.post(address, {**wish, "cases": [str(theirs.pk)], "sure": "yes"}).status_code == 200
    assert Case.objects.get(pk=theirs.pk).owner == world.charlie


def test_a_person_is_shared_handed_over_and_taken_back_from_a_page_of_hers(world: World) -> None:
    person = registered(world.alice)
    nora = colleague(world, "Nora")
    alice = world.client_for(world.alice)

    def at(name: str, *more: Any) -> str:
        return reverse(f"register:{name}", args=[person.pk, *more])

    assert "Who works with her" in alice.get(at("person")).content.decode()
    assert alice.post(at("share"), {"colleague": nora.pk, "reason": "night duty"}).status_code == 302
    assert alice.post(at("share"), {"colleague": world.charlie.pk}).status_code == 200  # of another team: no choice
    page = alice.get(at("colleagues")).content.decode()
    assert "Nora" in page and "night duty" in page
    hers = world.client_for(nora)
    assert hers.get(at("person")).status_code == 200
    assert hers.get(at("colleagues")).status_code == 404  # works with her, does not answer for her
    row = person.assignments.get(until=None)
    assert "End the work of Nora" in alice.get(at("end_share", row.pk)).content.decode()
    assert alice.post(at("end_share", row.pk)).status_code == 302
    assert hers.get(at("person")).status_code == 404
    assert alice.post(at("hand_over"), {"colleague": nora.pk}).status_code == 200  # not meant yet
    assert alice.post(at("hand_over"), {"colleague": nora.pk, "sure": "on"}).status_code == 302
    assert alice.get(at("person")).status_code == 404
    assert set(Notice.objects.filter(staff=nora).values_list("kind", flat=True)) == {"register.given", "register.taken"}


def test_a_closing_waits_for_the_supervisor_and_comes_back_to_who_asked(world: World) -> None:
    _person, case = carried(world, world.alice)
    actions.ask_closure(actor=actor_for(world.alice), case=case, reason=Reason.MISTAKE)
    assert "Waits for your decision" in world.client_for(world.bob).get("/").content.decode()
    actions.decide_closure(actor=actor_for(world.bob), case=case, approve=False, note="a service is promised")
    today = world.client_for(world.alice).get("/").content.decode()
    assert "Returned to you" in today and "a service is promised" in today
    assert "a service is promised" in world.client_for(world.bob).get(reverse("casework:team")).content.decode()
    actions.ask_closure(actor=actor_for(world.alice), case=case, reason=Reason.MISTAKE)
    assert "Returned to you" not in world.client_for(world.alice).get("/").content.decode()


def test_team_and_today_cost_the_same_with_ten_cases_and_with_a_hundred(world: World) -> None:
    def queries(staff: Staff, address: str) -> int:
        client = world.client_for(staff)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        people = Person.objects.bulk_create(Person(code=f"T{number}{n:06d}", owner=world.alice, team=world.north) for n in range(number))
        cases = Case.objects.bulk_create(Case(code=f"C{number}{n:05d}", owner=world.alice, team=world.north) for n, _one in enumerate(people))
        Step.objects.bulk_create(Step(case=one, kind="visit", role=Role.FRONTLINE, due_on=clock.today() - timedelta(days=1)) for one in cases)

    pages = [(world.bob, reverse("casework:team")), (world.alice, "/"), (world.bob, "/"), (world.bob, reverse("casework:hand_over", args=[world.alice.pk]))]
    more(10)
    few = [queries(*one) for one in pages]
    more(100)
    assert [queries(*one) for one in pages] == few
