"""A page composed of panels costs the same queries with ten rows in each as with a hundred."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions as casework
from titip.casework.models import Case, Participation, ServiceOffered, Step
from titip.consent.models import Basis, ConsentDecision
from titip.dictionary import actions as dictionary
from titip.intake.models import Draft
from titip.kit import clock
from titip.protect.actions import notices
from titip.protect.rules.roles import Role
from titip.register.models import Link, Person

pytestmark = pytest.mark.django_db(databases=STORES)


def queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(world: World, person: Person, case: Case, number: int) -> None:
    """So many more of everything that stands on the three pages."""
    people = Person.objects.bulk_create(Person(code=f"F{uuid4().hex[:9]}", owner=world.alice, team=world.north, age_status="adult") for _ in range(number))
    cases = Case.objects.bulk_create(Case(code=f"C{uuid4().hex[:9]}", owner=world.alice, team=world.north) for _ in range(number))
    Participation.objects.bulk_create(Participation(case=one, person=person, role="victim", made_by=world.alice) for one in cases)
    Participation.objects.bulk_create(Participation(case=case, person=one, role="relative", made_by=world.alice) for one in people)
    Step.objects.bulk_create(Step(case=case, kind="visit", role=Role.FRONTLINE, due_on=clock.today()) for _ in range(number))
    ServiceOffered.objects.bulk_create(ServiceOffered(case=case, person=person, kind="shelter", offered_by=world.alice) for _ in range(number))
    Link.objects.bulk_create(Link(person=person, kind="family", other=one, made_by="tests") for one in people)
    bases = Basis.objects.bulk_create(
        Basis(person=one, kind="consent", given_by="person", law_or_reason="x", scope="x", collector=world.alice, slip_code=uuid4().hex[:12]) for one in people
    )
    soon = clock.now() + timedelta(days=3)
    ConsentDecision.objects.bulk_create(ConsentDecision(basis=one, purpose="care", state="given", valid_until=soon, due_at=soon) for one in bases)
    Draft.objects.bulk_create(
        Draft(staff=world.alice, person=one, form_code="first_interview", base_number=0, vault_id=uuid4(), expires_at=soon) for one in people
    )
    for one in people:
        notices.tell(staff_ids=[world.alice.pk], kind="register.given", code=one.code, thing=one.pk)


def test_today_a_person_and_a_case_cost_the_same_with_ten_rows_as_with_a_hundred() -> None:
    world = make_world()
    dictionary.load_starter(actor_code="tests")
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    case = casework.open_case(actor=actor_for(world.alice), person=person, reason="for the test")
    alice = world.client_for(world.alice)
    pages = ["/", reverse("register:person", args=[person.pk]), reverse("casework:case", args=[case.pk]), reverse("register:list"), reverse("casework:list")]
    fill(world, person, case, 10)
    few = [queries(alice, one) for one in pages]
    fill(world, person, case, 90)
    assert [queries(alice, one) for one in pages] == few, pages
