"""What the command says: one object for programs, text for people, progress for the patient."""

import io
import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import pytest

from titip.cli import output


class Colour(StrEnum):
    TEAL = "teal"


@dataclass
class Thing:
    colour: Colour
    when: date


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def hours(monkeypatch):
    """A steady clock that moves by a second each time it is read."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(output.time, "monotonic", lambda: float(next(ticks)))


def test_an_object_in_json_is_the_only_thing_said(capsys):
    output.emit_json({
        "thing": Thing(Colour.TEAL, date(2026, 1, 2)), "at": datetime(2026, 1, 2, tzinfo=UTC), "id": UUID(int=1), "share": Decimal("0.50"),
        "where": Path("a/b"), "set": {"b", "a"}, "name": "ខ្មែរ",
    })

    said, complained = capsys.readouterr()
    assert complained == ""
    assert "ខ្មែរ" in said
    assert json.loads(said) == {
        "thing": {"colour": "teal", "when": "2026-01-02"}, "at": "2026-01-02T00:00:00+00:00", "id": str(UUID(int=1)), "share": "0.50",
        "where": str(Path("a/b")), "set": ["a", "b"], "name": "ខ្មែរ",
    }


def test_what_has_no_form_in_json_is_refused():
    with pytest.raises(TypeError, match="object has no form"):
        output.emit_json(object())


def test_a_table_stands_in_columns():
    assert output.table([("one", 1), ("thirteen", 13)], ("name", "n")) == "name      n\none       1\nthirteen  13"


def test_progress_hands_everything_on():
    assert list(output.progress(range(5), label="Rows")) == [0, 1, 2, 3, 4]


def test_progress_is_silent_where_nobody_looks(monkeypatch, hours):
    quiet = io.StringIO()
    monkeypatch.setattr("sys.stderr", quiet)

    list(output.progress(range(100), label="Rows"))

    assert quiet.getvalue() == ""


def test_progress_is_drawn_on_a_terminal_once_work_takes_long(monkeypatch, hours):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    list(output.progress(range(100), label="Rows"))

    drawn = terminal.getvalue().split("\r")
    assert "Rows: [" in drawn[1] and "(100 of 100)" in drawn[-1]


def test_short_work_draws_nothing_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    list(output.progress(range(100), label="Rows"))

    assert terminal.getvalue() == ""


def test_progress_may_be_asked_for_in_a_pipe(monkeypatch):
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    output.always_show_progress(True)
    try:
        list(output.progress(range(100), label="Rows"))
    finally:
        output.always_show_progress(False)

    assert len(pipe.getvalue().splitlines()) == 9


def test_work_of_unknown_length_is_counted(monkeypatch, hours):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    list(output.progress((n for n in range(10)), label="Rows"))

    assert "Rows: 10" in terminal.getvalue()


def test_work_that_cannot_tell_how_far_it_is_says_that_it_goes_on(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with output.waiting("reading people.xlsx"):
        pass
    assert terminal.getvalue() == "", "short work says nothing"

    monkeypatch.setattr(output, "PATIENCE", 0.01)
    with output.waiting("reading people.xlsx"):
        time.sleep(0.2)
    assert "reading people.xlsx … 0 s" in terminal.getvalue() and terminal.getvalue().endswith("\n")


def test_letters_a_terminal_cannot_show_do_not_stop_the_work(titip):
    done = titip("--help", PYTHONIOENCODING="ascii")

    assert done.returncode == 0
