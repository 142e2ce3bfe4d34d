"""A test world with a person in Alice's care and a case of hers."""

import pytest

from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions
from titip.casework.models import Case
from titip.casework.rules.states import State
from titip.protect.models import Staff
from titip.register import actions as register
from titip.register.reads import Person


def pytest_collection_modifyitems(items):
    """Every test here that asks for the world needs the three stores."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=STORES))


@pytest.fixture
def world(db) -> World:
    """Alice, Bob, Charlie and the others."""
    return make_world()


@pytest.fixture
def person(world: World) -> Person:
    """Somebody in Alice's care."""
    return register.register_person(actor=actor_for(world.alice), age_status="adult")


@pytest.fixture
def case(world: World, person: Person) -> Case:
    """Her case."""
    return actions.open_case(actor=actor_for(world.alice), person=person, reason="came by herself")


def second_supervisor(world: World) -> Staff:
    """Another supervisor of team North, for what Bob may not decide himself."""
    from titip.protect.actions.staff import add_staff, set_up_totp
    from titip.protect.rules.roles import Role

    made = add_staff(username="lena", name="Lena Test", roles=[Role.SUPERVISOR], teams=[world.north], actor_code="tests")
    set_up_totp(staff=made)
    return made


def move_to(case: Case, world: World, *states: State) -> Case:
    """Walk a case through states."""
    for state in states:
        actions.move(actor=actor_for(world.alice), case=case, to=state, reason="walked there")
    case.refresh_from_db()
    return case
