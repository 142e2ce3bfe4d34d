"""What every test may ask for."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import ON_POSTGRES

ROOT = Path(__file__).resolve().parents[1]
#: Chromium as a test wants it: no window, no first-run page, no talk with anyone but our own server.
CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real standards and data that stand beside the checkout for those who build Titip."""
    place = ROOT.parent / "shared"
    if not place.is_dir():
        pytest.skip("the folder 'shared' with the real standards does not stand beside this checkout")
    return place


@pytest.fixture(autouse=True)
def pages_render(settings: Any) -> None:
    """Static files under their own names, so that every page renders without collecting them first."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def no_anchors_of_another_test(settings: Any) -> None:
    """Each test begins an organisation anew in the same folder: what an earlier one kept of its log would not fit."""
    shutil.rmtree(settings.HOME.anchors, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_believed_of_the_clock() -> Iterator[None]:
    """What one test's house believed of the machine's clock is no other's."""
    yield
    from titip.kit import clock

    if clock.believes():
        from titip.protect.actions import standing

        clock.believe(None)
        standing._looked = None


@pytest.fixture(autouse=True)
def one_connection_for_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the queue's worker would close the connection whose transaction is the test, as a request would: Django's own client keeps
    that away too. On SQLite a database in memory takes no notice of it."""
    if ON_POSTGRES:
        monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.fixture
def titip(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the ``titip`` command as its users do, in a process of its own, over an empty folder unless ``home`` is given."""

    def run(*words: str, home: Path | None = None, stdin: str = "", timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
        chosen = {**os.environ, "PYTHONPATH": str(ROOT), "TITIP_HOME": str(home or tmp_path / "home"), **environment}
        return subprocess.run(
            [sys.executable, "-m", "titip", *words], input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=timeout, env=chosen, cwd=tmp_path
        )

    return run


def find_chromium() -> str | None:
    """The Chromium that ``scripts/chromium.sh`` provides."""
    names = [os.environ.get("TITIP_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Without one the browser tests fail: what they look at is what people see."""
    path = find_chromium()
    if path is None:
        pytest.fail("No Chromium was found. `make test` installs Debian's where it may, else scripts/chromium.sh says what to do; `make quick` needs none.")
    return str(path)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """A Playwright browser; ask it for ``new_page(viewport=…)``.

    Closed at the end of each file: while Playwright runs, Django takes this thread for an asynchronous one and refuses its databases.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()
