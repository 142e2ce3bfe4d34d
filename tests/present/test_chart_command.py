"""`titip chart`: a picture with its table, or a refusal that names the rule and the command to type."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Titip = Callable[..., subprocess.CompletedProcess[str]]
SAID = ["--title", "Sex of the people we met", "--period", "2024", "--place", "Made-up province", "--source", "Made-up NGO"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text("sex\n" + "f\n" * 60 + "m\n" * 30 + "o\n" * 4)
    return path


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml"), ("PNG", b"\x89PNG")])
def test_a_chart_in_each_form_with_its_table(titip: Titip, table: Path, kind: str, begins: bytes) -> None:
    done = titip("chart", str(table), "--by", "sex", *SAID, "--out", f"out.{kind}")

    assert done.returncode == 0, done.stderr
    assert (table.parent / f"out.{kind}").read_bytes().startswith(begins)
    rows = list(csv.reader(io.StringIO((table.parent / "out.table.csv").read_text(encoding="utf-8-sig"))))
    assert [row for row in rows if not row[0].startswith("#")] == [["sex", "n", "share"], ["f", "60", "0.6383"], ["m", "*", ""], ["o", "*", ""]]
    assert "Bar chart: Sex of the people we met, Made-up province, 2024." in done.stdout


def test_small_counts_are_withheld_unless_told_otherwise(titip: Titip, table: Path) -> None:
    protected = json.loads(titip("chart", str(table), "--by", "sex", *SAID, "--out", "a.svg", "--json").stdout)
    whole = json.loads(titip("chart", str(table), "--by", "sex", *SAID, "--out", "b.svg", "--json", "--protect", "0").stdout)

    assert [group["n"] for group in protected["groups"]] == [60, None, None]
    assert [group["n"] for group in whole["groups"]] == [60, 30, 4]


@pytest.mark.parametrize(("left_out", "rule"), [("--title", "R28"), ("--period", "R28"), ("--place", "R28"), ("--source", "R30")])
def test_what_is_missing_is_refused_by_its_rule_with_the_command_to_type(titip: Titip, table: Path, left_out: str, rule: str) -> None:
    place = SAID.index(left_out)

    done = titip("chart", str(table), "--by", "sex", *SAID[:place], *SAID[place + 2 :], "--out", "out.png")

    assert done.returncode == 2
    assert f"{rule}: " in done.stderr
    assert "Type: titip chart" in done.stderr and f"{left_out} '…'" in done.stderr
    assert not (table.parent / "out.png").exists()


@pytest.mark.parametrize(
    ("out", "says"),
    [("out.docx", "End its name with .png, .pdf or .svg"), ("nowhere/out.png", "There is no folder nowhere"), ("out", "does not say what to draw")],
)
def test_a_place_that_cannot_be_written_is_known_before_the_work(titip: Titip, table: Path, out: str, says: str) -> None:
    done = titip("chart", str(table), "--by", "sex", *SAID, "--out", out)

    assert done.returncode == 2 and says in done.stderr


def test_the_file_itself_is_never_overwritten(titip: Titip, table: Path) -> None:
    table.rename(table.parent / "out.table.csv")

    done = titip("chart", "out.table.csv", "--by", "sex", *SAID, "--out", "out.png")

    assert done.returncode == 2 and "overwrite the file itself" in done.stderr


def test_the_real_public_table_in_seconds(titip: Titip, shared: Path, tmp_path: Path) -> None:
    path = shared / "standards" / "ctdc" / "ctdc-global-synthetic-2021.csv.gz"

    done = titip(
        "chart", str(path), "--by", "ageBroad", "--title", "Age", "--period", "2002–2021", "--place", "World", "--source", "CTDC", "--out", "age.png", "--json"
    )

    told = json.loads(done.stdout)
    assert told["n"] == 193_025
    assert [group["value"] for group in told["groups"]][:3] == ["0--8", "09--17", "18--20"]
    assert told["seconds"] < 20
    assert (tmp_path / "age.png").stat().st_size > 20_000


def test_a_map_of_shares_with_its_grey_proof_and_its_refusals(titip: Titip, tmp_path: Path) -> None:
    rows = "".join(
        f"{province},{work}\n" for province, n in (("Battambang", 60), ("KH-12", 80), ("Atlantis", 40)) for work in ["sea"] * (n // 2) + ["land"] * (n // 2)
    )
    (tmp_path / "t.csv").write_text("province,work\n" + rows)
    words = ["chart", "t.csv", "--by", "province", *SAID]

    drawn = titip(*words, "--kind", "choropleth", "--across", "work", "--value", "sea", "--out", "map.png", "--grey", "--json")

    told = json.loads(drawn.stdout)
    assert told["kind"] == "choropleth" and {group["share"] for group in told["groups"]} == {0.5}
    assert (tmp_path / "map.grey.png").read_bytes().startswith(b"\x89PNG")
    counts = titip(*words, "--kind", "choropleth", "--out", "map.png")
    assert counts.returncode == 2 and "R6: Counts on a shaded map" in counts.stderr and "bar chart" in counts.stderr
    nothing = titip(*words, "--kind", "heat")
    assert nothing.returncode == 2 and "Give --out" in nothing.stderr


def test_the_command_tells_which_kinds_fit_and_why_others_do_not(titip: Titip, table: Path) -> None:
    told = json.loads(titip("chart", str(table), "--by", "sex", "--fits", "--protect", "0", "--json").stdout)

    fits = {one["kind"]: one for one in told["fits"]}
    assert fits["bar"]["fits"] and fits["pie"]["fits"]
    assert not fits["heat"]["fits"] and fits["heat"]["cure"] == "Choose a second column."
    from titip.cli.chart import KINDS
    from titip.present.charts import Kind

    assert set(KINDS) == set(fits) == {kind.value for kind in Kind}
