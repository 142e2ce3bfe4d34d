"""A test world with the starter dictionary."""

import pytest

from tests.world import STORES, World, make_world
from titip.dictionary.actions import load_starter
from titip.kit.home import Home
from titip.protect import vault


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
def home(tmp_path, settings):
    """A folder of its own without a keyring; the server is locked before and after."""
    vault.lock()
    settings.HOME = Home(tmp_path / "home").make()
    yield settings.HOME
    vault.lock()
