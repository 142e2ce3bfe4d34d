"""What a kill, a crowd and a thief's look at the disk find: nothing lost, nothing mixed, nothing readable."""

import base64
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organisation's folder with its stores and keyring made."""
    process = start_in(tmp_path / "home", "prepare")
    process.communicate(timeout=60)
    assert process.returncode == 0
    return tmp_path / "home"


def start_in(folder: Path, verb: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.protect.real_stores", verb], cwd=ROOT, env={**os.environ, "TITIP_HOME": str(folder)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )


def line_of(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def kill(process: "subprocess.Popen[str]") -> list[str]:
    """Kill -9; return the whole lines it had still written."""
    process.kill()
    rest = process.communicate()[0]
    return [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def account(folder: Path, acknowledged: list[str]) -> Any:
    process = start_in(folder, "account")
    answer = process.communicate("".join(acknowledged), timeout=120)[0]
    return json.loads(answer)


def test_a_kill_between_vault_and_app_leaves_an_orphan_that_the_sweep_takes(folder: Path) -> None:
    process = start_in(folder, "stop")
    assert "sealed" in line_of(process)
    kill(process)
    found = account(folder, [])
    assert (found["rows"], found["orphans"], found["swept"], found["left"]) == (2, 1, 1, 1)
    assert found["left_named"] and found["log"] and found["whole"] == ["ok"] * 3


@pytest.mark.slow
def test_kills_at_any_moment_lose_nothing_that_was_acknowledged(folder: Path) -> None:
    acknowledged: list[str] = []
    for _ in range(12):
        process = start_in(folder, "write")
        assert line_of(process) == {"ready": True}
        time.sleep(secrets.randbelow(300) / 1000)
        acknowledged += kill(process)
    found = account(folder, acknowledged)
    assert found["opened"] == len(acknowledged) > 50
    assert found["swept"] == found["orphans"] <= 12
    assert found["left_named"] and found["log"] and found["whole"] == ["ok"] * 3


def test_a_crowd_makes_one_key_and_one_chain(folder: Path) -> None:
    found = line_of(process := start_in(folder, "crowd"))
    process.communicate()
    assert found == {"faults": [], "fine": 60, "data_keys": 1, "log": True, "events": 60 + 2}  # made, unlocked


def spellings(word: str) -> list[bytes]:
    """A word as it might stand on a disk."""
    raw = word.encode()
    return [raw, word.encode("utf-16-le"), raw.hex().encode(), base64.b64encode(raw)[:-4], json.dumps(word)[1:-1].encode(), word.upper().encode()]


def test_nothing_sealed_stands_in_the_clear_anywhere_on_the_disk(folder: Path) -> None:
    words = [f"Kanarie-{secrets.token_hex(8)}" for _ in range(8)] + [f"สกุณา{secrets.token_hex(8)}" for _ in range(4)]
    process = start_in(folder, "canaries")
    assert process.stdin is not None
    process.stdin.write(json.dumps(words) + "\n")
    process.stdin.flush()
    destroyed = line_of(process)
    files = [path for path in folder.rglob("*") if path.is_file()]
    live = {path.name: path.read_bytes() for path in files}  # the write-ahead logs are still full
    kill(process)
    assert {"app.sqlite3", "app.sqlite3-wal", "vault.sqlite3-wal", "keyring.json"} <= live.keys() and live["vault.sqlite3-wal"]
    for word in words:
        found = [name for name, content in live.items() for spelling in spellings(word) if spelling in content]
        assert found == []
    assert [name for name, content in live.items() if bytes.fromhex(destroyed["wrapped"]) in content] == []


def test_the_search_for_canaries_finds_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "app.sqlite3-wal").write_bytes(b"\x00page Kanarie-1 page")
    assert any(spelling in (tmp_path / "app.sqlite3-wal").read_bytes() for spelling in spellings("Kanarie-1"))
