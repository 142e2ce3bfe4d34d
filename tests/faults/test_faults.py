"""Whatever happens while somebody types, nothing is lost: a short round every day, a full one among the slow tests, and proof that it can fail."""

from pathlib import Path

import pytest

from tests.faults.harness import run, table
from tests.faults.kinds import KINDS

#: What takes no restart and shows most in little time.
EVERY_DAY = [
    "disk full while saving, no script", "answer of a save lost", "vault locked while typing", "pressed twice", "two tabs, the same question",
    "two people, the same question", "browser died after a pause",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder, with one server after the other: making its people takes longer than most faults."""
    return tmp_path_factory.mktemp("faults") / "home"


def test_a_short_round(home: Path) -> None:
    rows = list(run(home, seed=7, share=0.2, kinds=EVERY_DAY))
    assert not [lost for row in rows for lost in row.lost], table(rows)


@pytest.mark.slow
def test_a_full_round_of_more_than_a_hundred(home: Path) -> None:
    rows = list(run(home, seed=20261122))
    print(table(rows))
    assert sum(row.injected for row in rows) >= 100
    assert {row.kind for row in rows} == set(KINDS)
    assert not [lost for row in rows for lost in row.lost], table(rows)


@pytest.mark.slow
@pytest.mark.parametrize(("defect", "kind"), [
    ("says_saved_too_early", "browser died after a pause"),
    ("last_tab_wins", "two tabs, the same question"),
    ("last_person_wins", "two people, the same question"),
    ("taken_as_often_as_sent", "pressed twice"),
    ("empty_page_on_a_full_disk", "disk full while saving, no script"),
])
def test_a_planted_defect_is_found(root: Path, defect: str, kind: str, home: Path) -> None:
    rows = list(run(home, seed=3, share=0.4, kinds=[kind], DJANGO_SETTINGS_MODULE="tests.faults.planted", TITIP_PLANTED=defect, PYTHONPATH=str(root)))
    assert sum(len(row.lost) for row in rows) > 0, table(rows)
