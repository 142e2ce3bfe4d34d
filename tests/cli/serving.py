"""Starts and stops a real server in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def served(home: Path, *words: str) -> Iterator[dict[str, Any]]:
    """What the running server says of itself: pid, port, url, and the ``process``. Stopped at the end."""
    environment = {**os.environ, "TITIP_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "titip", "serve", *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield {"process": process, **_running(home, process)}
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _running(home: Path, process: subprocess.Popen[str]) -> dict[str, Any]:
    told = home / "run" / "server.json"
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}: {process.communicate()}")
        if told.exists() and told.read_text().endswith("}"):
            return dict(json.loads(told.read_text()))
        time.sleep(0.1)
    raise AssertionError("the server said nothing for a minute")
