"""A world that has purposes and kinds of record."""

import pytest

from tests.dictionaries import load_bare
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The test world, with a dictionary of purposes."""
    made = make_world()
    load_bare()
    return made
