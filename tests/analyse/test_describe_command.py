"""`titip describe` on real and on made-up files, as a process of its own."""

import csv
import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

Titip = Callable[..., subprocess.CompletedProcess[str]]
THAI = "เพศ,อายุ\n" + "หญิง,17\n" * 30 + "ชาย,0\n" * 10 + ",-99\n" * 5


@pytest.fixture
def thai(tmp_path: Path) -> Path:
    """What a Thai spreadsheet saves as CSV."""
    path = tmp_path / "ราย.csv"
    path.write_bytes(THAI.encode("cp874"))
    return path


def test_the_real_public_table_is_counted_as_a_dictionary_counts_it(titip: Titip, shared: Path) -> None:
    path = shared / "standards" / "ctdc" / "ctdc-global-synthetic-2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
        counted = Counter(row["gender"] for row in csv.DictReader(opened))

    told = json.loads(titip("describe", str(path), "--by", "gender", "--json").stdout)

    assert told["n"] == sum(counted.values()) == 193_025
    assert told["missing"]["empty"] == counted.pop("")
    assert {group["value"]: group["n"] for group in told["groups"]} == counted
    assert sum(group["share"] for group in told["groups"]) == pytest.approx(1)
    assert told["seconds"] < 10


def test_a_csv_in_windows_874_works_and_says_how_it_was_read(titip: Titip, thai: Path) -> None:
    done = titip("describe", str(thai), "--by", "เพศ", "--column", "อายุ", "--json")
    told = json.loads(done.stdout)

    assert done.returncode == 0 and done.stderr == ""
    assert told["groups"] == [{"value": "หญิง", "n": 30, "share": 0.75}, {"value": "ชาย", "n": 10, "share": 0.25}]
    assert told["missing"] == {"empty": 5, "unknown": 0, "not_applicable": 0, "declined": 0, "ask_later": 0}
    assert told["numbers"]["อายุ"]["missing"] == {"unknown": 5}
    assert any("Windows-874" in note for note in told["notes"])


def test_people_get_a_table_sentences_and_signposts(titip: Titip, thai: Path) -> None:
    said = titip("describe", str(thai), "--by", "เพศ", "--unit", "persons", "--period", "2567", "--place", "เชียงราย", "--source", "Made-up NGO").stdout

    assert "หญิง" in said and "75.0 %" in said
    assert "With fewer than 50 we show counts, not tests." in said
    assert "These are observed persons" in said
    assert "Source: Made-up NGO" in said and "Coverage: 45 observed persons; 2567, เชียงราย" in said


def test_without_a_column_all_are_shown(titip: Titip, thai: Path) -> None:
    assert "median 17" in titip("describe", str(thai)).stdout
    assert [line["column"] for line in json.loads(titip("describe", str(thai), "--json").stdout)["columns"]] == ["เพศ", "อายุ"]


def test_protect_withholds_small_counts(titip: Titip, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x\n" + "a\n" * 60 + "b\n" * 20 + "c\n" * 3)

    told = json.loads(titip("describe", "t.csv", "--by", "x", "--protect", "11", "--json").stdout)

    assert [group["n"] for group in told["groups"]] == [60, None, None]


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (None, ["--by", "x"], "There is no file"),
        ("", ["--by", "x"], "is empty"),
        ("a,b\n1\n", ["--by", "a"], "Row 2 has 1 cells, the header has 2"),
        ("gender\nf\n", ["--by", "gendr"], "Nearest names: gender."),
        ("gender\nf\n", ["--by", "gender", "--column", "gender"], "does not hold numbers"),
        ("gender\nf\n", ["--by", "gender", "--encoding", "klingon"], "is not an encoding"),
    ],
)
@pytest.mark.parametrize("json_too", [False, True])
def test_what_goes_wrong_is_said_in_one_sentence(titip: Titip, tmp_path: Path, content: str | None, arguments: list[str], says: str, json_too: bool) -> None:
    if content is not None:
        (tmp_path / "t.csv").write_text(content)

    done = titip("describe", "t.csv", *arguments, *(["--json"] if json_too else []))

    assert done.returncode == 2
    assert says in done.stderr and done.stderr.startswith("titip: ")
    assert done.stdout == "" and "Traceback" not in done.stderr
