"""Two organisations in two folders count whom both know: neither sees the other's tokens, and the count is a range."""

import csv
import json
from pathlib import Path

import pytest

from tests.quality.linkage import people
from titip.cli import main
from titip.quality.linkage import blinding
from titip.quality.linkage.tokens import TokenType

pytest.importorskip("nacl", reason="PyNaCl is not installed (titip[psi])")


def run(*words: object) -> int:
    return main([str(word) for word in words])


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    assert run(*words, "--json") == 0, capsys.readouterr().err
    return dict(json.loads(capsys.readouterr().out))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders: 90 and 80 people, 60 of them the same, each with the key of the exercise."""
    rows = people.table(400, 77)
    first = {who: place for place, who in reversed(list(enumerate(rows["entity"])))}
    places = list(first.values())[:110]
    spec = "compare:\n" + "".join(f"  {name}: {kind}\n" for name, kind in people.COMPARE.items())
    folders = tmp_path / "north", tmp_path / "south"
    for folder, held in zip(folders, (places[:90], places[30:]), strict=True):
        folder.mkdir()
        (folder / "spec.yaml").write_text(spec, encoding="utf-8")
        with (folder / "people.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([list(people.COMPARE), *([rows[name][place] for name in people.COMPARE] for place in held)])
    assert run("link", "key", folders[0] / "key", "--json") == 0
    (folders[1] / "key").write_bytes((folders[0] / "key").read_bytes())
    for folder in folders:
        given = ["--spec", folder / "spec.yaml", "--key", folder / "key", "--out", folder / "tokens.csv", "--json"]
        assert run("link", "encode", folder / "people.csv", *given) == 0
    return folders


def test_two_folders_count_whom_both_know(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    north, south = two
    capsys.readouterr()
    plain = told(capsys, "link", "overlap", north / "tokens.csv", south / "tokens.csv")
    for folder in two:
        told(capsys, "link", "blind", folder / "tokens.csv", "--secret", folder / "secret", "--out", folder / "once.csv")
    for folder, other in ((north, south), (south, north)):
        (folder / "theirs.csv").write_bytes((other / "once.csv").read_bytes())
        made = told(capsys, "link", "blind", folder / "theirs.csv", "--secret", folder / "secret", "--out", folder / "twice.csv")
        assert made["blinded"] == "twice"
        assert folder.joinpath("secret").stat().st_mode & 0o077 == 0

    met = told(capsys, "link", "meet", north / "twice.csv", south / "twice.csv", "--out", north / "report.json")

    assert met["overlap"] == plain["overlap"], "blinded, the same is counted as from the tokens themselves"
    shown = {one["type"]: one for one in met["overlap"]}
    assert shown["name_year"]["low"] is not None and json.loads((north / "report.json").read_text(encoding="utf-8"))["overlap"] == met["overlap"]
    tokens = {line.split(",")[1] for line in (north / "tokens.csv").read_text().splitlines()[1:]}
    for name in ("once.csv", "twice.csv"):
        assert not any(token in (folder / name).read_text() for folder in two for token in tokens)
    assert set((north / "once.csv").read_text().split()[1:]).isdisjoint((south / "once.csv").read_text().split()[1:]), "before both have blinded, nothing meets"


def test_a_wrong_step_is_refused_with_its_cure(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    north, south = two
    run("link", "blind", north / "tokens.csv", "--secret", north / "secret", "--out", north / "once.csv", "--json")
    damaged = south / "damaged.csv"
    damaged.write_text("type,blinded_once\nphone," + "01" + 62 * "0" + "\n")
    run("link", "blind", south / "tokens.csv", "--secret", south / "secret", "--out", south / "once.csv", "--json")
    capsys.readouterr()
    for words, said in (
        (["blind", north / "once.csv", "--secret", north / "secret", "--out", north / "x.csv"], "your own file"),
        (["blind", north / "once.csv", "--secret", south / "new", "--out", south / "x.csv"], "needs the secret of the first"),
        (["blind", damaged, "--secret", south / "secret", "--out", south / "x.csv"], "no point of the curve"),
        (["blind", north / "people.csv", "--secret", north / "secret", "--out", north / "x.csv"], "neither a token file"),
        (["meet", north / "once.csv", south / "once.csv"], "has not been blinded by both"),
    ):
        assert run("link", *words) == 2 and said in capsys.readouterr().err
    assert not (north / "x.csv").exists() and not (south / "x.csv").exists()


def test_the_order_of_the_secrets_does_not_matter_and_another_secret_meets_nobody() -> None:
    tokens = {TokenType.PHONE: [f"{n:016x}" for n in range(5)]}
    a, b, c = (blinding.new_secret() for _ in range(3))

    both = blinding.blind_again(b, blinding.blind(a, tokens))

    assert both == blinding.blind_again(a, blinding.blind(b, tokens)) and len(set(both[TokenType.PHONE])) == 5
    assert set(both[TokenType.PHONE]).isdisjoint(blinding.blind_again(c, blinding.blind(a, tokens))[TokenType.PHONE])
    assert blinding.blind(a, tokens) != blinding.blind(a, {TokenType.DATE_SEX: tokens[TokenType.PHONE]})
