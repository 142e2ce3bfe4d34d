"""No page asks more of the database where there is more: every list with ten rows and with forty costs the same number of queries."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions as casework
from titip.casework.rules.words import Accepted
from titip.consent import reads as consent
from titip.dictionary.actions import load_starter
from titip.dictionary.rules.answers import Answer
from titip.protect.models import Team
from titip.protect.reads.paging import Bounded
from titip.quality import actions as quality
from titip.register import actions as register
from titip.register.models import Person

pytestmark = pytest.mark.django_db(databases=STORES)
#: Who looks, and where.
PAGES = [
    ("alice", "today"), ("bob", "today"), ("dara", "today"), ("eve", "today"), ("alice", "register:list"), ("bob", "register:list"), ("dara", "register:list"),
    ("alice", "casework:list"), ("bob", "casework:list"), ("eve", "quality:board"), ("dara", "quality:pairs"), ("alice", "consent:overview"),
    ("gita", "who_did_what"), ("hun", "colleagues"), ("bob", "casework:team"), ("alice", "intake:screen"),
    ("alice", "register:person"), ("alice", "register:history"), ("alice", "casework:case"), ("alice", "casework:notes"),
]  # fmt: skip


def grow(world: World, people: int, first: Person | None, case) -> tuple[Person, object]:
    """More people like each other, each with answers that do not fit, a case, a service, a note, a link."""
    alice = actor_for(world.alice)
    for _ in range(people):
        person = registered(world.alice)
        basis = agrees(world.alice, person, "care", "statistics")
        answers = {
            "given_name": Answer("Lotus"), "family_name": Answer("Practice-Hill"), "birth_date": Answer("1990-01-01"), "age_band": Answer("18-20"),
            "exploitation_began": Answer("2024-01-01"), "exploitation_ended": Answer("2023-01-01"), "origin_province": Answer("KH-2"),
        }  # fmt: skip
        grounds = consent.grounds_for(person)
        register.save_record(
            actor=alice, record_type="registration", answers=answers, base_number=0, grounds=grounds, person=person, form_code="first_interview",
        )  # fmt: skip
        own = casework.open_case(actor=alice, person=person, reason="Came to us")
        case = case or own
        first = first or person
        casework.offer_service(actor=alice, case=own, person=person, kind="shelter", accepted=Accepted.YES)
        casework.note(actor=alice, case=case, person=first, text="She slept well")
        if person != first:
            register.link(actor=alice, person=first, kind="travelled_with", other=person)
        assert basis.person_id == person.pk
    while quality.check_changed(actor_code="tests").waiting:
        pass
    assert first is not None
    return first, case


def statements(client, url: str) -> int:
    """Statements sent to the three stores by one page, once it was opened before."""
    client.get(url)
    captures = [CaptureQueriesContext(connections[store]) for store in STORES]
    with captures[0], captures[1], captures[2]:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return sum(len(capture) for capture in captures)


@pytest.mark.slow
def test_no_page_costs_more_queries_where_there_is_more() -> None:
    world = make_world()
    load_starter(actor_code="tests")
    person, case = grow(world, 10, None, None)
    things = {
        "register:person": [person.pk],
        "consent:overview": [person.pk],
        "register:history": [person.pk],
        "casework:case": [case.pk],
        "casework:notes": [case.pk],
    }

    def measured() -> dict[tuple[str, str], int]:
        return {(who, name): statements(world.client_for(getattr(world, who)), reverse(name, args=things.get(name, []))) for who, name in PAGES}

    few = measured()
    grow(world, 30, person, case)
    many = measured()
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}


def test_a_long_list_is_counted_no_further_than_its_bound() -> None:
    for name in range(12):
        Team.objects.create(name=f"Team {name}")
    rows = Team.objects.order_by("pk")
    short, long = Bounded(rows, 5, most=100), Bounded(rows, 5, most=10)
    assert (short.count, short.more, short.num_pages) == (12, False, 3)
    assert (long.count, long.more, long.num_pages) == (10, True, 2)
    assert [len(long.get_page(number).object_list) for number in ("1", "2", "3", "nonsense")] == [5, 5, 5, 5]
