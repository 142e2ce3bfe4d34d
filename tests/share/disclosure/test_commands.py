"""`titip disclose` as its contract says: same columns, same rows, values as the hierarchy spells them, ``*``, an order that tells nothing."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.share.disclosure.made_up import QUASI, table, texts
from titip.cli import main

HIERARCHY = "river;north;*\nhill;north;*\nford;north;*\nbay;south;*\nreef;south;*\ndune;south;*\n"
SPEC = """
direct: [name]
quasi: [place, age, sex]
sensitive: [illness]
hierarchies: {place: places.csv, age: bands 5 10 20}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table of 300 made-up rows with names, its specification, a hierarchy."""
    rows = texts(table(300, 12, missing=0.0))
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["name", *rows[0], "note"])
        writer.writeheader()
        writer.writerows({"name": f"Made Up {i}", **row, "note": "=cmd" if i == 0 else f"{i}"} for i, row in enumerate(rows))
    (tmp_path / "places.csv").write_text(HIERARCHY, encoding="utf-8")
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main([*map(str, words), "--json"]) == 0, capsys.readouterr().err
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("method", ["suppress", "recode", "optimal"])
def test_protect_writes_the_contract(folder: Path, capsys: pytest.CaptureFixture[str], method: str) -> None:
    told = run(
        capsys, "disclose", "protect", folder / "rows.csv", "--spec", folder / "spec.yaml", "--out", folder / "out.csv",
        "--method", method, "--k", 5, "--l", 2, "--keep-order", "--answer", "place",
    )  # fmt: skip

    before, after = rows_of(folder / "rows.csv"), rows_of(folder / "out.csv")
    assert list(after[0]) == list(before[0]) and len(after) == len(before)
    assert {row["name"] for row in after} == {"*"}
    assert min(Counter(tuple(row[name] for name in QUASI) for row in after).values()) >= 5
    assert [row["illness"] for row in after] == [row["illness"] for row in before]
    coarse = {"north", "south"} if method != "suppress" else set()
    assert {row["place"] for row in after} <= {line.split(";")[0] for line in HIERARCHY.split()} | coarse | {"*"}
    assert {"method", "version", "seed", "seconds"} <= set(told) and told["method"] == method
    assert told["after"]["smallest"] >= 5 > told["before"]["smallest"]
    assert told["diversity"]["illness"]["distinct"] >= 2
    assert told["doubtful"] == ["note"] and told["direct"] == ["name"]
    assert told["effects"][0]["column"] == "place"
    assert any("for colleagues only" in one for one in told["cautions"])
    assert json.loads((folder / "out.report.json").read_text(encoding="utf-8")) == told
    assert "## Risk, before and after" in (folder / "out.report.md").read_text(encoding="utf-8")
    assert sorted(p.name for p in folder.iterdir()) == ["out.csv", "out.report.json", "out.report.md", "places.csv", "rows.csv", "spec.yaml"]


def test_the_order_tells_nothing_and_a_formula_is_made_harmless(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "protect", folder / "rows.csv", "--spec", folder / "spec.yaml", "--k", 11, "--out"]
    for name in ("one.csv", "two.csv"):
        run(capsys, *words, folder / name)

    first, second = ([row["note"] for row in rows_of(folder / name)] for name in ("one.csv", "two.csv"))
    assert first != second and sorted(first) == sorted(second)
    assert "'=cmd" in first and "=cmd" not in first


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_spreadsheets_and_parquet_hold_the_same_rows(folder: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    words = ["disclose", "protect", folder / "rows.csv", "--spec", folder / "spec.yaml", "--k", 5, "--keep-order", "--out"]
    run(capsys, *words, folder / "out.csv")
    run(capsys, *words, folder / f"out.{suffix}")

    told = run(capsys, "disclose", "risk", folder / f"out.{suffix}", "--quasi", ",".join(QUASI), "--k", 5)
    plain = run(capsys, "disclose", "risk", folder / "out.csv", "--quasi", ",".join(QUASI), "--k", 5)
    assert told["rows_by_size"] == plain["rows_by_size"] and told["rows_below_k"] == 0


def test_risk_tells_attackers_uniques_and_what_if(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "risk", folder / "rows.csv", "--quasi", "place,age,sex", "--sensitive", "illness", "--k", 11]

    told = run(capsys, *words, "--population", folder / "rows.csv", "--what-if", "3,11")

    classes = Counter(tuple(row[name] for name in QUASI) for row in rows_of(folder / "rows.csv"))
    assert told["classes"] == len(classes)
    assert told["rows_below_k"] == sum(n for n in classes.values() if n < 11)
    assert told["attackers"]["prosecutor"] == told["attackers"]["journalist"] == 1 / min(classes.values())
    assert told["attackers"]["k_map"] == min(classes.values())
    assert [one["k"] for one in told["what_if"]] == [3, 11]
    assert told["uniqueness"]["rows"] >= told["uniques"] > 0
    assert main([*map(str, words)]) == 0
    assert "Prosecutor" in capsys.readouterr().out


def test_table_writes_counts_and_binds_the_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "table", folder / "rows.csv", "--cols", "sex", "--k", 11]

    first = run(capsys, *words, "--rows", "place", "--by", "illness", "--out", folder / "first.csv")
    second = run(capsys, *words, "--rows", "illness", "--out", folder / "second.csv", "--earlier", folder / "first.report.json")

    lines = (folder / "first.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "illness,place,female,male,Total"
    assert lines[-1].endswith(",300") and any("*" in line for line in lines)
    assert not any(cell.isdigit() and 0 < int(cell) < 11 for line in lines for cell in line.split(",")), "no small count is written"
    assert first["audit"]["lowest_high"] >= 11 and second["audited_tables"] == 2


def test_a_table_of_counts_puts_bands_in_order_and_writes_a_spreadsheet_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bands = [*["0-8"] * 40, *["9-17"] * 40, *["18-20"] * 40, *["48+"] * 40]
    (tmp_path / "rows.csv").write_text("sex,age\n" + "".join(f"{'FM'[i % 2]},{band}\n" for i, band in enumerate(bands)), encoding="utf-8")
    words = ["disclose", "table", tmp_path / "rows.csv", "--rows", "sex", "--cols", "age", "--k", 11, "--out"]

    run(capsys, *words, tmp_path / "out.csv")
    run(capsys, *words, tmp_path / "out.xlsx")
    told = run(capsys, *words, tmp_path / "out.parquet")

    read = [[list(map(str, row)) for row in _cells(tmp_path / f"out.{suffix}")] for suffix in ("csv", "xlsx", "parquet")]
    assert read[0][0] == ["sex", "0-8", "9-17", "18-20", "48+", "Total"] and read[0] == read[1] == read[2]
    assert told["primary"] == 0 and "nothing had to be withheld" in (tmp_path / "out.report.md").read_text(encoding="utf-8")
    earlier = (tmp_path / "out.report.json").read_bytes()
    assert main([*map(str, words), str(tmp_path / "out.csv"), "--earlier", str(tmp_path / "out.report.json")]) == 2
    assert "is what is read" in capsys.readouterr().err and (tmp_path / "out.report.json").read_bytes() == earlier


def _cells(path: Path) -> list[list[str]]:
    from titip.share.rules.files import read_texts

    table = read_texts(path).table
    return [list(table.names), *(["" if code < 0 else str(c.values[code]) for c in table.columns for code in [c.codes[row]]] for row in range(table.n))]


@pytest.mark.parametrize("stopped_at", ["withholding", "auditing"])
def test_a_table_that_is_stopped_leaves_nothing(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, stopped_at: str) -> None:
    def progress(things: Iterable[Any], *, label: str) -> Iterable[Any]:
        if label == stopped_at:
            raise KeyboardInterrupt
        return iter(things)

    monkeypatch.setattr("titip.cli.disclose.progress", progress)
    (folder / "out.csv").write_text("an earlier table", encoding="utf-8")
    before = sorted(folder.iterdir())

    code = main(list(map(str, ["disclose", "table", folder / "rows.csv", "--rows", "place", "--cols", "illness", "--k", 11, "--out", folder / "out.csv"])))

    assert code == 130 and "Stopped." in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before and (folder / "out.csv").read_text(encoding="utf-8") == "an earlier table"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("quasi: [place", "is not YAML"),
        ("- place", "holds no lists"),
        ("quasi: []", "“quasi” is empty"),
        ("quasi: [plaice]", "There is no column “plaice”. Nearest names: place"),
        ("quasi: [place]\nsensitve: [sex]", "“sensitve”, which is not known"),
        ("quasi: [place]\nsensitive: [place]", "“place” stands in more than one"),
        ("quasi: [place]\nhierarchies: {place: none.csv}", "There is no hierarchy file"),
        ("quasi: [place]\nhierarchies: {place: bands 5}", "not whole numbers"),
        ("quasi: [place]\nhierarchies: [place]", "is not a mapping"),
        ("quasi: place", "is not a list of columns"),
        ("quasi: !!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_a_wrong_specification_is_named_with_its_cure(folder: Path, capsys: pytest.CaptureFixture[str], spec: str, said: str) -> None:
    (folder / "wrong.yaml").write_text(spec, encoding="utf-8")

    code = main(["disclose", "protect", str(folder / "rows.csv"), "--spec", str(folder / "wrong.yaml"), "--out", str(folder / "o.csv"), "--k", "5"])

    assert code == 2
    assert said in capsys.readouterr().err
    assert not (folder / "o.csv").exists()


WRONG = [
    (["risk", "--quasi", "place", "--k", "0"], "k = 0 protects nobody"),
    (["risk", "--quasi", "place", "--what-if", "5,1"], "k = 1 protects nobody"),
    (["risk", "--quasi", "place", "--what-if", "5,x"], "whole numbers"),
    (["risk", "--quasi", "place,sex", "--sensitive", "sex"], "“sex” stands in --quasi and in --sensitive"),
    (["risk", "--quasi", "place", "--out", "{f}/risk.txt"], "End risk.txt with .json"),
    (["protect", "--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--k", "1"], "k = 1 protects nobody"),
    (["protect", "--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--k", "5", "--l", "-2"], "--l -2 asks for nothing"),
    (["protect", "--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--k", "5", "--entropy"], "--l is not given"),
    (["protect", "--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--k", "5", "--t", "3"], "is no distance"),
    (["protect", "--spec", "{f}/plain.yaml", "--out", "{f}/o.csv", "--k", "5", "--l", "2"], "plain.yaml names none"),
    (["protect", "--spec", "{f}/commas.yaml", "--out", "{f}/o.csv", "--k", "5"], "Divide the levels by semicolons"),
    (["protect", "--spec", "{f}/list.yaml", "--out", "{f}/o.csv", "--k", "5"], "neither a file nor a way"),
    (["protect", "--spec", "{f}/spec.yaml", "--out", "{f}/folder.csv", "--k", "5"], "is a folder"),
    (["synthetic", "--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--epsilon", "20"], "--epsilon 20 protects nobody"),
    (["table", "--rows", "place", "--cols", "sex", "--k", "1", "--out", "{f}/o.csv"], "k = 1 protects nobody"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_option_ends_with_2_before_anything_is_written(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    (folder / "plain.yaml").write_text("quasi: [place]", encoding="utf-8")
    (folder / "commas.csv").write_text(HIERARCHY.replace(";", ","), encoding="utf-8")
    (folder / "commas.yaml").write_text("quasi: [place]\nhierarchies: {place: commas.csv}", encoding="utf-8")
    (folder / "list.yaml").write_text("quasi: [place]\nhierarchies: {place: [river, hill]}", encoding="utf-8")
    (folder / "folder.csv").mkdir()
    before = sorted(folder.iterdir())
    verb, *rest = (word.format(f=folder) for word in words)

    assert main(["disclose", verb, str(folder / "rows.csv"), *rest]) == 2
    assert said in capsys.readouterr().err and sorted(folder.iterdir()) == before


def test_the_report_says_what_reading_decided_and_what_was_of_no_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rows.csv").write_bytes(("place,age\n" + "เชียงราย,20\nตาก,30\n" * 12).encode("cp874"))
    (folder / "spec.yaml").write_text("quasi: [place]\nhierarchies: {age: bands 5}", encoding="utf-8")

    run(capsys, "disclose", "protect", folder / "rows.csv", "--spec", folder / "spec.yaml", "--out", folder / "o.csv", "--k", 11)
    run(capsys, "disclose", "risk", folder / "rows.csv", "--quasi", "place", "--sensitive", "age", "--out", folder / "risk.json")

    words = (folder / "o.report.md").read_text(encoding="utf-8")
    assert "Windows-874 (Thai)" in words and "No use was made of the hierarchy of age" in words
    told = json.loads((folder / "risk.json").read_text(encoding="utf-8"))
    assert {"method", "version", "seed", "seconds"} <= told.keys() and told["smallest"] == 12
    words = (folder / "risk.md").read_text(encoding="utf-8")
    assert "24 rows in 2 classes" in words and "at least 1 value in every class" in words and "Windows-874" in words


@pytest.mark.parametrize("divider", [";", "; "])
def test_values_of_a_set_that_nothing_was_taken_from_read_as_before(folder: Path, capsys: pytest.CaptureFixture[str], divider: str) -> None:
    (folder / "rows.csv").write_text("sex,means\n" + f"F,debt{divider}force\n" * 15 + "F,debt\n" * 15, encoding="utf-8")
    (folder / "spec.yaml").write_text("quasi: [means]\nflags: [means]", encoding="utf-8")

    run(capsys, "disclose", "protect", folder / "rows.csv", "--spec", folder / "spec.yaml", "--out", folder / "o.csv", "--k", 11, "--keep-order")

    assert (folder / "o.csv").read_text(encoding="utf-8") == (folder / "rows.csv").read_text(encoding="utf-8")


def test_what_may_not_leave_ends_with_1_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disclose", "protect", str(folder / "rows.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "o.csv")]

    assert main([*words, "--k", "5", "--l", "9"]) == 1
    assert main([*words, "--k", "301"]) == 1
    assert "too few values" in capsys.readouterr().err
    assert not (folder / "o.csv").exists()
    assert main([*words[:-1], str(folder / "rows.csv"), "--k", "5"]) == 2


def test_a_dictionary_export_is_a_specification(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = [
        {"code": "name", "identifier": "name", "risk": "identity", "quasi_identifier": "no", "sensitive": "yes", "generalise": ""},
        {"code": "age", "identifier": "", "risk": "low", "quasi_identifier": "yes", "sensitive": "no", "generalise": "bands"},
        {"code": "illness", "identifier": "", "risk": "high", "quasi_identifier": "no", "sensitive": "yes", "generalise": ""},
        {"code": "absent", "identifier": "", "risk": "low", "quasi_identifier": "yes", "sensitive": "no", "generalise": ""},
    ]
    with (folder / "book.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, book[0])
        writer.writeheader()
        writer.writerows(book)

    told = run(capsys, "disclose", "protect", folder / "rows.csv", "--spec", folder / "book.csv", "--out", folder / "out.csv", "--k", 11)

    assert (told["direct"], told["quasi"], told["sensitive"], told["method"]) == (["name"], ["age"], ["illness"], "recode")
    assert {row["name"] for row in rows_of(folder / "out.csv")} == {"*"}


def test_the_export_of_the_starter_recodes_places_ages_and_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from titip.dictionary.rules.codebook_csv import codebook_csv
    from titip.dictionary.rules.starter import starter

    (tmp_path / "book.csv").write_bytes(codebook_csv(starter()))
    rows = [["origin_province", "age_at_registration", "age_band", "exploitation_began", "gender"]]
    rows += [[f"KH-{1 + i % 9}", str(16 + i % 12), "9-17" if i % 12 < 2 else "18-20", f"20{10 + i % 13}-0{1 + i % 9}", "woman"] for i in range(120)]
    with (tmp_path / "rows.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)

    told = run(capsys, "disclose", "protect", tmp_path / "rows.csv", "--spec", tmp_path / "book.csv", "--out", tmp_path / "out.csv", "--k", 11)

    released = rows_of(tmp_path / "out.csv")
    assert told["method"] == "recode" and told["after"]["smallest"] >= 11
    assert {row["origin_province"] for row in released} & {"KH"} and dict(told["left"]["origin_province"])["up:1"] > 0
    assert {name for name, _ in told["left"]["exploitation_began"]} <= {"own", "month", "quarter", "year", "years", "withheld"}
    bands = {"9-17", "18-20", "21-23", "24-26", "27-29", "0-17", "18-29", "*"}
    assert {row["age_at_registration"] for row in released} <= bands | {str(age) for age in range(16, 28)}
    assert "origin_province left as" in (tmp_path / "out.report.md").read_text(encoding="utf-8")
