"""What a released table is: a value that cannot be made wrong, and what it carries."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.share.rules import About, Audience, Column, Heading, Part, Released, ReleaseRefused, Suppression, Table, TableProblem, UnknownColumn
from titip.share.rules.writing import csv_text, harmless

ABOUT = About(
    unit_of_count="persons",
    period="2024",
    place="Three provinces",
    source="Made-up NGO",
    limits=("Only whom we met.",),
    bias="We work in Khmer and Thai.",
    definitions={"sex": "As she says herself"},
    dictionary_version="7",
    dictionary_sha256="ab" * 32,
)


def released(rows: list[dict[str, Any]], headings: list[Heading], quasi: tuple[str, ...] = (), k: int = 2) -> Released:
    return Released.from_rows(rows, headings, audience=Audience.TEAM, about=ABOUT, suppression=Suppression(k=k, quasi_identifiers=quasi))


def test_five_kinds_of_missing_zero_and_withheld_stay_apart() -> None:
    cells = [0, 1, Missing.EMPTY, None, "", Missing.UNKNOWN, Missing.NOT_APPLICABLE, Missing.DECLINED, Missing.ASK_LATER, "*", float("nan")]

    column = Column.from_cells(Heading("x", type=ElementType.INTEGER), cells)

    assert column.values == (0, 1)
    assert column.missing() == {Missing.EMPTY: 4, Missing.UNKNOWN: 1, Missing.NOT_APPLICABLE: 1, Missing.DECLINED: 1, Missing.ASK_LATER: 1}
    assert column.withheld() == 1
    assert column.counts().tolist() == [1, 1]


def test_a_released_table_does_not_change() -> None:
    table = released([{"x": 1}] * 3, [Heading("x", type=ElementType.INTEGER)])

    with pytest.raises(ValueError, match="read-only"):
        table.column("x").codes[0] = 5
    with pytest.raises(AttributeError):
        table.audience = Audience.OUTSIDE  # type: ignore[misc]


def test_a_quasi_identifier_left_out_of_k_is_refused() -> None:
    with pytest.raises(ReleaseRefused, match="not counted in k: village"):
        released([{"village": "a"}] * 5, [Heading("village", type=ElementType.PLACE, part=Part.QUASI)])


def test_free_text_does_not_go_outside() -> None:
    suppression = Suppression(k=11, quasi_identifiers=("q",))
    rows = [{"q": "a", "story": "Once …"}] * 11

    with pytest.raises(ReleaseRefused, match="Free text may hold names: story"):
        Released.from_rows(
            rows,
            [Heading("q", type=ElementType.SELECT_ONE), Heading("story", type=ElementType.LONG_TEXT)],
            audience=Audience.OUTSIDE,
            about=ABOUT,
            suppression=suppression,
        )


def test_a_table_of_ours_cannot_pass_for_a_public_one() -> None:
    column = Column.from_cells(Heading("village", type=ElementType.PLACE, part=Part.QUASI), ["a"])

    with pytest.raises(ReleaseRefused, match="telling about a person: village. The table is not public"):
        Released(Table((column,)), Audience.PUBLIC, ABOUT)


def test_an_unknown_column_names_the_nearest() -> None:
    table = released([{"gender": "a", "ageBroad": "b", "citizenship": "c"}] * 3, [Heading(n) for n in ("gender", "ageBroad", "citizenship")])

    with pytest.raises(UnknownColumn, match="There is no column “gendr”. Nearest names: gender."):
        table.column("gendr")
    with pytest.raises(UnknownColumn, match="The columns are: gender, ageBroad, citizenship"):
        table.column("xyzzy")


def test_columns_of_different_length_or_of_one_name_are_no_table() -> None:
    one, two = (Column.from_cells(Heading(name), cells) for name, cells in (("a", ["x"]), ("b", ["x", "y"])))

    with pytest.raises(TableProblem, match="different lengths"):
        Table((one, two))
    with pytest.raises(TableProblem, match="same name: a"):
        Table((one, one))
    with pytest.raises(TableProblem, match="no columns"):
        Table(())


def test_an_ordered_scale_keeps_the_order_of_its_names() -> None:
    names = {"low": "Low", "middle": "Middle", "high": "High"}

    column = Column.from_cells(Heading("risk", type=ElementType.SELECT_ONE, names=names, ordered=True), ["high", "low", "middle", "low"])

    assert column.values == ("low", "middle", "high")
    assert column.codes.dtype == np.int32


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\u00a0=cmd"])
def test_nothing_that_a_spreadsheet_would_run_is_written(text: str) -> None:
    table = released([{"x": text}] * 2, [Heading("x", type=ElementType.SELECT_ONE)])

    cells = [row[0] for row in csv.reader(io.StringIO(csv_text(table), newline="")) if not row[0].startswith("# ")]

    assert cells == ["x", f"'{text}", f"'{text}"]
    assert harmless(text) == f"'{text}"


def test_a_negative_number_is_a_number_and_stays_one() -> None:
    table = released([{"x": -5}] * 2, [Heading("x", type=ElementType.INTEGER)])

    assert csv_text(table).splitlines()[-1] == "-5"


def test_R37_R38_the_csv_carries_its_signposts_and_its_dictionary() -> None:
    text = csv_text(released([{"sex": "f"}] * 3, [Heading("sex", type=ElementType.SELECT_ONE)]))

    for said in ("Three provinces", "2024", "Made-up NGO", "Only whom we met.", "We work in Khmer and Thai.", "As she says herself", f"7 {'ab' * 32}", "k = 2"):
        assert said in text


def test_the_signposts_can_lie_beside_for_programs_that_take_no_comments(tmp_path: Path) -> None:
    released([{"sex": "f"}] * 3, [Heading("sex", type=ElementType.SELECT_ONE)]).to_csv(tmp_path / "out.csv", signposts_inside=False)

    assert list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig")))) == [["sex"], ["f"], ["f"], ["f"]]
    assert "Made-up NGO" in (tmp_path / "out.about.txt").read_text(encoding="utf-8")


CELL = st.one_of(
    st.sampled_from(list(Missing)),
    st.just("*"),
    st.sampled_from(["เด็กหญิง", "=1+1", "a,b", 'say "hi"', "ស្ត្រី", "-x", "line\nbreak", "x"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(CELL, min_size=2, max_size=30))
def test_all_kinds_of_cells_survive_the_way_out_and_back(tmp_path_factory: pytest.TempPathFactory, cells: list[Any]) -> None:
    path = tmp_path_factory.mktemp("round") / "t.csv"
    table = released([{"x": cell, "n": 0} for cell in cells], [Heading("x", type=ElementType.SELECT_ONE), Heading("n", type=ElementType.INTEGER)])

    table.to_csv(path)

    back = Released.from_public_file(path)
    assert back.column("x").cells() == cells
    assert back.column("n").cells() == [0] * len(cells)


def test_json_tells_kinds_of_missing_apart(tmp_path: Path) -> None:
    rows = [{"x": 0, "when": date(2024, 2, 29), "many": ("b", "a")}, {"x": Missing.DECLINED, "when": None, "many": ()}]
    headings = [Heading("x", type=ElementType.INTEGER), Heading("when", type=ElementType.DATE), Heading("many", type=ElementType.SELECT_MANY)]

    released(rows, headings).to_json(tmp_path / "t.json")

    told = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    assert told["rows"] == [[0, "2024-02-29", ["a", "b"]], [{"missing": "declined"}, {"missing": "empty"}, []]]
    assert told["n"] == 2
    assert told["signposts"]["Source"] == "Made-up NGO"
