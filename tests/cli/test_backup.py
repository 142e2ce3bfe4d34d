"""Backup, restore and drill, through the real commands over real files: a house that comes back, and every way in which it might not."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.serving import served
from titip.cli.demo import PASSPHRASE

Titip = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.slow


def run(*words: str, home: Path, stdin: str = "", **options: Any) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "TITIP_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "titip", *words], input=stdin, capture_output=True, text=True, env=environment, timeout=300, check=False, **options
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice house with sealed answers, and a backup of it with the keyring's copy beside."""
    home = tmp_path_factory.mktemp("house") / "home"
    made = run("demo", "--no-serve", "--people", "6", home=home)
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture(scope="module")
def backup(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = run("backup", str(tmp_path_factory.mktemp("stick")), "--json", home=house)
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["file"])


def tables(home: Path) -> dict[str, int]:
    found = {}
    for name in ("app", "vault", "keys"):
        with closing(sqlite3.connect(home / f"{name}.sqlite3")) as opened:
            for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
                found[f"{name}.{table}"] = opened.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    return found


def test_it_comes_back_whole_and_opens(house: Path, backup: Path, tmp_path: Path) -> None:
    here = tmp_path / "new"
    done = run("restore", str(backup), "--json", home=here, stdin=PASSPHRASE)
    told = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr
    assert told["values"] > 0 and told["keys"] > 0 and told["files"] > 0 and told["log_holds"], told
    before, after = tables(house), tables(here)
    changed = {"app.protect_auditevent", "app.protect_auditsubject", "app.protect_auditcheckpoint", "app.protect_readinessmark", "app.django_session"}
    assert {name: count for name, count in before.items() if name not in changed} == {name: after[name] for name in before if name not in changed}
    assert after["app.django_session"] == 0, "everybody signs in anew"
    assert run("audit", "verify", home=here, stdin=PASSPHRASE).returncode == 0
    if os.name == "posix":
        assert [path for path in here.rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == []
    assert not (here / ".restoring").exists()

    again = run("restore", str(backup), home=here, stdin=PASSPHRASE)
    assert again.returncode == 2 and "only put into an empty folder" in again.stderr
    assert tables(here) == after or run("audit", "verify", home=here, stdin=PASSPHRASE).returncode == 0


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) * 2 // 3]


def _flipped(raw: bytes) -> bytes:
    place = len(raw) // 2
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


@pytest.mark.parametrize(
    ("spoil", "code", "says"),
    [
        (_cut, 5, "cut"), (_flipped, 5, "cut or changed"),
        (lambda raw: b"no backup at all " * 100, 5, "cut or changed"), (lambda raw: b"", 5, "cut or changed"),
        (lambda raw: raw[:-1], 5, "cut"),
    ],
    ids=["cut", "flipped", "foreign", "empty", "last byte"],
)
def test_a_spoiled_backup_says_so_and_leaves_nothing(backup: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], code: int, says: str) -> None:
    spoiled = tmp_path / backup.name
    spoiled.write_bytes(spoil(backup.read_bytes()))
    keyring = next(backup.parent.glob("titip-keyring-*"))
    done = run("restore", str(spoiled), "--keyring", str(keyring), home=tmp_path / "new", stdin=PASSPHRASE)

    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert [path for path in (tmp_path / "new").rglob("*") if path.is_file()] == []


def test_wrong_keys_say_so(backup: Path, tmp_path: Path) -> None:
    wrong = run("restore", str(backup), home=tmp_path / "a", stdin="not this one at all")
    assert wrong.returncode == 3 and "opens no slot" in wrong.stderr and not any((tmp_path / "a").iterdir())

    other = tmp_path / "other"
    assert run("keys", "init", home=other, stdin="violet tractor hums under eleven moons").returncode == 0
    foreign = run(
        "restore", str(backup), "--keyring", str(other / "keyring" / "keyring.json"), home=tmp_path / "b", stdin="violet tractor hums under eleven moons"
    )
    assert foreign.returncode == 3 and "another house" in foreign.stderr

    alone = tmp_path / "alone" / backup.name
    alone.parent.mkdir()
    shutil.copyfile(backup, alone)
    missing = run("restore", str(alone), home=tmp_path / "c", stdin=PASSPHRASE)
    assert missing.returncode == 3 and "--keyring" in missing.stderr


def test_a_full_disk_keeps_nothing_half_and_harms_nothing(house: Path, backup: Path, tmp_path: Path) -> None:
    """A limit on the size of any file stands in for a disk that fills up."""

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    before = tables(house)
    done = run("backup", str(tmp_path / "stick"), home=house, preexec_fn=small)
    assert done.returncode == 1 and "as they were" in done.stderr, done.stderr
    assert [path for path in (tmp_path / "stick").rglob("*") if path.is_file()] == []
    assert tables(house) == before and run("doctor", home=house).returncode == 0
    back = run("restore", str(backup), home=tmp_path / "new", stdin=PASSPHRASE, preexec_fn=small)
    assert back.returncode == 1 and "could not be written" in back.stderr
    assert [path for path in (tmp_path / "new").rglob("*") if path.is_file()] == []
    inside = run("backup", str(house / "backups"), home=house)
    assert inside.returncode == 2 and "another disk" in inside.stderr


def test_while_the_server_runs_and_somebody_writes(house: Path, tmp_path: Path) -> None:
    """Rows are written all the while; in the restored copy what the app names is there, as many rows as were committed before."""
    stop, written = threading.Event(), [0]

    def write() -> None:
        with closing(sqlite3.connect(house / "app.sqlite3", timeout=60, isolation_level=None)) as opened:
            opened.execute("CREATE TABLE IF NOT EXISTS test_rows (n INTEGER)")
            while not stop.is_set():
                opened.execute("INSERT INTO test_rows VALUES (?)", (written[0],))
                written[0] += 1

    with served(house, "--port", "0"):
        writer = threading.Thread(target=write)
        writer.start()
        try:
            while written[0] < 5:
                pass
            least = written[0]
            done = run("backup", str(tmp_path / "stick"), "--json", home=house)
            most = written[0]
        finally:
            stop.set()
            writer.join()
        assert done.returncode == 0, done.stderr
    restored = run("restore", json.loads(done.stdout)["file"], home=tmp_path / "new", stdin=PASSPHRASE)
    assert restored.returncode == 0, restored.stderr
    assert least <= tables(tmp_path / "new")["app.test_rows"] <= most
    with closing(sqlite3.connect(house / "app.sqlite3")) as opened:
        opened.execute("DROP TABLE test_rows")
        opened.commit()


def test_the_drill_passes_fails_and_leaves_nothing(house: Path) -> None:
    passed = run("backup", "--drill", "--json", home=house, stdin=PASSPHRASE)
    told = json.loads(passed.stdout)
    assert passed.returncode == 0 and told["passed"] and told["counts"]["values"] > 0, passed.stderr
    assert [path.name for path in (house / "run").iterdir() if path.is_dir()] == []
    with closing(sqlite3.connect(house / "app.sqlite3")) as opened:
        assert opened.execute("SELECT passed FROM protect_readinessmark WHERE kind = 'restore_drill' ORDER BY id DESC").fetchone() == (1,)
        assert opened.execute("SELECT outcome FROM protect_auditevent WHERE kind = 'protect.readiness.restore_drill' ORDER BY seq DESC").fetchone() == ("ok",)

    # A sealed file that no longer opens is found by the drill, and by nothing else so far.
    victim = next((house / "files").glob("*.sealed"))
    whole = victim.read_bytes()
    victim.write_bytes(_flipped(whole))
    failed = run("backup", "--drill", "--json", home=house, stdin=PASSPHRASE)
    victim.write_bytes(whole)
    assert failed.returncode == 1 and not json.loads(failed.stdout)["passed"]
