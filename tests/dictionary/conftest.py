"""What the tests of the dictionary share."""

from pathlib import Path

import pytest

from tests.world import World, make_world, open_house
from titip.dictionary.actions import load_starter


@pytest.fixture
def house(db: None) -> None:
    """An unlocked house without a dictionary."""
    open_house()


@pytest.fixture
def world(db: None) -> World:
    """The test world, with the starter dictionary."""
    made = make_world()
    load_starter(actor_code="tests")
    return made


@pytest.fixture(scope="session")
def htcds_form(shared: Path) -> Path:
    """The real HTCDS XLSForm."""
    return shared / "standards" / "htcds" / "original" / "Toolkit" / "Survey" / "htcds_xlsform.xlsx"
