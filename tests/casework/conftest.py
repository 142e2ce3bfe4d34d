"""A test world with the starter dictionary, a person in Alice's care and a case of hers."""

import pytest

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions
from titip.casework.models import Case
from titip.dictionary.actions import load_starter
from titip.register.reads import Person


def pytest_collection_modifyitems(items):
    """Every test here that asks for the world needs the three stores."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=STORES))


@pytest.fixture
def world(db) -> World:
    """Alice, Bob, Charlie and the others."""
    made = make_world()
    load_starter(actor_code="tests")
    return made


@pytest.fixture
def person(world: World) -> Person:
    """Somebody in Alice's care who agreed to care."""
    found = registered(world.alice)
    agrees(world.alice, found, "care")
    return found


@pytest.fixture
def case(world: World, person: Person) -> Case:
    """Her case."""
    return actions.open_case(actor=actor_for(world.alice), person=person, reason="came by herself")
