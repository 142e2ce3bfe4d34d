"""A world with the starter dictionary."""

import pytest

from tests.world import World, make_world
from titip.dictionary.actions import load_starter


@pytest.fixture
def world(db: None) -> World:
    """The test world, with its dictionary."""
    made = make_world()
    load_starter(actor_code="tests")
    return made
