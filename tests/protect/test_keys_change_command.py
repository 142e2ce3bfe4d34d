"""`titip keys status | rotate | remove | recover | two | service` over real files, by processes of their own; killed in the midst of wrapping."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.protect.cheap import PASSPHRASE
from tests.protect.test_vault_survives import account, kill, line_of, start_in

Titip = Callable[..., "subprocess.CompletedProcess[str]"]
SECOND = "quiet bamboo river candle"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An organisation of 1,200 keys: its folder and its recovery code."""
    home = tmp_path_factory.mktemp("organisation") / "home"
    done = subprocess.run(
        [sys.executable, "-m", "titip", "--home", str(home), "keys", "init", "--json"], input=PASSPHRASE + "\n", capture_output=True, text=True, check=True
    )
    filled = start_in(home, "fill").communicate("300\n", timeout=120)[0]
    assert json.loads(filled)["filled"] == 300
    return home, json.loads(done.stdout)["recovery_code"]


def keks(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "keys.sqlite3")) as opened:
        return dict(opened.execute("SELECT kek_id, count(*) FROM protect_datakey GROUP BY kek_id"))


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[dict[str, Any]]:
    words = [sys.executable, "-m", "titip", "--home", str(home), "serve", "--port", str(20_000 + secrets.randbelow(20_000))]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    told = home / "run" / "server.json"
    deadline = time.monotonic() + 90
    try:
        while time.monotonic() < deadline and not (told.exists() and told.stat().st_size):
            assert process.poll() is None
            time.sleep(0.1)
        yield json.loads(told.read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def test_a_kill_in_the_midst_of_wrapping_loses_nothing_and_the_next_run_ends_it(made: tuple[Path, str], titip: Titip) -> None:
    home, _code = made
    process = start_in(home, "rewrap")
    assert line_of(process)["wrapped"] == 100
    kill(process)
    midst = keks(home)
    assert len(midst) == 2 and 100 <= min(midst.values()) < 300, midst

    told = json.loads(titip("keys", "status", "--json", home=home).stdout)
    assert told["wrapped_by_old_key"] == 300 - min(midst.values()) and told["old_keys"] == 1
    assert account_of(home) == 300, "both keys are readable meanwhile"
    done = titip("keys", "rotate", "--json", home=home, stdin=PASSPHRASE)
    assert done.returncode == 0 and json.loads(done.stdout)["wrapped"] == 300 and len(keks(home)) == 1, done.stderr
    assert account_of(home) == 300


def account_of(home: Path) -> int:
    return int(json.loads(start_in(home, "open_all").communicate(timeout=120)[0])["opened"])


def test_a_slot_is_taken_out_and_the_sheet_makes_a_new_passphrase(made: tuple[Path, str], titip: Titip, tmp_path: Path) -> None:
    home, code = made
    (tmp_path / "new").write_text(SECOND + "\n")
    recovered = titip("keys", "recover", "--new-passphrase-file", str(tmp_path / "new"), "--label", "night duty", home=home, stdin=code)
    assert recovered.returncode == 0, recovered.stderr
    told = json.loads(titip("keys", "status", "--json", home=home).stdout)
    first, sheet, night = told["slots"]
    assert told["sheet_confirmed"] and night["label"] == "night duty" and sheet["used"]
    older = (home / "keyring" / "keyring.json").read_bytes()

    for words, stdin, says in (
        (("remove", "passphrase-nothing"), SECOND, "no such slot"), (("remove", first["slot"]), PASSPHRASE, "of the slot that goes"),
        (("remove", first["slot"]), "not this one at all", "opens no slot"),
    ):
        assert says in titip("keys", *words, home=home, stdin=stdin).stderr
    gone = titip("keys", "remove", first["slot"], home=home, stdin=SECOND)
    assert gone.returncode == 0, gone.stderr
    assert titip("keys", "unlock", home=home, stdin=PASSPHRASE).returncode == 3
    few = titip("keys", "remove", sheet["slot"], home=home, stdin=SECOND)
    assert few.returncode == 2 and "Only one way in" in few.stderr
    last = titip("keys", "remove", night["slot"], home=home, stdin=code)
    assert last.returncode == 2 and "last passphrase" in last.stderr

    # Whoever was taken out has an older copy of the file, and steals today's databases: nothing opens.
    thief = tmp_path / "thief"
    thief.mkdir()
    for name in ("app.sqlite3", "vault.sqlite3", "keys.sqlite3"):
        (thief / name).write_bytes((home / name).read_bytes())
    (thief / "keyring").mkdir()
    (thief / "keyring" / "keyring.json").write_bytes(older)
    (thief / "keyring" / "keyring.json").chmod(0o600)
    assert account_of(thief) == 0
    restored = titip("keys", "recover", "--new-passphrase-file", str(_file(tmp_path, PASSPHRASE)), home=home, stdin=code)
    assert restored.returncode == 0 and account_of(home) == 300


def _file(folder: Path, text: str) -> Path:
    (folder / "text").write_text(text + "\n")
    return folder / "text"


def test_the_running_server_renews_in_the_background_and_stays_unlocked(made: tuple[Path, str], titip: Titip) -> None:
    home, _code = made
    before = set(keks(home))
    with serving(home):
        locked = titip("keys", "rotate", home=home)
        assert locked.returncode == 3 and "locked" in locked.stderr, (locked.returncode, locked.stderr)
        assert titip("keys", "unlock", home=home, stdin=PASSPHRASE).returncode == 0
        assert titip("keys", "rotate", home=home).returncode == 0
        deadline = time.monotonic() + 60
        while set(keks(home)) & before and time.monotonic() < deadline:
            time.sleep(0.5)
        assert not set(keks(home)) & before
        early = titip("keys", "destroy-old", home=home)
        assert early.returncode == 2 and "Take a backup first" in early.stderr
        assert titip("keys", "lock", home=home).returncode == 0, "it was unlocked all the while"


def test_two_people_and_a_server_that_opens_itself_exclude_each_other(made: tuple[Path, str], titip: Titip, tmp_path: Path) -> None:
    home, code = made
    assert titip("keys", "two", "on", home=home, stdin=PASSPHRASE).returncode == 0
    alone = titip("keys", "rotate", home=home, stdin=PASSPHRASE)
    assert alone.returncode == 2, "asks for the second, and there is none"
    assert titip("keys", "rotate", home=home, stdin=f"{PASSPHRASE}\n{SECOND}\n").returncode == 0
    _what_leaves_needs_two(titip, home, tmp_path)
    with serving(home):
        first = titip("keys", "unlock", home=home, stdin=PASSPHRASE)
        assert first.returncode == 3 and "Within ten minutes" in first.stderr
        assert "Within ten minutes" in titip("keys", "unlock", home=home, stdin=PASSPHRASE).stderr, "the same twice is not two"
        assert titip("keys", "unlock", home=home, stdin=code).returncode == 0
        refused = titip("keys", "service", "--out", str(tmp_path / "secret"), home=home, stdin=PASSPHRASE)
        assert refused.returncode in (2, 3) and not (tmp_path / "secret").exists()
        assert titip("keys", "two", "off", home=home, stdin=SECOND).returncode == 0
    inside = titip("keys", "service", "--out", str(home / "secret"), home=home, stdin=PASSPHRASE)
    assert inside.returncode == 2 and "must not lie" in inside.stderr
    granted = titip("keys", "service", "--out", str(tmp_path / "secret"), home=home, stdin=PASSPHRASE)
    assert granted.returncode == 0 and "no passphrase protects" in granted.stderr, granted.stderr
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o400
    with serving(home, TITIP_SERVICE_FILE=str(tmp_path / "secret")):
        assert titip("keys", "rotate", home=home).returncode == 0, "the server opened itself"
    with closing(sqlite3.connect(home / "app.sqlite3")) as opened:
        by = opened.execute("SELECT detail FROM protect_auditevent WHERE kind = 'protect.keys.unlock' ORDER BY seq DESC").fetchone()[0]
    assert json.loads(by)["where"] == "service"
    slot = next(line.split()[0] for line in titip("keys", "slots", home=home).stdout.splitlines() if line.startswith("service-"))
    assert titip("keys", "remove", slot, home=home, stdin=SECOND).returncode == 0
    (tmp_path / "secret").chmod(0o600)
    with serving(home, TITIP_SERVICE_FILE=str(tmp_path / "secret")):
        assert titip("keys", "rotate", home=home).returncode == 3, "refused again: it stays locked"
    assert account(home, [])["log"]


def _what_leaves_needs_two(titip: Titip, home: Path, tmp_path: Path) -> None:
    disk, both = tmp_path / "disk", f"{PASSPHRASE}\n{SECOND}\n"
    assert titip("backup", str(disk), home=home, stdin=PASSPHRASE).returncode == 2, "asks for the second, and there is none"
    same = titip("backup", str(disk), home=home, stdin=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert same.returncode and "holder of another slot" in same.stderr and not list(disk.glob("*.age"))
    other = titip("backup", str(disk), "--scheduled", "--also-to", "age1" + "q" * 58, home=home)
    assert other.returncode == 2 and "further recipient" in other.stderr and not list(disk.glob("*.age"))
    assert titip("backup", str(tmp_path / "by-clock"), "--scheduled", home=home).returncode == 0
    taken = titip("backup", str(disk), home=home, stdin=both)
    assert taken.returncode == 0, taken.stderr
    (file,) = disk.glob("*.age")
    assert titip("restore", str(file), home=tmp_path / "alone", stdin=PASSPHRASE).returncode == 2, "nor does one alone open it"
    back = titip("restore", str(file), home=tmp_path / "back", stdin=both)
    assert back.returncode == 0 and "The log holds." in back.stdout, back.stderr
    drilled = titip("backup", "--drill", home=home, stdin=both)
    assert drilled.returncode == 0 and "Passed" in drilled.stdout, drilled.stderr
