"""A practice organisation in a folder of its own, served by a process of its own."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

#: Seconds within which the house must stand and answer. Making 120 lives takes 15 to 40 on two cores, and minutes where many share them.
PATIENCE = 900
#: The passphrase of the practice server, printed for everybody.
PASSPHRASE = "practice lantern ferry orchid"


@dataclass
class House:
    """A running practice server, and who is signed in where (colleague → what her browser keeps)."""

    home: Path
    url: str
    pid: int
    token: str
    signed_in: dict[str, Any] = field(default_factory=dict)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rstrip("/").rsplit(":", 1)[1])


@contextmanager
def practice_house(home: Path, *, people: int = 120, **environment: str) -> Iterator[House]:
    """Make a practice organisation in ``home`` as a newcomer does and serve it, unlocked. Stopped at the end."""
    chosen = {**os.environ, **environment}
    chosen.pop("TITIP_HOME", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "titip", "--home", str(home), "demo", "--port", "0", "--people", str(people)],
        env=chosen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    with spoken_by(process) as said:
        _wait_for_welcome(process, said)
        told = json.loads((home / "run" / "server.json").read_text(encoding="utf-8"))
        yield House(home=home, url=told["url"].rstrip("/"), pid=told["pid"], token=told["token"])


@contextmanager
def spoken_by(process: subprocess.Popen[str]) -> Iterator["queue.Queue[str]"]:
    """What a server prints, line by line. It is stopped at the end."""
    said: queue.Queue[str] = queue.Queue()
    listening = threading.Thread(target=_listen, args=(process.stdout, said), daemon=True)
    listening.start()
    try:
        yield said
    finally:
        process.terminate()
        process.wait(timeout=20)
        listening.join(timeout=20)


def _listen(stream: IO[str] | None, said: "queue.Queue[str]") -> None:
    assert stream is not None
    with stream:
        for line in stream:
            said.put(line)


def _wait_for_welcome(process: subprocess.Popen[str], said: queue.Queue[str]) -> None:
    """The last line that ``titip demo`` prints names the server's passphrase: from then on it is unlocked."""
    heard, until = "", time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            heard += said.get(timeout=1)
        except queue.Empty:
            if process.poll() is not None:
                raise AssertionError(f"titip demo ended with {process.returncode}:\n{heard}") from None
        if PASSPHRASE in heard:
            return
    raise AssertionError(f"titip demo was not ready within {PATIENCE} seconds:\n{heard}")
