"""Made-up rows: only the columns named, zero and missing kept apart, and the report's errors counted again by other hands."""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from titip.cli import main


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """1,500 rows: a place, how many children (often 0, often missing), a form, and a name that is in no specification."""
    draw = np.random.default_rng(8)
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "place", "children", "form"])
        for number in range(1_500):
            place, form = draw.integers(4), draw.random()
            writer.writerow([f"Zebra{number}", f"p{place}", ["0", "", "1", "2"][draw.integers(4)], "sexual" if form < 0.2 + 0.2 * place else "labour"])
    (tmp_path / "spec.yaml").write_text("quasi: [place, children]\nsensitive: [form]\n", encoding="utf-8")
    return tmp_path


def test_made_up_rows_keep_low_counts_and_say_how_far_off_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pacsynth", reason="pac-synth is not installed (titip[synthetic])")
    words = ["disclose", "synthetic", str(folder / "rows.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "made.csv")]

    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    made, true = rows_of(folder / "made.csv"), rows_of(folder / "rows.csv")
    assert list(made[0]) == ["place", "children", "form"] and told["left_out"] == ["name"] and "Zebra" not in (folder / "made.csv").read_text()
    assert abs(len(made) - 1_500) < 450 and told["n"] == len(made), "the number of rows is noisy too: 1,274 to 1,685 in 150 runs"
    assert {row["children"] for row in made} >= {"0", "", "1"}, "nought and missing are answers of their own"
    pairs = Counter((row["place"], row["form"]) for row in made)
    for pair, many in Counter((row["place"], row["form"]) for row in true).items():
        assert pairs[pair] == pytest.approx(many, rel=0.6, abs=25)
    ones = next(one for one in told["errors"] if one["columns"] == 1 and one["low"] == 100)
    scale = 1_500 / len(made)
    known = {column: (Counter(row[column] for row in true), Counter(row[column] for row in made)) for column in made[0]}
    off = [100 * abs(now[value] * scale - many) / many for was, now in known.values() for value, many in was.items() if many >= 100]
    assert ones["off"] == pytest.approx(sum(off) / len(off), abs=0.1)
    report = (folder / "made.report.md").read_text(encoding="utf-8")
    assert "never existed" in report and "A zero is as sensitive as a count" in report


@pytest.mark.parametrize("epsilon", ["0", "50"])
def test_what_protects_nobody_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], epsilon: str) -> None:
    words = ["disclose", "synthetic", str(folder / "rows.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "made.csv"), "--epsilon", epsilon]
    assert main(words) == 2 and "protects nobody" in capsys.readouterr().err and not (folder / "made.csv").exists()


def test_without_the_library_it_says_how_to_get_it(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pacsynth", None)
    words = ["disclose", "synthetic", str(folder / "rows.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "made.csv")]
    assert main(words) == 2 and "titip[synthetic]" in capsys.readouterr().err
