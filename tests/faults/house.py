"""A practice house whose server is killed, started again, locked, cut off its disk, and whose sessions end."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.browser import Broken, Browser

PASSPHRASE = "practice lantern ferry orchid"
_PATIENCE = 240


class House:
    """A real server process over a real folder."""

    def __init__(self, home: Path, environment: dict[str, str] | None = None) -> None:
        self.home = home
        self.environment = {**{name: value for name, value in os.environ.items() if name != "TITIP_HOME"}, **(environment or {})}
        self.process: subprocess.Popen[bytes] | None = None
        self.told: dict[str, Any] = {}
        self.port = 0
        self.starts = 0

    def start(self) -> None:
        """Serve, unlocked; on the same port as before. Makes the house at the first time."""
        self._file.unlink(missing_ok=True)
        words = [sys.executable, "-m", "titip", "--home", str(self.home), "demo", "--port", str(self.port), "--people", "2"]
        self.process = subprocess.Popen(words, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}")
            if self._is_open():
                self.starts += 1
                return
            time.sleep(0.05)
        raise AssertionError("the server did not answer")

    def _is_open(self) -> bool:
        try:
            self.told = json.loads(self._file.read_text())
            self.port = self.told["port"]
            return "Walk in as one" in Browser(self.port).get("/protect/sign-in").words  # said once the server is unlocked
        except (*Broken, ValueError, KeyError, AssertionError):
            return False

    @property
    def _file(self) -> Path:
        return self.home / "run" / "server.json"

    def pids(self) -> list[int]:
        """The server's process and its workers: those of the session that it was started in."""
        assert self.process is not None
        found = subprocess.run(["ps", "-s", str(self.process.pid), "-o", "pid="], capture_output=True, text=True, check=False).stdout.split()
        return [int(pid) for pid in found]

    def kill(self) -> None:
        """SIGKILL, all of it at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    @contextmanager
    def killed_after(self, seconds: float) -> Iterator[None]:
        """What is done inside is cut off by a kill; after it the server stands again."""
        timer = threading.Timer(seconds, self.kill)
        timer.start()
        try:
            yield
        finally:
            timer.join()
            self.start()

    @contextmanager
    def full_disk(self, bytes_left: int) -> Iterator[None]:
        """No file of the server grows beyond so many bytes: writes fail as on a full disk, reads go on."""
        pids = self.pids()
        before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (bytes_left, before[pid][1]))
        try:
            yield
        finally:
            for pid, limit in before.items():
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The server locked, as by ``titip keys lock``; unlocked again whatever happens."""
        self._ask("lock", b"{}", {"X-Titip-Control": self.told["token"]})
        try:
            yield
        finally:
            self._ask("unlock", json.dumps({"passphrase": PASSPHRASE}).encode(), {})

    def _ask(self, what: str, body: bytes, headers: dict[str, str]) -> None:
        asked = urllib.request.Request(f"http://localhost:{self.port}/protect/{what}", data=body, headers={"Content-Type": "application/json", **headers})
        with urllib.request.urlopen(asked, timeout=30) as answered:
            assert answered.status == 200

    def end_sessions(self) -> None:
        """Nobody is signed in any more, wherever she types."""
        self._write("DELETE FROM django_session")

    def forget_codes(self) -> None:
        """Let a second factor's code be used again: a test signs in more often than a clock has codes."""
        self._write("DELETE FROM web_cache")

    def _write(self, statement: str) -> None:
        connection = sqlite3.connect(self.home / "app.sqlite3" if (self.home / "app.sqlite3").exists() else _app_db(self.home), timeout=30)
        try:
            with connection:
                connection.execute(statement)
        finally:
            connection.close()

    def stop(self) -> None:
        """End the server."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()


def _app_db(home: Path) -> Path:
    from titip.kit.home import Home

    return Home(home).app_db


@contextmanager
def faulty_house(home: Path, **environment: str) -> Iterator[House]:
    """A house to be maltreated; stopped at the end."""
    house = House(home, environment)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def signed_in(house: House, name: str, browser: Browser | None = None) -> Browser:
    """A colleague's browser, signed in by pressing her name and typing the code that is shown."""
    browser = browser or Browser(house.port)
    house.forget_codes()
    chosen = next(form for form in browser.get("/protect/sign-in").forms if any(words.startswith(name) for *_at, words in form.buttons))
    asked = browser.send(chosen, name, here="/protect/sign-in")
    form = asked.form("code")
    code = asked.text.split('titip-practice-code__code">')[1].split("<")[0]
    form.fill("code", code)
    answer = browser.send(form, "Sign in", here=asked.path)
    assert "Today" in answer.words, (answer.status, answer.path, answer.words[:400])
    return browser
