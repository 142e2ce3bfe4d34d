"""`titip link`: the command as a contract."""

import csv
import json
import stat
from pathlib import Path

import pytest

from tests.quality.linkage import people
from titip import cli

SPEC = "id: id\ncompare:\n" + "".join(f"  {column}: {kind}\n" for column, kind in people.COMPARE.items())


def write(path: Path, made: dict[str, list[str]], start: int = 0) -> Path:
    rows = list(zip(*made.values(), strict=True))
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", *made])
        writer.writerows([f"r{start + at}", *row] for at, row in enumerate(rows))
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    write(tmp_path / "file.csv", people.table(800, 5))
    return tmp_path


def test_dedupe_writes_pairs_clusters_reasons_and_a_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main([
        "link", "dedupe", str(folder / "file.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "pairs.csv"),
        "--clusters", str(folder / "clusters.csv"), "--reasons", str(folder / "reasons.csv"), "--json",
    ])

    told = json.loads(capsys.readouterr().out)
    pairs, clusters, reasons = (read(folder / f"{name}.csv") for name in ("pairs", "clusters", "reasons"))
    assert code == 0
    assert list(pairs[0]) == ["id_a", "id_b", "probability"] and list(clusters[0]) == ["id", "cluster"]
    assert len(pairs) == told["pairs"] == len(reasons) > 30
    assert all(0.5 <= float(pair["probability"]) <= 1 for pair in pairs)
    assert {row["id"] for row in clusters} == {f"r{at}" for at in range(800)}
    assert all(told[name] is not None for name in ("method", "version", "seconds")) and "seed" in told
    assert json.loads((folder / "pairs.report.json").read_text(encoding="utf-8"))["pairs"] == len(pairs)
    entity = {row["id"]: row["entity"] for row in read(folder / "file.csv")}
    assert sum(entity[p["id_a"]] == entity[p["id_b"]] for p in pairs) / len(pairs) > 0.7


def test_without_an_id_rows_go_by_their_number_from_zero(folder: Path) -> None:
    (folder / "spec.yaml").write_text(SPEC.removeprefix("id: id\n"), encoding="utf-8")

    code = cli.main(["link", "dedupe", str(folder / "file.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "pairs.csv")])

    assert code == 0
    assert {int(pair[side]) for pair in read(folder / "pairs.csv") for side in ("id_a", "id_b")} <= set(range(800))


def test_match_names_rows_of_either_file_by_its_own_ids(folder: Path) -> None:
    made = people.table(800, 5)
    write(folder / "a.csv", {name: cells[:400] for name, cells in made.items()})
    write(folder / "b.csv", {name: cells[400:] for name, cells in made.items()}, start=5000)

    code = cli.main([
        "link", "match", str(folder / "a.csv"), str(folder / "b.csv"), "--spec", str(folder / "spec.yaml"), "--out", str(folder / "pairs.csv"), "--one-to-one",
        "--clusters", str(folder / "clusters.csv"),
    ])

    pairs = read(folder / "pairs.csv")
    assert code == 0 and pairs
    assert all(int(p["id_a"][1:]) < 400 and int(p["id_b"][1:]) >= 5000 for p in pairs)
    assert len({p["id_a"] for p in pairs}) == len(pairs)
    assert {row["id"][0] for row in read(folder / "clusters.csv")} == {"a", "b"}


def test_two_organisations_count_whom_they_share_without_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, spec = str(folder / "key"), str(folder / "spec.yaml")
    assert cli.main(["link", "key", key]) == 0
    made = people.table(800, 5)
    for name, part in (("a", slice(0, 600)), ("b", slice(300, 800))):
        write(folder / f"{name}.csv", {column: cells[part] for column, cells in made.items()})
        assert cli.main(["link", "encode", str(folder / f"{name}.csv"), "--spec", spec, "--key", key, "--out", str(folder / f"{name}.tokens")]) == 0
    capsys.readouterr()

    code = cli.main(["link", "overlap", str(folder / "a.tokens"), str(folder / "b.tokens"), "--json"])

    told = json.loads(capsys.readouterr().out)
    by_type = {one["type"]: one for one in told["overlap"]}
    tokens = (folder / "a.tokens").read_text(encoding="utf-8")
    assert code == 0
    assert by_type["name_year"]["low"] is not None and 250 <= by_type["name_year"]["high"] <= 330
    assert not any(word in tokens for name in made["name"] for word in name.split() if len(word) > 4)
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600 == stat.S_IMODE((folder / "a.tokens").stat().st_mode)


def test_a_key_is_never_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "key").write_text("x")

    assert cli.main(["link", "key", str(folder / "key")]) == 2
    assert "never used again" in capsys.readouterr().err and (folder / "key").read_text() == "x"


WRONG = [
    (["--spec", "{f}/missing.yaml", "--out", "{f}/o.csv"], "missing.yaml"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/file.csv"], "what is read"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/no/o.csv"], "no folder"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--threshold", "2"], "--threshold"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/o.csv", "--clusters", "{f}/o.csv"], "different files"),
    (["--spec", "{f}/broken.yaml", "--out", "{f}/o.csv"], "not YAML"),
    (["--spec", "{f}/kind.yaml", "--out", "{f}/o.csv"], "Perhaps “name”"),
    (["--spec", "{f}/column.yaml", "--out", "{f}/o.csv"], "no column “nam”"),
    (["--spec", "{f}/id.yaml", "--out", "{f}/o.csv"], "must name each row once"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG, ids=[says for _, says in WRONG])
def test_wrong_use_says_what_to_do_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    (folder / "broken.yaml").write_text("compare: {name", encoding="utf-8")
    (folder / "kind.yaml").write_text("compare: {name: nme}", encoding="utf-8")
    (folder / "column.yaml").write_text("compare: {nam: name}", encoding="utf-8")
    (folder / "id.yaml").write_text("id: sex\ncompare: {name: name}", encoding="utf-8")

    code = cli.main(["link", "dedupe", str(folder / "file.csv"), *(one.format(f=folder) for one in arguments)])

    assert code == 2
    assert says in capsys.readouterr().err
    assert not (folder / "o.csv").exists()
