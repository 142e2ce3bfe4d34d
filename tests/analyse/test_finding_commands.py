"""`titip compare`, `associate`, `trend`, `gaps` and `outliers` on files, each as a process of its own."""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Titip = Callable[..., subprocess.CompletedProcess[str]]
SAID = ["--period", "2018 to 2021", "--place", "Nowhere", "--source", "Made-up NGO", "--unit", "persons"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """240 made-up people."""
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out)
        write.writerow(["sex", "age", "debt", "year", "place", "days", "closed"])
        for i in range(240):
            who, debt, closed = "หญิง" if i % 2 else "ชาย", "true" if i % 3 else "false", "yes" if i % 4 else "no"
            write.writerow([who, 15 + i % 40, debt, 2018 + i % 4, "NSE"[i % 3], 10 + i % 90, closed])
    return path


ASKED = {
    "compare": ["--by", "sex", "--of", "age"],
    "associate": ["--first", "sex", "--with", "debt,place"],
    "trend": ["--time", "year"],
    "gaps": ["--where", "place", "--time", "year", "--fields", "age,debt"],
    "outliers": ["--by", "place", "--of", "debt"],
}


@pytest.mark.parametrize("noun", ASKED)
def test_the_contract_and_what_is_written(titip: Titip, table: Path, tmp_path: Path, noun: str) -> None:
    done = titip(noun, str(table), *ASKED[noun], *SAID, "--out", str(tmp_path / "out.svg"), "--json", "--progress")
    told = json.loads(done.stdout)

    assert done.returncode == 0
    assert told["intent"] == noun and told["n"] == 240 and told["version"] and told["seconds"] < 60 and "seed" in told and told["method"]
    assert told["used"] is None or told["used"] + sum(one["n"] for one in told["excluded"]) == 240 or noun == "associate"
    assert (tmp_path / "out.svg").read_bytes().startswith(b"<?xml")
    assert json.loads((tmp_path / "out.report.json").read_text(encoding="utf-8"))["sentences"] == told["sentences"]
    words = (tmp_path / "out.report.md").read_text(encoding="utf-8")
    assert told["sentences"][0] in words and "Before this is published" in words and "Method:" in words
    assert "Made-up NGO" in (tmp_path / "out.table.csv").read_text(encoding="utf-8-sig")
    assert "working" in done.stderr


def test_people_get_the_table_the_sentences_and_the_signposts(titip: Titip, table: Path) -> None:
    said = titip("compare", str(table), "--by", "sex", "--of", "days", "--ended", "closed", *SAID).stdout

    assert "half had ended by" in said and "the others are still open" in said
    assert "Source: Made-up NGO" in said and "not all that exist" in said


def test_the_table_as_csv_carries_its_signposts_and_runs_nothing(titip: Titip, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("who,debt\n" + "=cmd(),true\n" * 60 + "b,false\n" * 60, encoding="utf-8")

    titip("compare", "t.csv", "--by", "who", "--of", "debt", *SAID, "--out", "o.csv")

    text = (tmp_path / "o.csv").read_text(encoding="utf-8-sig")
    assert "# Source: Made-up NGO" in text and "\n'=cmd(),60,60,1," in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["compare", "--by", "sx", "--of", "age"], "There is no column “sx”"),
        (["compare", "--by", "sex", "--per", "ชาย=x"], "takes NAME=NUMBER"),
        (["compare", "--by", "sex", "--per", "ชาย=9"], "--per needs --per-unit"),
        (["compare", "--by", "sex", "--of", "debt", "--value", "maybe"], "never is “maybe”"),
        (["trend", "--time", "place"], "holds no years"),
        (["outliers", "--column", "sex"], "does not hold numbers"),
        (["associate", "--first", "place", "--with", "days"], "compare --of days"),
        (["gaps", "--where", "place", "--out", "nowhere/x.csv"], "There is no folder"),
        (["gaps", "--where", "place", "--engine", "duckdb"], "--fields"),
        (["gaps", "--where", "place", "--out", "x.docx"], "does not say what to write"),
        (["trend", "--time", "year", "--out", "x.png"], "R28"),
        (["compare", "--by", "sex", "--of", "days", "--ended", "place"], "not yes and no"),
    ],
)
def test_what_goes_wrong_is_said_with_the_cure(titip: Titip, table: Path, words: list[str], says: str) -> None:
    done = titip(words[0], str(table), *words[1:])

    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr and done.stdout == ""
