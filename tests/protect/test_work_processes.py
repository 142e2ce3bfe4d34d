"""Work in the background in processes of their own: one is killed in the middle, another crowds it, a server does it by itself."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TITIP_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.protect.working", *words], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, encoding="utf-8", env=env, cwd=ROOT
    )


def told(home: Path, *words: str) -> Any:
    done, _ = start(home, *words).communicate(timeout=120)
    return json.loads(done.splitlines()[-1])


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prepared") / "home"
    assert told(made, "prepare")["ready"]
    return made


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def look(home: Path, question: str) -> Any:
    """One row of the app database, read from outside."""
    with closing(sqlite3.connect(home / "app.sqlite3", timeout=30)) as database:
        return database.execute(question).fetchone()


def test_killed_in_the_middle_it_is_done_by_the_next_and_each_part_stands(home: Path) -> None:
    told(home, "ask")
    worker = start(home, "slowly")
    assert worker.stdout is not None
    while (line := json.loads(worker.stdout.readline())).get("part") != 3:
        assert line
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    state, done = look(home, "SELECT state, done FROM protect_work")
    assert (state, done >= 1) == ("running", True)

    told(home, "quickly")
    assert look(home, "SELECT state, attempts FROM protect_work") == ("done", 1)
    # Parts that had been committed were not done again: the job looks at what stands, as each must.
    assert look(home, "SELECT count(*), count(DISTINCT subject) FROM protect_auditsubject WHERE kind = 'part'") == (10, 10)


def test_two_workers_at_once_never_do_the_same_twice(home: Path) -> None:
    told(home, "ask-many")
    crowd = [start(home, "crowd") for _ in range(2)]  # past the folder's own lock, as on PostgreSQL
    for one in crowd:
        one.communicate(timeout=180)
    assert look(home, "SELECT count(*) FROM protect_work WHERE state = 'done'") == (20,)
    assert look(home, "SELECT count(*) FROM protect_auditsubject WHERE kind = 'one'") == (20,)
    assert look(home, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'") == (0,)


def test_a_server_does_what_is_due_by_itself_and_the_worker_stands_by(home: Path, titip: Callable[..., Any]) -> None:
    told(home, "due-keyless")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TITIP_HOME": str(home)}
    server = subprocess.Popen([sys.executable, "-m", "titip", "serve", "--port", "0"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while look(home, "SELECT count(*) FROM protect_work WHERE job = 'protect.kept' AND state = 'done'") != (1,):
            assert time.monotonic() < until, "the server's thread did not do it"
            time.sleep(0.5)
        beside = titip("worker", "--once", home=home)
        assert (beside.returncode, "does this work already" in beside.stderr) == (1, True)
    finally:
        server.terminate()
        server.wait(timeout=30)
    alone = titip("worker", "--once", "--json", home=home)
    assert (alone.returncode, json.loads(alone.stdout)["done"]) == (0, 0), alone.stderr
