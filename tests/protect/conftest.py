"""A folder with a keyring, unlocked or not, for the tests of protection."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.protect.cheap import CHEAP, PASSPHRASE
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import guessing, keys


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Home]:
    """An organisation's folder without a keyring; the server is locked before and after."""
    vault.lock()
    guessing.BY_PLACE.clear()
    settings.HOME = Home(tmp_path / "home").make()
    yield settings.HOME
    vault.lock()


@pytest.fixture
def recovery_code(home: Home, db: None) -> str:
    """The recovery code of a real (not practice) organisation's fresh keyring, whose server is locked."""
    return keys.init(passphrase=PASSPHRASE, practice=False, costs=CHEAP)


@pytest.fixture
def unlocked(recovery_code: str) -> None:
    """An unlocked server, its log still empty."""
    vault.unlock(PASSPHRASE)
