"""A larger house: the same actions on a PostgreSQL that this test starts for itself, with nobody else on it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.world import KEYRING_PASSPHRASE

pytestmark = pytest.mark.slow
PORT = "55439"  # of a socket in a folder of its own: no other server can have it


def program(name: str) -> str | None:
    """A program of PostgreSQL's server; Debian keeps them out of the path."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The folder of the socket of a running cluster, in which nobody has a password and which nobody else can reach."""
    initdb, control = program("initdb"), program("pg_ctl")
    if not initdb or not control:
        pytest.skip("no PostgreSQL is installed (scripts/postgres.sh says how to have it)")
    pytest.importorskip("psycopg")
    as_root = os.name == "posix" and os.geteuid() == 0
    if as_root and not shutil.which("runuser"):
        pytest.skip("PostgreSQL does not run as root, and there is no runuser to start it as somebody else")
    folder = Path(tempfile.mkdtemp(prefix="titip-pg-"))  # short: a socket's path has 107 characters at most
    other = ["runuser", "-u", "postgres", "--"] if as_root else []
    if as_root:
        shutil.chown(folder, "postgres")
    options = f"-p {PORT} -k {folder} -c listen_addresses='' -c fsync=off -c autovacuum=off"

    def do(*words: str) -> None:
        done = subprocess.run([*other, *words], capture_output=True, text=True, timeout=120, cwd=folder, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr

    try:
        do(initdb, "-D", str(folder / "data"), "-U", "titip", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        do(control, "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", options, "-w", "start")
        yield folder
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            do(control, "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def address(server: Path, name: str) -> str:
    """Three empty databases, and the one setting that names them."""
    import psycopg

    with psycopg.connect(host=str(server), port=PORT, user="titip", dbname="postgres", autocommit=True) as connection:
        for suffix in ("", "_vault", "_keys"):
            connection.execute(f'CREATE DATABASE "{name}{suffix}"')
    return f"postgresql://titip@/{name}?host={server}&port={PORT}"


def told(home: Path, module: str, *words: str, url: str = "") -> Any:
    """What one of our own processes says, over this folder; with ``url`` only where the folder does not know it yet."""
    done = start(home, module, *words, url=url)
    out, err = done.communicate(timeout=300)
    assert done.returncode == 0, err
    return json.loads(out.splitlines()[-1])


def start(home: Path, module: str, *words: str, url: str = "") -> "subprocess.Popen[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TITIP_HOME": str(home), "TITIP_DATABASE_URL": url}
    return subprocess.Popen([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=ROOT)


@pytest.fixture(scope="module")
def house(server: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A house in PostgreSQL, and what the story told of itself."""
    home = tmp_path_factory.mktemp("larger") / "home"
    return home, told(home, "tests.protect.postgres_story", "story", url=address(server, "story"))


def test_she_is_registered_found_and_erased_and_the_log_holds(house: tuple[Path, dict[str, Any]], titip: Callable[..., Any]) -> None:
    home, it = house
    assert it["vendors"] == ["postgresql"]
    assert not list(home.glob("*.sqlite3")), "nothing was begun beside"
    assert it["opened"] == "Sokha Canary" and it["in_the_open"] == 0
    assert sorted(it["found"].values()) == [0, 1, 1, 1] and it["found"]["nothing of the kind"] == 0, it["found"]
    assert it["pages"] == [200, 200]
    assert (it["keys_left"], it["after"]) == (0, False)
    assert (it["log"], it["log_after"], it["changed"]) == (True, True, False)

    looked = titip("doctor", "--json", home=home)
    checks = {one["check"]: one for one in json.loads(looked.stdout)["checks"]}
    assert all("PostgreSQL" in checks[f"{store} database"]["found"] and checks[f"{store} database"]["state"] == "good" for store in ("app", "vault", "keys"))

    assert told(home, "tests.protect.postgres_story", "crowd") == {"faults": [], "fine": 60, "keys": 1, "log": True}


def test_two_workers_at_once_do_each_piece_once(house: tuple[Path, dict[str, Any]], server: Path) -> None:
    import psycopg

    home, _it = house
    told(home, "tests.protect.working", "ask-many", KEYRING_PASSPHRASE)
    workers = [start(home, "tests.protect.working", "crowd", KEYRING_PASSPHRASE) for _ in range(2)]
    for one in workers:
        _out, err = one.communicate(timeout=180)
        assert one.returncode == 0, err
    with psycopg.connect(host=str(server), port=PORT, user="titip", dbname="story") as connection:
        asked = (
            "SELECT count(*) FROM protect_work WHERE job = 'tests.one' AND state = 'done'", "SELECT count(*) FROM protect_auditsubject WHERE kind = 'one'",
            "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'",
        )
        assert [connection.execute(one).fetchone() for one in asked] == [(20,), (20,), (0,)]


def test_a_backup_crosses_into_sqlite_files_and_back(house: tuple[Path, dict[str, Any]], server: Path, titip: Callable[..., Any], tmp_path: Path) -> None:
    home, _it = house
    done = titip("backup", str(tmp_path / "stick"), "--json", home=home)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    small, large = tmp_path / "small", tmp_path / "large"
    first = titip("restore", made["file"], "--json", "--passphrase-file", "-", home=small, stdin=KEYRING_PASSPHRASE)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["log_holds"] and (small / "app.sqlite3").exists()

    again = json.loads(titip("backup", str(tmp_path / "other"), "--json", home=small).stdout)
    url = address(server, "grown")
    second = titip("restore", again["file"], "--json", "--passphrase-file", "-", home=large, stdin=KEYRING_PASSPHRASE, TITIP_DATABASE_URL=url)
    assert second.returncode == 0, second.stderr
    assert not list(large.rglob("*.sqlite3")) and (large / "database").read_text().strip() == url
    assert titip("audit", "verify", "--passphrase-file", "-", home=large, stdin=KEYRING_PASSPHRASE).returncode == 0

    covered = titip("restore", again["file"], "--passphrase-file", "-", home=tmp_path / "third", stdin=KEYRING_PASSPHRASE, TITIP_DATABASE_URL=url)
    assert covered.returncode == 2 and "holds data already" in covered.stderr


def test_what_cannot_work_is_refused_in_a_sentence(server: Path, titip: Callable[..., Any], tmp_path: Path) -> None:
    nowhere = titip("init", home=tmp_path / "a", TITIP_DATABASE_URL=f"postgresql://titip@/absent?host={server}&port={PORT}")
    assert nowhere.returncode == 1 and "does not let us into the database absent" in nowhere.stderr
    secret = titip("init", home=tmp_path / "b", TITIP_DATABASE_URL="postgresql://titip:secret@localhost/titip")
    assert secret.returncode == 2 and "must not hold a password" in secret.stderr
    told_it = json.loads(titip("doctor", "--json", home=tmp_path / "a", TITIP_DATABASE_URL=f"postgresql://titip@/absent?host={server}&port={PORT}").stdout)
    assert [one["state"] for one in told_it["checks"] if one["check"] == "app database"] == ["bad"]
