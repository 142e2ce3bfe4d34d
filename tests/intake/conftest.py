"""A world with the starter dictionary."""

import pytest
from django.test import Client

from tests.intake.filling import begin
from tests.people import agrees, registered
from tests.world import World, make_world
from titip.dictionary.actions import load_starter
from titip.register.models import Person


@pytest.fixture
def world(db: None) -> World:
    """The test world, with its dictionary."""
    made = make_world()
    load_starter(actor_code="tests")
    return made


@pytest.fixture
def alice(world: World) -> Client:
    """A frontline worker's browser."""
    return world.client_for(world.alice)


@pytest.fixture
def person(world: World, alice: Client) -> Person:
    """An adult who agreed to care and statistics, and an interview with her that has begun."""
    made = registered(world.alice, pseudonym="Star")
    agrees(world.alice, made, "care", "statistics")
    begin(alice, made)
    return made
