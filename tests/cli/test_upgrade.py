"""Houses as they were at earlier landings are brought to this version and back, with everything in them.

``first_landing.tar.xz`` holds the three databases as SQL, the keyring and a sealed file of a practice house made by commit dbb1904
with four made-up people, before any migration beyond 0001; ``third_landing.tar.xz`` one made by commit 49d04cb (version 0.2.0), whose
keyring is of the first form still; ``fourth_landing.tar.xz`` one made by commit d353ecf (version 0.3.0), ``fifth_landing.tar.xz`` one
made by commit 46e79de (version 0.4.0). Whatever migrations come later have to bring them forward too.
"""

import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_backup import run, tables
from titip.cli.demo import PASSPHRASE

pytestmark = pytest.mark.slow
#: Archives, and how many sealed files each holds.
LANDINGS = {"first_landing": 1, "third_landing": 0, "fourth_landing": 1, "fifth_landing": 1}


@pytest.fixture
def landed(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The house of a landing (the first, where none is named), as its folder was."""
    archive = Path(__file__).with_name(f"{getattr(request, 'param', 'first_landing')}.tar.xz")
    home, unpacked = tmp_path / "home", tmp_path / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    home.mkdir(mode=0o700)
    for name in ("app", "vault", "keys"):
        with closing(sqlite3.connect(home / f"{name}.sqlite3")) as made:
            made.executescript((unpacked / f"{name}.sql").read_text(encoding="utf-8"))
            made.execute("PRAGMA journal_mode=WAL")
    for folder in ("keyring", "files"):
        shutil.move(unpacked / folder, home / folder)
        (home / folder).chmod(0o700)
    (home / "keyring" / "keyring.json").chmod(0o600)
    return home


#: What an upgrade writes by itself.
_OF_ITSELF = ("django_migrations", "django_content_type", "auth_permission", "readinessmark")


def same_rows(before: dict[str, int], after: dict[str, int], but: tuple[str, ...] = _OF_ITSELF) -> bool:
    return all(after.get(name) == count for name, count in before.items() if not name.endswith(but))


@pytest.mark.parametrize(("landed", "files"), LANDINGS.items(), indirect=["landed"])
def test_forwards_with_everything_in_it_and_back_again(landed: Path, tmp_path: Path, files: int) -> None:
    before = tables(landed)
    assert before["vault.protect_sealedvalue"] > 10 and before["keys.protect_datakey"] > 3, "the fixture has a vault and keys"
    refused = run("serve", "--port", "0", home=landed)
    assert refused.returncode == 1 and "titip upgrade" in refused.stderr, "a server says what to do"
    assert tables(landed) == before

    done = run("upgrade", "--json", home=landed, stdin=PASSPHRASE)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["migrations"] > 0, done.stderr
    assert Path(told["backup"]).parent == tmp_path / "home-backups"
    after = tables(landed)
    assert same_rows(before, after)
    assert json.loads(run("upgrade", "--json", home=landed).stdout) == {"migrations": 0}, "a second time does nothing"

    drill = run("backup", "--drill", "--json", home=landed, stdin=PASSPHRASE)
    counts = json.loads(drill.stdout)["counts"]
    assert drill.returncode == 0 and counts["values"] > 10 and counts["keys"] > 3 and counts["files"] == files, drill.stdout + drill.stderr
    assert run("audit", "verify", home=landed, stdin=PASSPHRASE).returncode == 0

    asked = run("upgrade", "--back", home=landed, stdin=PASSPHRASE)
    assert asked.returncode == 2 and "--yes" in asked.stderr and tables(landed).keys() == after.keys()
    back = run("upgrade", "--back", "--yes", "--json", home=landed, stdin=PASSPHRASE)
    assert back.returncode == 0 and Path(json.loads(back.stdout)["kept"]).is_file(), back.stderr
    assert tables(landed) == before
    assert run("upgrade", "--back", "--yes", home=landed, stdin=PASSPHRASE).returncode == 2, "there is nothing more to go back from"
    forwards = run("upgrade", home=landed)
    assert forwards.returncode == 0 and same_rows(before, tables(landed)), forwards.stderr


def test_an_upgrade_that_fails_leaves_the_data_as_they_were(landed: Path) -> None:
    with closing(sqlite3.connect(landed / "app.sqlite3")) as opened:
        opened.execute("CREATE TABLE protect_invitation (in_the_way INTEGER)")
        opened.commit()
    before = tables(landed)
    done = run("upgrade", home=landed, stdin=PASSPHRASE)
    assert done.returncode == 1 and "as they were before" in done.stderr, done.stderr
    assert tables(landed) == before
    with closing(sqlite3.connect(landed / "app.sqlite3")) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT max(id) FROM django_migrations").fetchone()[0] == opened.execute("SELECT count(*) FROM django_migrations").fetchone()[0]


def test_data_of_a_later_version_are_left_alone(landed: Path) -> None:
    assert run("upgrade", home=landed, stdin=PASSPHRASE).returncode == 0
    with closing(sqlite3.connect(landed / "app.sqlite3")) as opened:
        opened.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('register', '9999_from_the_future', '2030-01-01')")
        opened.commit()
    for words in (("serve", "--port", "0"), ("upgrade",), ("backup", "x")):
        done = run(*words, home=landed)
        assert done.returncode == 1 and "later version" in done.stderr, (words, done.stderr)


Titip = Callable[..., "subprocess.CompletedProcess[str]"]


def test_nothing_is_upgraded_where_nothing_stands(titip: Titip) -> None:
    done = titip("upgrade")
    assert done.returncode == 2 and "no organisation" in done.stderr
