"""``titip dictionary``: on files without any organisation, and in one."""

import csv
import json
from pathlib import Path

import pytest

from tests.dictionary.workbooks import small
from titip.dictionary.rules.starter import starter
from titip.dictionary.xlsform import read, write


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "small.xlsx"
    path.write_bytes(small())
    return path


def test_lint_of_a_file_needs_no_organisation(titip, tmp_path: Path, htcds_form: Path) -> None:
    done = titip("dictionary", "lint", str(htcds_form))

    assert done.returncode == 1 and not done.stderr
    assert "survey row 11: 'prs_Title'" in done.stdout and "choices B270" in done.stdout
    assert not (tmp_path / "home").exists()


def test_lint_as_one_object(titip, htcds_form: Path) -> None:
    answer = json.loads(titip("dictionary", "lint", str(htcds_form), "--json").stdout)

    assert answer["counts"]["error"] == 2
    assert {"rule", "where", "message", "level"} == set(answer["findings"][0])


def test_lint_of_our_own_starter_finds_nothing_wrong(titip, tmp_path: Path) -> None:
    path = tmp_path / "starter.xlsx"
    path.write_bytes(write(starter()))

    assert titip("dictionary", "lint", str(path)).returncode == 0


@pytest.mark.parametrize(("data", "words"), [(b"a,b\n1,2\n", "CSV"), (b"", "is empty"), (b"\x00\x01", "not a spreadsheet")])
def test_a_file_that_is_no_form(titip, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)

    done = titip("dictionary", "lint", str(path))

    assert done.returncode == 2 and words in done.stderr and not done.stdout


def test_no_file_and_no_organisation_are_said(titip, form: Path) -> None:
    assert "There is no file nowhere.xlsx" in titip("dictionary", "lint", "nowhere.xlsx").stderr
    for words in (["import", str(form)], ["lint"], ["export", "--format", "csv", "--out", "x.csv"]):
        done = titip("dictionary", *words)
        assert done.returncode == 2 and "There is no organisation" in done.stderr


@pytest.mark.slow
def test_a_form_goes_in_and_out_of_an_organisation(titip, tmp_path: Path, form: Path) -> None:
    home = tmp_path / "practice"
    assert titip("demo", "--no-serve", "--people", "8", home=home).returncode == 0

    first = json.loads(titip("dictionary", "import", str(form), "--json", home=home).stdout)
    again = json.loads(titip("dictionary", "import", str(form), "--json", home=home).stdout)
    out = tmp_path / "out.xlsx"
    exported = titip("dictionary", "export", "--format", "xlsform", "--form", "site_visit", "--validate", "--out", str(out), home=home)
    table = titip("dictionary", "export", "--format", "csv", "--out", str(tmp_path / "out.csv"), home=home)
    unknown = titip("dictionary", "export", "--format", "csv", "--form", "nothing", "--out", str(tmp_path / "no.csv"), home=home)

    assert first["waits"] and again["waits"], "a new form waits for its review and a second person, as one that is brought in on a page"
    assert titip("dictionary", "export", "--format", "xlsform", "--form", "small", "--out", str(tmp_path / "no.xlsx"), home=home).returncode == 2
    assert (first["new"], again["new"], again["unchanged"], again["dictionary_version"]) == (1, 0, 1, first["dictionary_version"])
    assert exported.returncode == 0 and read(out.read_bytes(), "out.xlsx").book.element("visit_work")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert table.returncode == 0 and {row[next(iter(row))] for row in rows} > {e.code for e in starter().elements} | {"boat"}
    assert unknown.returncode == 2 and "first_interview" in unknown.stderr and not (tmp_path / "no.csv").exists()
