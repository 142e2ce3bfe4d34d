"""`titip keys` and `titip audit`: as a custodian uses them, in processes of their own."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.protect.cheap import PASSPHRASE
from titip.cli import keys
from titip.cli.output import CommandError
from titip.protect.vault import recovery

Titip = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An organisation made by the command: its folder and its recovery code."""
    home = tmp_path_factory.mktemp("organisation") / "home"
    done = subprocess.run(
        [sys.executable, "-m", "titip", "--home", str(home), "keys", "init", "--json"], input=PASSPHRASE + "\n", capture_output=True, text=True, check=True
    )
    return home, json.loads(done.stdout)["recovery_code"]


def test_the_recovery_code_is_given_and_kept_nowhere(made: tuple[Path, str]) -> None:
    home, code = made
    assert recovery.is_code(code)
    for path in home.rglob("*"):
        assert not path.is_file() or (code.encode() not in path.read_bytes() and PASSPHRASE.encode() not in path.read_bytes())


def test_a_second_init_changes_nothing(made: tuple[Path, str], titip: Titip) -> None:
    before = (made[0] / "keyring" / "keyring.json").read_bytes()
    done = titip("keys", "init", home=made[0], stdin=PASSPHRASE)
    assert done.returncode == 2 and "never overwritten" in done.stderr
    assert (made[0] / "keyring" / "keyring.json").read_bytes() == before


def test_both_secrets_open_and_a_wrong_one_says_so(made: tuple[Path, str], titip: Titip, tmp_path: Path) -> None:
    home, code = made
    (tmp_path / "sheet").write_text(code.lower() + "\r\n")
    right, sheet, wrong = (
        titip("keys", "unlock", home=home, stdin=PASSPHRASE), titip("keys", "unlock", "--json", "--passphrase-file", str(tmp_path / "sheet"), home=home),
        titip("keys", "unlock", home=home, stdin="not this one at all"),
    )
    assert right.returncode == 0 and "nothing was unlocked" in right.stdout
    assert sheet.returncode == 0 and json.loads(sheet.stdout)["slot"].startswith("recovery-")
    assert wrong.returncode == 3 and "opens no slot" in wrong.stderr and wrong.stdout == ""


@pytest.mark.parametrize(
    ("words", "stdin", "code", "says"),
    [
        (["keys", "unlock"], PASSPHRASE, 3, "titip init"),
        (["keys", "slots"], "", 3, "titip init"),
        (["keys", "unlock"], "", 2, "--passphrase-file"),
        (["keys", "unlock", "--passphrase-file", "nowhere"], "", 2, "nowhere"),
        (["keys", "init"], "short", 2, "15 characters"),
        (["keys", "lock"], "", 0, "nothing to lock"),
        (["keys"], "", 2, "VERB"),
        (["audit", "verify"], PASSPHRASE, 2, "no organisation"),
    ],
)
def test_an_empty_folder_is_told_what_to_do(titip: Titip, words: list[str], stdin: str, code: int, says: str) -> None:
    done = titip(*words, stdin=stdin)
    assert (done.returncode, says in done.stdout + done.stderr) == (code, True), done.stderr


def test_a_damaged_keyring_is_damaged_data(made: tuple[Path, str], titip: Titip, tmp_path: Path) -> None:
    folder = tmp_path / "copy" / "keyring"
    folder.mkdir(parents=True)
    (folder / "keyring.json").write_bytes((made[0] / "keyring" / "keyring.json").read_bytes()[:-200])
    (folder / "keyring.json").chmod(0o600)
    done = titip("keys", "unlock", home=folder.parent, stdin=PASSPHRASE)
    assert done.returncode == 5 and "from its copy" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_an_exposed_keyring_is_refused(made: tuple[Path, str], titip: Titip, tmp_path: Path) -> None:
    folder = tmp_path / "copy" / "keyring"
    folder.mkdir(parents=True)
    (folder / "keyring.json").write_bytes((made[0] / "keyring" / "keyring.json").read_bytes())
    (folder / "keyring.json").chmod(0o644)
    done = titip("keys", "unlock", home=folder.parent, stdin=PASSPHRASE)
    assert done.returncode == 4 and "chmod 600" in done.stderr


class Terminal:
    """A terminal on which somebody types."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
        self.typed = list(typed)
        monkeypatch.setattr(keys.sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(keys.getpass, "getpass", lambda asked: self.typed.pop(0))


def test_a_new_passphrase_is_typed_twice_and_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert keys.read_passphrase(None, twice=True) == PASSPHRASE
    Terminal(monkeypatch, PASSPHRASE, PASSPHRASE + "x")
    with pytest.raises(CommandError, match="not the same"):
        keys.read_passphrase(None, twice=True)


def test_a_starting_server_is_waited_for(tmp_path: Path) -> None:
    """Its lock is held, its file not written yet: no passphrase goes anywhere."""
    from titip.cli.serve import only_server
    from titip.kit.home import Home

    home = Home(tmp_path).make()
    with only_server(home):
        (home.run / "server.json").write_text("{")
        with pytest.raises(CommandError, match="starting"):
            keys.running_server(home)
    (home.run / "server.json").write_text('{"port": 1, "host": "127.0.0.1"}')  # left by a server that was killed
    assert keys.running_server(home) is None
    assert keys.running_server(Home(tmp_path / "nowhere")) is None


# --- with a server


@pytest.fixture
def server(made: tuple[Path, str]) -> Iterator[Any]:
    """A server over the organisation; what it told of itself."""
    home = made[0]
    process = subprocess.Popen(
        [sys.executable, "-m", "titip", "--home", str(home), "serve", "--port", str(20_000 + secrets.randbelow(20_000))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    told = home / "run" / "server.json"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (told.exists() and told.stat().st_size):
        assert process.poll() is None
        time.sleep(0.1)
    yield json.loads(told.read_text())
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.mark.slow
def test_a_second_passphrase_unlocks_the_server_and_the_log_tells(made: tuple[Path, str], server: Any, titip: Titip, tmp_path: Path) -> None:
    home, code = made
    assert os.name != "posix" or (home / "run" / "server.json").stat().st_mode & 0o077 == 0
    (tmp_path / "new").write_text("quiet bamboo river candle\n")
    assert titip("keys", "add", "--new-passphrase-file", str(tmp_path / "new"), "--label", "night duty", home=home, stdin=code).returncode == 0
    assert "night duty" in titip("keys", "slots", home=home).stdout
    wrong = titip("keys", "unlock", home=home, stdin="not this one at all")
    assert wrong.returncode == 3 and "opens no slot" in wrong.stderr
    right = titip("keys", "unlock", "--json", home=home, stdin="quiet bamboo river candle")
    assert right.returncode == 0 and json.loads(right.stdout) == {"locked": False, "server": server["url"]}
    assert titip("keys", "lock", home=home).returncode == 0

    report = titip("audit", "verify", "--json", home=home, stdin=PASSPHRASE)
    assert report.returncode == 0 and json.loads(report.stdout)["ok"]
    with sqlite3.connect(home / "app.sqlite3") as database:
        kinds = [row[0] for row in database.execute("SELECT kind || ' ' || outcome FROM protect_auditevent ORDER BY seq")]
    database.close()
    assert kinds == ["protect.keys.init ok", "protect.keys.add ok", "protect.keys.unlock refused", "protect.keys.unlock ok", "protect.keys.lock ok"]

    anchor = json.loads(report.stdout)["anchor"]
    assert titip("audit", "verify", "--anchor", anchor, home=home, stdin=PASSPHRASE).returncode == 0
    assert titip("audit", "verify", "--anchor", "rubbish", home=home, stdin=PASSPHRASE).returncode == 2
    assert titip("audit", "verify", home=home, stdin="not this one at all").returncode == 3
    with sqlite3.connect(home / "app.sqlite3") as database:
        database.execute("UPDATE protect_auditevent SET outcome = 'ok' WHERE seq = 3")
    database.close()
    found = titip("audit", "verify", home=home, stdin=PASSPHRASE)
    assert found.returncode == 5 and "First entry at fault: 3" in found.stdout


def test_the_answer_of_something_else_on_the_port_is_no_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(keys, "running_server", lambda home: {"port": 1, "host": "127.0.0.1", "url": "http://localhost:1/", "token": "t"})
    with pytest.raises(CommandError, match="does not answer"):
        keys.ask({"port": 1, "host": "127.0.0.1"}, "/protect/lock", "", {})
    assert keys._refused({}) == 1 and keys._refused({"error": "DamagedKeyring", "message": "m"}) == 5
    assert keys._refused({"error": "WrongPassphrase"}) == 3
    keys._tell(Namespace(json=False), {}, "sentence")
    assert capsys.readouterr().out == "sentence\n"


def test_the_command_knows_the_servers_addresses() -> None:
    from django.urls import reverse

    assert [reverse("unlock"), reverse("lock")] == [keys.UNLOCK, keys.LOCK]
