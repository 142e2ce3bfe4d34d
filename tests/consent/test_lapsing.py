"""What follows when the time agreed is over: noticed once, told once, and Today stays quick however much has ended."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.consent import reads
from titip.consent.actions.lapsing import note_lapsed
from titip.consent.models import Basis, ConsentDecision
from titip.dictionary import actions as dictionary
from titip.kit import clock
from titip.protect.models import AuditEvent, Notice
from titip.register import reads as register
from titip.register.models import Person

pytestmark = pytest.mark.django_db(databases=STORES)


class Quietly:
    """What a job is given, where nobody looks."""

    actor_code, staff_id, ids = "schedule", None, {}

    def progress(self, done: int, total: int = 0) -> None:
        """Nobody looks."""


@pytest.fixture
def world() -> World:
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    return made


def test_what_ran_out_is_noticed_once_and_her_worker_is_told(world: World) -> None:
    person, other = registered(world.alice), registered(world.alice)
    with clock.at(clock.now() - timedelta(days=365 * 6)):
        agrees(world.alice, person, "care", "statistics")
    agrees(world.alice, other, "care", "statistics")
    assert note_lapsed(Quietly()) == {"people": 1}
    assert note_lapsed(Quietly()) == {"people": 0}
    noted = AuditEvent.objects.get(kind="consent.lapse")
    assert (noted.actor_code, noted.detail) == ("schedule", {"over": ["statistics"], "review": ["care"]})
    told = Notice.objects.get()
    assert (told.staff, told.code) == (world.alice, person.code)
    alice = world.client_for(world.alice)
    assert f"The time agreed with {person.code} is over" in alice.get("/").content.decode()
    alice.post("/protect/news/read", {"up_to": told.pk})
    assert "News for you" not in alice.get("/").content.decode()
    assert world.client_for(world.bob).post("/protect/news/read", {"up_to": "x"}).status_code == 302


def many(world: World, number: int, **more: object) -> list[Person]:
    """People whose word ran out long ago."""
    now = clock.now()
    people = Person.objects.bulk_create(
        Person(code=f"X{uuid4().hex[:10]}", owner=world.alice, team=world.north, age_status="adult", **more) for _ in range(number)
    )
    bases = Basis.objects.bulk_create(
        Basis(person=one, kind="consent", given_by="person", law_or_reason="x", scope="x", collector=world.alice, slip_code=uuid4().hex[:12]) for one in people
    )
    ConsentDecision.objects.bulk_create(
        ConsentDecision(basis=basis, purpose="care", state="given", valid_until=at, due_at=at)
        for number, basis in enumerate(bases) for at in [now - timedelta(days=1, minutes=number)]
    )
    return people


def test_ending_soon_is_as_quick_with_ten_thousand_ended_as_with_a_hundred(world: World) -> None:
    actor = actor_for(world.bob)

    def took() -> tuple[float, int]:
        ids = register.people_for(actor, "consent.open").order_by().values_list("pk", flat=True)
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            assert len(reads.ending_soon(ids)) == 20
            return time.perf_counter() - begun, len(asked)

    many(world, 100)
    few = min(took() for _ in range(3))
    many(world, 9_900)
    lot = min(took() for _ in range(3))
    assert lot[1] <= 3 and few[1] <= 3
    assert lot[0] < 0.05 + 3 * few[0], f"{lot[0]:.3f} s with ten thousand, {few[0]:.3f} s with a hundred"


def test_what_ends_tomorrow_is_not_hidden_by_what_ended_long_ago(world: World) -> None:
    many(world, 500)
    soon = registered(world.alice)
    agrees(world.alice, soon, "care")
    ConsentDecision.objects.filter(basis__person=soon).update(due_at=clock.now() + timedelta(hours=3))
    found = reads.ending_soon(register.people_for(actor_for(world.bob), "consent.open").order_by().values_list("pk", flat=True))
    assert [one.person for one in found][-1] == soon
    assert len(found) == 20
