"""Rare values put together: the group is large enough, nothing else changes, and no word of ours is taken for a value."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.cli import main
from titip.kit.missing import Missing
from titip.share.disclosure import Spec
from titip.share.disclosure.filing import asked_of, protect_file
from titip.share.disclosure.rare import OTHER, Rare, group_rare
from titip.share.rules import Heading, Table, TableProblem

LAND, SEX = Heading("land"), Heading("sex")


def made(lands: list[Any]) -> Table:
    return Table.from_rows([{"land": land, "sex": "fm"[i % 2]} for i, land in enumerate(lands)], [LAND, SEX])


def cells(table: Table, code: str) -> list[Any]:
    return table.column(code).cells()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", None, Missing.DECLINED]), max_size=60), st.integers(2, 12))
def test_each_value_left_has_enough_rows_and_nothing_else_changes(lands: list[Any], least: int) -> None:
    table = made([*lands, "a"])

    grouped, told = group_rare(table, {"land": Rare(least)})

    before, after = cells(table, "land"), cells(grouped, "land")
    assert cells(grouped, "sex") == cells(table, "sex")
    assert all(now in (was, OTHER) for was, now in zip(before, after, strict=True))
    assert all(now == was for was, now in zip(before, after, strict=True) if isinstance(was, Missing)), "what is missing stays so"
    were = {was for was, now in zip(before, after, strict=True) if now == OTHER}
    left = Counter(now for now in after if not isinstance(now, Missing))
    counts = Counter(was for was in before if not isinstance(was, Missing))
    if len(counts) > 1 and sum(counts.values()) >= least:
        assert min(left.values()) >= least
    assert all(counts[value] >= least for value in left if value != OTHER) or not were
    assert len(were) != 1, "one value alone is no group"
    assert [(one.values, one.rows) for one in told] == ([(len(were), left[OTHER])] if were else [])
    assert cells(group_rare(table, {"land": Rare(least)})[0], "land") == after, "the same again"
    assert OTHER not in grouped.column("land").values or were


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("aaaabbbccdefgh"), min_size=12, max_size=80))
def test_k_holds_after_grouping_and_a_released_cell_is_the_value_the_group_or_withheld(lands: list[str]) -> None:
    spec = Spec.read({"quasi": ["land", "sex"], "rare": {"land": {"least": 5, "word": "elsewhere"}}})
    table = made(lands)

    filed = protect_file(table, spec, asked_of(spec, table, k=3), keep_order=True)

    assert filed.outcome.after.smallest >= 3
    for was, now in zip(cells(table, "land"), cells(filed.written, "land"), strict=True):
        assert now in (was, "elsewhere", "*")
    assert all(one["rows"] is None or one["rows"] >= 3 for one in filed.as_dict()["grouped"])


@pytest.mark.parametrize(("declared", "said"), [
    ({"land": 1}, "no number of rows"), ({"land": True}, "no number of rows"), ({"land": {"least": 5, "word": 7}}, "no number of rows"),
    ({"land": {"least": 5, "words": "x"}}, "no number of rows"), ({"name": 5}, "another way to give way"), ([1], "not a mapping"),
])  # fmt: skip
def test_what_a_specification_says_wrongly_is_refused_with_the_cure(declared: Any, said: str) -> None:
    with pytest.raises(TableProblem, match=said):
        Spec.read({"quasi": ["land"], "direct": ["name"], "rare": declared})


@pytest.mark.parametrize("word", ["(Other)", "*", ""])
def test_the_word_of_the_group_is_no_value(word: str) -> None:
    with pytest.raises(TableProblem, match="Give another word"):
        group_rare(made(["a", "b", "(other)"]), {"land": Rare(5, word)})


def test_the_command_groups_counts_and_tells_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["land,sex"] + [f"{land},{'fm'[i % 2]}" for land, n in (("KH", 60), ("TH", 40), ("Atlantis", 3), ("Lemuria", 4), ("Mu", 9)) for i in range(n)]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("\n".join(rows), encoding="utf-8")
    asked = ["disclose", "table", str(source), "--rows", "land", "--cols", "sex", "--k", "5", "--out", str(out)]

    assert main([*asked, "--rare", "land=12", "--rare-word", "elsewhere"]) == 0

    report = out.with_name("out.report.md").read_text(encoding="utf-8")
    assert "3 rare values of land are together as “elsewhere” (16 rows)" in report
    written = out.read_text(encoding="utf-8") + report + out.with_name("out.report.json").read_text(encoding="utf-8")
    assert "elsewhere" in written and not any(name in written for name in ("Atlantis", "Lemuria", "Mu,"))
    assert main([*asked, "--rare", "nothing=12"]) == 2 and "--rare takes COLUMN=N" in capsys.readouterr().err
