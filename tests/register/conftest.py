"""A world with the starter dictionary."""

import sys
sys.path.insert(0, "/tmp")
import pytest

from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The test world, with its dictionary."""
    made = make_world()
    import small_dictionary
    small_dictionary.load()
    return made
