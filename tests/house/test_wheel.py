"""The wheel carries everything Titip runs on, and nothing that is only for builders."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.miniature import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("titip-*.whl"))) as wheel:
        return set(wheel.namelist())


def test_it_carries_every_file_of_the_package(carried: set[str]) -> None:
    kept = subprocess.run(["git", "ls-files", "-z", "titip"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")

    assert {name for name in kept if name and (ROOT / name).is_file()} <= carried


@pytest.mark.parametrize("kind", ["templates/", "static/", "fonts/", "migrations/", "starter/"])
def test_it_carries_what_is_not_code(carried: set[str], kind: str) -> None:
    assert any(kind in name for name in carried)


def test_it_carries_licences_and_the_command(carried: set[str]) -> None:
    names = {Path(name).name for name in carried if ".dist-info/" in name}

    assert {"LICENSE", "NOTICE", "entry_points.txt"} <= names


def test_it_carries_nothing_else(carried: set[str]) -> None:
    assert {name.split("/")[0] for name in carried if ".dist-info/" not in name} == {"titip"}
    assert not any("__pycache__" in name or name.endswith(".sqlite3") for name in carried)
