"""The doctor names what is wrong and the cure, and changes nothing."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with three empty stores in WAL."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    for name in ("app", "vault", "keys"):
        with closing(sqlite3.connect(folder / f"{name}.sqlite3")) as store:
            store.execute("PRAGMA journal_mode=WAL")
            store.execute("CREATE TABLE word (word TEXT)")
            store.executemany("INSERT INTO word VALUES (?)", [("titip" * 100,)] * 200)
            store.commit()
    return folder


def examined(titip, home: Path) -> tuple[int, dict[str, dict[str, str]]]:
    done = titip("doctor", "--json", home=home)
    assert done.stderr == ""
    return done.returncode, {check["check"]: check for check in json.loads(done.stdout)["checks"]}


def test_a_folder_that_is_not_there_is_named_and_not_made(titip, tmp_path):
    code, found = examined(titip, tmp_path / "nowhere")

    assert code == 1
    assert found["folder"]["state"] == "bad" and "titip demo" in found["folder"]["cure"]
    assert not (tmp_path / "nowhere").exists()


def test_every_problem_comes_with_a_cure(titip, tmp_path):
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)

    _, found = examined(titip, folder)

    assert {name for name, check in found.items() if check["state"] in {"bad", "damaged", "warning"}} >= {"app database", "keyring"}
    assert all(check["cure"] for check in found.values() if check["state"] in {"bad", "damaged", "warning"})


def test_stores_that_are_whole_are_good_and_migrations_are_missed(titip, home):
    code, found = examined(titip, home)

    assert code == 1
    assert found["app database"]["state"] == "good"
    assert found["migrations"]["state"] == "bad"
    assert found["keyring"]["state"] == "bad" and "titip init" in found["keyring"]["cure"]


def test_a_damaged_store_is_found(titip, home):
    with closing(sqlite3.connect(home / "vault.sqlite3")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray((home / "vault.sqlite3").read_bytes())
    content[4096:12288] = b"\xff" * 8192
    (home / "vault.sqlite3").write_bytes(content)

    code, found = examined(titip, home)

    assert code == 5
    assert found["vault database"]["state"] == "damaged"
    assert "restore" in found["vault database"]["cure"]


def test_what_is_no_store_at_all_is_found(titip, home):
    (home / "app.sqlite3").write_bytes(b"not a database" * 1000)

    code, found = examined(titip, home)

    assert (code, found["app database"]["state"]) == (5, "damaged")


def test_a_store_without_wal_is_found(titip, home):
    with closing(sqlite3.connect(home / "keys.sqlite3")) as store:
        store.execute("PRAGMA journal_mode=DELETE")

    _, found = examined(titip, home)

    assert found["keys database"]["state"] == "bad" and "not WAL" in found["keys database"]["found"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
def test_a_folder_open_to_others_is_found(titip, home):
    home.chmod(0o755)

    code, found = examined(titip, home)

    assert code == 1
    assert "755" in found["folder"]["found"]


def test_it_reads_as_a_table(titip, home):
    done = titip("doctor", home=home)

    assert "app database" in done.stdout and "Titip's folder" in done.stdout
