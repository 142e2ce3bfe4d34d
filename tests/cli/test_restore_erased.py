"""An older backup is put back after somebody was erased and the keys were renewed: she does not come back, the others do."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_backup import run
from tests.protect.cheap import PASSPHRASE
from tests.protect.test_vault_survives import start_in

pytestmark = pytest.mark.slow


def told(home: Path, verb: str, line: str = "") -> dict[str, Any]:
    """What a process over the real stores says."""
    answer: dict[str, Any] = json.loads(start_in(home, verb).communicate(line, timeout=120)[0])
    return answer


def test_an_older_backup_brings_nobody_back(tmp_path: Path) -> None:
    home, stick, later = tmp_path / "home", tmp_path / "stick", tmp_path / "later"
    assert run("keys", "init", home=home, stdin=PASSPHRASE).returncode == 0
    assert told(home, "fill", "8\n")["filled"] == 8
    first = run("backup", str(stick), "--json", home=home)
    assert first.returncode == 0, first.stderr
    before = json.loads(first.stdout)["file"]
    assert told(home, "erase", "3\n") == {"erased": 3, "left": 5}
    assert run("keys", "rotate", home=home, stdin=PASSPHRASE).returncode == 0
    assert run("backup", str(stick), home=home).returncode == 0, "its copies of the keyring and of the list lie beside the first backup too"

    # Within the 35 days: the keyring still opens the older backup, and the list has the three erased again.
    restored = run("restore", before, "--json", home=later, stdin=PASSPHRASE)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["erased_again"] == 3 and json.loads(restored.stdout)["erasures_unread"] == 0
    assert told(later, "open_all")["opened"] == 5

    # Destroyed: with today's keyring the older backup is closed to everybody.
    assert run("keys", "destroy-old", home=home, stdin=PASSPHRASE).returncode == 0
    keyring = home / "keyring" / "keyring.json"
    closed = run("restore", before, "--keyring", str(keyring), home=tmp_path / "closed", stdin=PASSPHRASE)
    assert closed.returncode == 3 and "destroyed since" in closed.stderr
