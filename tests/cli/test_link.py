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
    # Planted: another key. Nothing meets, and the answer says what to look at.
    assert cli.main(["link", "key", str(folder / "other")]) == 0
    assert cli.main(["link", "encode", str(folder / "b.csv"), "--spec", spec, "--key", str(folder / "other"), "--out", str(folder / "o.tokens")]) == 0
    assert cli.main(["link", "overlap", str(folder / "a.tokens"), str(folder / "o.tokens")]) == 0 and "the same key" in capsys.readouterr().out
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600 == stat.S_IMODE((folder / "a.tokens").stat().st_mode)


def test_a_linkage_unit_without_key_counts_hardened_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, spec = str(folder / "key"), str(folder / "spec.yaml")
    assert cli.main(["link", "key", key]) == 0
    made = people.table(800, 5)
    for name, part in (("a", slice(0, 600)), ("b", slice(300, 800))):
        write(folder / f"{name}.csv", {column: cells[part] for column, cells in made.items()}, part.start)
        words = ["link", "encode", str(folder / f"{name}.csv"), "--spec", spec, "--key", key, "--codes", "hardened"]
        assert cli.main([*words, "--out", str(folder / f"{name}.codes"), "--rows", str(folder / f"{name}.rows")]) == 0
    said = capsys.readouterr().out
    (folder / "key").unlink()  # the unit has none

    words = ["link", "overlap", str(folder / "a.codes"), str(folder / "b.codes")]
    code = cli.main([*words, "--pairs", str(folder / "pairs.csv"), "--json"])

    told = json.loads(capsys.readouterr().out)
    own = [{row["row"]: row["id"] for row in read(folder / f"{name}.rows")} for name in "ab"]
    same = [own[0][pair["row_a"]] == own[1][pair["row_b"]] for pair in read(folder / "pairs.csv")]
    assert code == 0 and {"method", "version", "seed", "seconds"} <= told.keys()
    assert 280 <= told["overlap"][0]["high"] <= 340 and sum(same) >= 0.95 * len(same) > 250
    assert "not anonymous" in said and any("not anonymous" in one for one in told["cautions"])
    assert [row["row"] for row in read(folder / "a.codes")] == sorted(own[0]), "the order is that of drawn numbers"
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in ("a.codes", "a.rows", "pairs.csv")} == {0o600}
    # Planted: a code cut short is named by its line; a few people are not counted.
    (folder / "cut.codes").write_text((folder / "a.codes").read_text()[:-9] + "\n")
    assert cli.main([*words[:2], str(folder / "cut.codes"), str(folder / "b.codes")]) == 2
    assert "cut.codes, line " in capsys.readouterr().err
    (folder / "few.codes").write_text("".join((folder / "a.codes").read_text().splitlines(keepends=True)[:6]))
    assert cli.main([*words[:2], str(folder / "few.codes"), str(folder / "b.codes")]) == 2
    assert "fewer than 11" in capsys.readouterr().err


def test_codes_are_never_written_over_what_was_read_and_rows_are_named_by_what_names_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, spec = str(folder / "key"), str(folder / "spec.yaml")
    assert cli.main(["link", "key", key]) == 0
    before = [(folder / name).read_bytes() for name in ("key", "spec.yaml", "file.csv")]
    words = ["link", "encode", str(folder / "file.csv"), "--spec", spec, "--key", key]
    hardened = [*words, "--codes", "hardened"]
    for wrong in ([*words, "--out", key], [*words, "--out", str(folder / "file.csv")], [*hardened, "--out", str(folder / "o"), "--rows", spec]):
        assert cli.main(wrong) == 2 and "is what is read" in capsys.readouterr().err
    assert cli.main([*hardened, "--out", str(folder / "o"), "--rows", str(folder / "o")]) == 2
    assert "different files" in capsys.readouterr().err
    assert [(folder / name).read_bytes() for name in ("key", "spec.yaml", "file.csv")] == before
    (folder / "spec.yaml").write_text(SPEC.replace("id: id", "id: sex"), encoding="utf-8")
    assert cli.main([*hardened, "--out", str(folder / "o"), "--rows", str(folder / "rows")]) == 2
    assert "must name each row once" in capsys.readouterr().err and not (folder / "o").exists()


def test_stopped_or_refused_nothing_half_written_is_left(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_things: object, *, label: str) -> object:
        raise KeyboardInterrupt(label)

    (folder / "pairs.csv").write_text("earlier pairs")
    before = sorted(folder.iterdir())
    words = ["link", "dedupe", str(folder / "file.csv"), "--spec", str(folder / "spec.yaml"), "--out"]
    monkeypatch.setattr("titip.cli.link.progress", stopped)
    assert cli.main([*words, str(folder / "pairs.csv")]) == 130 and "Stopped." in capsys.readouterr().err

    monkeypatch.setattr("titip.cli.placing.os.access", lambda *_: False)  # whoever runs the tests may write everywhere
    assert cli.main([*words, str(folder / "pairs.csv")]) == 2 and "You may not write in the folder" in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before and (folder / "pairs.csv").read_text() == "earlier pairs"


def test_a_dictionary_export_is_a_spec(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from titip.dictionary.rules.codebook_csv import codebook_csv
    from titip.dictionary.rules.starter import starter

    (folder / "book.csv").write_bytes(codebook_csv(starter()))
    made = people.table(300, 8)
    own = {"given_name": made["name"], "birth_date": made["birth_date"], "origin_province": made["place"], "note": made["entity"]}
    write(folder / "own.csv", own)

    assert cli.main(["link", "dedupe", str(folder / "own.csv"), "--spec", str(folder / "book.csv"), "--out", str(folder / "o.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["compare"] == {"given_name": "name", "birth_date": "birth_date", "origin_province": "place"} and told["pairs"] > 10

    write(folder / "nobody.csv", {"note": made["entity"]})
    assert cli.main(["link", "dedupe", str(folder / "nobody.csv"), "--spec", str(folder / "book.csv"), "--out", str(folder / "n.csv")]) == 2
    assert "Name the columns in a YAML spec" in capsys.readouterr().err


def test_a_key_is_never_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "key").write_text("x")

    assert cli.main(["link", "key", str(folder / "key")]) == 2
    assert "never used again" in capsys.readouterr().err and (folder / "key").read_text() == "x"


WRONG = [
    (["--spec", "{f}/missing.yaml", "--out", "{f}/o.csv"], "missing.yaml"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/file.csv"], "what is read"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/no/o.csv"], "no folder"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}"], "is a folder"),
    (["--spec", "{f}/spec.yaml", "--out", "{f}/o.xlsx"], "End its name with .csv"),
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
