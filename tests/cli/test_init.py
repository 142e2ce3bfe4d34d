"""`titip init` and `titip staff`: from an empty folder to a house with colleagues, in processes of their own."""

import json
import subprocess
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.world import STORES, make_world
from titip.cli import init
from titip.protect.models import Organisation
from titip.protect.vault import recovery

Titip = Callable[..., "subprocess.CompletedProcess[str]"]
KEYRING = "violet tractor hums under eleven moons"
HERS = "copper kettle walks beside nine rivers"
HOUSE = ("--name", "Hope House", "--country", "kh", "--language", "km", "--question", "who_comes", "--admin-username", "tola", "--admin-name", "Tola Test")


@pytest.mark.slow
def test_begun_broken_off_gone_on_and_left_alone(titip: Titip, tmp_path: Path) -> None:
    home, sheet = tmp_path / "home", tmp_path / "sheet.pdf"
    wrong = titip("init", "--name", "Hope House", "--country", "Cambodia", home=home, stdin=KEYRING + "\n")
    assert wrong.returncode == 2 and "--country" in wrong.stderr
    assert (home / "keyring" / "keyring.json").exists(), "the step before stands"

    done = titip("init", *HOUSE, "--sheet", str(sheet), "--json", home=home, stdin=f"{KEYRING}\n{HERS}\n")
    told = json.loads(done.stdout)
    assert (told["done"], told["left"]) == (["organisation", "questions", "administrator"], ["sheet"]), done.stderr
    assert sheet.read_bytes().startswith(b"%PDF-") and sheet.stat().st_mode & 0o077 == 0

    other = titip("init", "--name", "Another house", home=home)
    assert other.returncode == 2 and "Nothing was overwritten" in other.stderr
    again = titip("init", "--json", home=home, stdin=KEYRING + "\n")
    assert json.loads(again.stdout)["left"] == ["sheet"], "what stands is not asked again"

    for path in (path for path in home.rglob("*") if path.is_file() and "static" not in path.parts):
        assert path.stat().st_mode & 0o077 == 0, f"{path} is open to others"
        assert KEYRING.encode() not in path.read_bytes() and HERS.encode() not in path.read_bytes()

    mali = ("mali", "--name", "Mali Test", "--role", "frontline", "--team", "North")
    invited = json.loads(titip("staff", "add", *mali, "--json", home=home, stdin=KEYRING).stdout)
    assert len(invited["invitation"]) == 9 and invited["hours"] == 72
    newer = json.loads(titip("staff", "again", "mali", "--json", home=home, stdin=KEYRING).stdout)
    assert newer["invitation"] != invited["invitation"]
    assert titip("staff", "revoke", "mali", home=home, stdin=KEYRING).returncode == 0
    states = {row["username"]: row["state"] for row in json.loads(titip("staff", "list", "--json", home=home).stdout)["colleagues"]}
    assert states == {"mali": "invitation over", "tola": "active"}


@pytest.mark.slow
def test_a_new_sheet_is_confirmed_with_the_code_on_it(titip: Titip, tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = json.loads(titip("keys", "init", "--json", home=home, stdin=KEYRING).stdout)["recovery_code"]
    slip = ("8" if code[0] != "8" else "9") + code[1:]
    assert titip("keys", "confirm", home=home, stdin=slip).returncode == 3, "a slip of the pen"
    assert titip("keys", "confirm", home=home, stdin=code.lower()).returncode == 0
    made = titip("keys", "sheet", "--out", "new.pdf", home=home, stdin=KEYRING)
    assert made.returncode == 0 and (tmp_path / "new.pdf").read_bytes().startswith(b"%PDF-"), made.stderr
    assert recovery.is_code(code) and titip("keys", "unlock", home=home, stdin=code).returncode == 3, "the earlier sheet opens nothing any more"


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (("init", "--name", "X"), "short", "15 characters"),
        (("init",), "", "passphrase"),
        (("demo", "--people", "0"), "", "one made-up person at least"),
        (("staff", "list"), "", "titip init"),
        (("staff", "add", "mali", "--name", "Mali", "--role", "frontline"), KEYRING, "titip init"),
    ],
)
def test_what_is_missing_is_said(titip: Titip, words: tuple[str, ...], stdin: str, says: str) -> None:
    done = titip(*words, stdin=stdin)
    assert done.returncode == 2 and says in done.stderr


@pytest.mark.django_db(databases=STORES)
def test_a_slip_at_the_terminal_is_asked_again_and_nothing_else(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = iter(["Harbour Light", "Indonesia", "id", "id"])  # name, country, languages, and the country again
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    make_world()
    Organisation.objects.all().delete()

    init._organisation(Namespace(name=None, country=None, language=None, time_zone=None, json=False))

    house = Organisation.objects.get()
    assert (house.name, house.country, house.languages) == ("Harbour Light", "ID", ["en", "id"]) and next(typed, None) is None
    assert "two letters" in capsys.readouterr().out
