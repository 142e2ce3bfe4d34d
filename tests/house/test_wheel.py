"""The wheel carries everything Titip runs on, and nothing that is only for builders."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.house.miniature import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("titip-*.whl"))


@pytest.fixture(scope="module")
def carried(built: Path) -> set[str]:
    """The names in the wheel."""
    with zipfile.ZipFile(built) as wheel:
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


def test_installed_alone_it_makes_the_practice_house_and_serves_it(built: Path, tmp_path: Path) -> None:
    """As `pip install titip-*.whl` and `titip demo` do: no checkout, no make, no shell, nothing of the builders."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        pytest.skip("uv is not beside this Python; `make dev` puts it there")
    away = {k: v for k, v in os.environ.items() if not k.startswith(("TITIP_", "PYTHON", "DJANGO_", "VIRTUAL_ENV"))}
    place = tmp_path / "env"
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, place], check=True, env=away)
    wanted = [uv, "pip", "install", "-q", "--python", place, "--link-mode", "hardlink"]
    subprocess.run([*wanted, "--require-hashes", "-r", ROOT / "requirements" / "base.txt"], check=True, env=away)
    subprocess.run([*wanted, "--no-deps", built], check=True, env=away)
    titip, home = place / "bin" / "titip", tmp_path / "home"

    subprocess.run([titip, "--home", home, "demo", "--no-serve", "--people", "12"], check=True, env=away, cwd=tmp_path, capture_output=True)
    server = subprocess.Popen([titip, "--home", home, "serve", "--port", "0"], env=away, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        root = _listening(home / "run" / "server.json", server)
        page = _fetched(root)
        styles = re.findall(r'href="(/[^"]+\.css)"', page)
        assert "govuk-template" in page and styles
        assert all("{" in _fetched(root + style) for style in styles)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _listening(announced: Path, server: "subprocess.Popen[bytes]") -> str:
    """Where the server listens, once it says so and answers."""
    for _ in range(600):
        assert server.poll() is None, server.communicate()[1].decode()
        if announced.exists() and (port := json.loads(announced.read_text()).get("port")):
            return f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    pytest.fail("the server did not say where it listens within a minute")


def _fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return bytes(answer.read()).decode()
