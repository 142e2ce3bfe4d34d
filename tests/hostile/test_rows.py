"""Every row of `make proof` at its size of every day: nothing bad comes of it, and each of its defects turns it red."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.proofs import Outcome, Row, known_rows
from tests.hostile.running import outside, template
from tests.world import STORES


def cases() -> Iterator[object]:
    """A row, honest, then with each of its defects."""
    for row in known_rows():
        marks = [*([pytest.mark.slow] if row.slow else []), *([] if row.apart else [pytest.mark.django_db(databases=STORES)])]
        for planted in ("", *row.defects):
            yield pytest.param(row, planted, marks=marks, id=f"{row.name}{' although ' if planted else ''}{planted}")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated house to copy, for rows that run apart."""
    return template(tmp_path_factory.mktemp("proof"))


@pytest.mark.parametrize(("row", "planted"), list(cases()))
def test_row(row: Row, planted: str, request: pytest.FixtureRequest) -> None:
    if row.apart:
        came = outside(row.name, row.quick, request.getfixturevalue("made"), planted=planted)
        assert not came.trouble, came.trouble
        outcome = Outcome(came.tried, came.bad, came.note)
    else:
        outcome = row.run(row.quick, planted=planted)
    assert outcome.tried >= row.quick, "it tried less than it was asked to"
    assert bool(outcome.bad) == bool(planted), outcome
