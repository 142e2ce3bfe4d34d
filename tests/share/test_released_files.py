"""Public files as people have them: every encoding and form, and an error that says what to do."""

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from titip.dictionary.rules.types import ElementType
from titip.dictionary.xlsform.workbook import NotAnXlsForm, read_sheets
from titip.kit.missing import Missing
from titip.share.rules import Released, TableProblem, UnknownColumn
from titip.share.rules.files import columnar, delimited

THAI = "เพศ,จังหวัด\nหญิง,เชียงราย\nชาย,ตาก\nหญิง,\n"
VIETNAMESE = "giới,tỉnh\nnữ,Quảng Ninh\nnam,Lạng Sơn\nnữ,Hà Nội\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def make(content: str | bytes, name: str = "t.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


def vietnamese_bytes(text: str) -> bytes:
    """Windows-1258 writes tones as letters of their own; Python's codec does not take the whole letters apart, a keyboard does."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = ""
    for letter in text:
        whole = unicodedata.normalize("NFD", letter)
        apart += unicodedata.normalize("NFC", "".join(c for c in whole if c not in tones)) + "".join(c for c in whole if c in tones)
    return apart.encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
def test_thai_in_every_encoding_reads_the_same(write: Callable[..., Path], encoding: str) -> None:
    table = Released.from_public_file(write(THAI, encoding=encoding))

    assert table.table.names == ("เพศ", "จังหวัด")
    assert table.column("เพศ").cells() == ["หญิง", "ชาย", "หญิง"]
    assert table.column("จังหวัด").missing() == {Missing.EMPTY: 1}


def test_windows_874_is_named_in_what_the_table_tells_of_itself(write: Callable[..., Path]) -> None:
    table = Released.from_public_file(write(THAI, encoding="cp874"))

    assert any("Windows-874 (Thai)" in limit and "--encoding" in limit for limit in table.about.limits)


def test_vietnamese_in_windows_1258_is_not_taken_for_thai(write: Callable[..., Path]) -> None:
    table = Released.from_public_file(write(vietnamese_bytes(VIETNAMESE)))

    assert table.table.names == ("giới", "tỉnh")
    assert table.column("tỉnh").cells() == ["Quảng Ninh", "Lạng Sơn", "Hà Nội"]


def test_western_letters_are_not_taken_for_vietnamese(write: Callable[..., Path]) -> None:
    """Filipino and Timorese names, as a spreadsheet of an older Windows saves them."""
    for text in ("name,place\nJoão Conceição,Díli\nNuñez,Parañaque\n", "name,place\nCafé “x”,Malé\n"):
        read = Released.from_public_file(write(text.encode("cp1252")))
        assert [",".join(map(str, row)) for row in zip(*(read.column(c).cells() for c in ("name", "place")), strict=True)] == text.splitlines()[1:]
        assert any("Windows-1252" in limit for limit in read.about.limits)
    named = Released.from_public_file(write("a,b\né,ñ\n".encode("cp1252")), encoding="windows-1252")
    assert named.column("b").cells() == ["ñ"]


def test_a_cell_that_never_ends_is_named_by_its_line(write: Callable[..., Path]) -> None:
    with pytest.raises(TableProblem, match="A cell of line 3 holds more than 131,072 letters. Most often a quotation mark"):
        Released.from_public_file(write(b"a,b\n1,2\n3,\"" + b"x,y\n" * 600_000))


def test_an_encoding_can_be_named(write: Callable[..., Path]) -> None:
    assert Released.from_public_file(write(THAI, encoding="cp874"), encoding="windows-874").table.names == ("เพศ", "จังหวัด")
    with pytest.raises(TableProblem, match="“klingon” is not an encoding. Use utf-8"):
        Released.from_public_file(write(THAI), encoding="klingon")
    with pytest.raises(TableProblem, match="not UTF-8 throughout"):
        Released.from_public_file(write(THAI, encoding="cp874"), encoding="utf-8")


def test_thai_that_begins_after_64_kilobytes_of_plain_letters_is_still_read(write: Callable[..., Path]) -> None:
    content = ("a,b\n" + "x,y\n" * 20_000).encode() + "หญิง,ตาก\n".encode("cp874")

    assert Released.from_public_file(write(content)).column("a").cells()[-1] == "หญิง"


def test_bytes_that_are_no_text_name_the_encodings_tried(write: Callable[..., Path]) -> None:
    with pytest.raises(TableProblem, match=r"Tried: UTF-8, UTF-16, Windows-874 \(Thai\), Windows-1258 \(Vietnamese\).*CSV UTF-8"):
        Released.from_public_file(write(b"a,b\n\xfc\x8a\xff\x9a,\xdb\x8d\n"))


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "t.csv", "is empty"),
        (b"  \n", "t.csv", "is empty"),
        (b"a,b\n", "t.csv", "a header and no rows"),
        (b"%PDF-1.7 ...", "t.csv", "a PDF, not a table"),
        (b"\x89PNG\r\n", "t.csv", "a picture, not a table"),
        (b"<!DOCTYPE html><html>", "t.csv", "web page"),
        (b'{"a": 1}', "t.csv", "JSON"),
        (b"not a workbook", "t.xlsx", "not a spreadsheet that can be read"),
        (b"PAR1 nothing", "t.parquet", "not a Parquet file"),
        (b"\x1f\x8bbroken", "t.csv.gz", "damaged gzip"),
        (b"a,b\n1,2\n3,4,5\n", "t.csv", "Row 3 has 3 cells, the header has 2: this is not a table"),
    ],
)
def test_what_is_not_a_table_says_what_it_is(write: Callable[..., Path], content: bytes, name: str, says: str) -> None:
    with pytest.raises(TableProblem, match=says) as caught:
        Released.from_public_file(write(content, name))

    assert caught.value.cure


def test_a_file_or_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableProblem, match="There is no file"):
        Released.from_public_file(tmp_path / "nothing.csv")
    with pytest.raises(TableProblem, match="is a folder"):
        Released.from_public_file(tmp_path)


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_the_divider_is_found(write: Callable[..., Path], divider: str) -> None:
    table = Released.from_public_file(write(f'a{divider}b\n"x{divider}y"{divider}1\nz{divider}2\n'))

    assert table.column("a").cells() == [f"x{divider}y", "z"]
    assert table.column("b").cells() == [1, 2]


def test_minus_99_is_not_known_where_it_stands_apart_and_a_number_elsewhere(write: Callable[..., Path]) -> None:
    table = Released.from_public_file(write("coded,flag,degrees,text\n3,0,-5,-99\n-99,1,-99,a\n0,-99,7,b\n"))

    assert table.column("coded").missing() == {Missing.UNKNOWN: 1}
    assert table.column("coded").values == (0, 3), "zero is a number"
    assert table.column("flag").missing() == {Missing.UNKNOWN: 1}
    assert table.column("degrees").values == (-99, -5, 7)
    assert table.column("text").missing() == {Missing.UNKNOWN: 1}
    assert "-99 was read as “not known” in coded, flag, text: no other value there is below zero." in table.about.limits


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "2", "10"], ElementType.INTEGER, (1, 2, 10)),
        (["1.5", "2", "1.50"], ElementType.DECIMAL, (1.5, 2.0)),
        (["007", "12"], ElementType.SELECT_ONE, ("007", "12")),
        (["2024-02-29", "2023-01-01"], ElementType.DATE, None),
        (["2024-02-31", "2023-01-01"], ElementType.SELECT_ONE, ("2023-01-01", "2024-02-31")),
        (["true", "FALSE"], ElementType.YES_NO, (True, False)),
        (["48+", "0--8", "9--17"], ElementType.SELECT_ONE, ("0--8", "9--17", "48+")),
        (["NA", "NULL"], ElementType.SELECT_ONE, ("NA", "NULL")),
    ],
)
def test_what_a_column_holds(write: Callable[..., Path], cells: list[str], kind: ElementType, values: tuple[object, ...] | None) -> None:
    column = Released.from_public_file(write("x,y\n" + "".join(f"{cell},1\n" for cell in cells))).column("x")

    assert column.heading.type is kind
    if values is not None:
        assert column.values == values


def test_headers_without_a_name_or_with_the_same_one_are_numbered_and_told(write: Callable[..., Path]) -> None:
    table = Released.from_public_file(write("a,,a, b \n1,2,3,4\n"))

    assert table.table.names == ("a", "column 2", "a (2)", "b")
    assert any("Column 2 is called “column 2”" in limit for limit in table.about.limits)


def test_only_the_wanted_columns_are_read_and_an_unknown_one_is_named(write: Callable[..., Path]) -> None:
    path = write("gender,age\nf,3\n")

    assert Released.from_public_file(path, columns=["age"]).table.names == ("age",)
    with pytest.raises(UnknownColumn, match="Nearest names: gender"):
        Released.from_public_file(path, columns=["Gender "])


def test_a_blank_line_is_no_row(write: Callable[..., Path]) -> None:
    assert Released.from_public_file(write("x\na\n\nb\n\n")).column("x").cells() == ["a", "b"]
    assert Released.from_public_file(write("x,y\na,1\n\nb,2\n\n")).column("x").cells() == ["a", "b"]


def test_a_name_that_looks_like_a_pattern_reads_only_itself(write: Callable[..., Path]) -> None:
    write("a\nwrong\n", "data1.csv")

    assert Released.from_public_file(write("a\nright\n", "data[1].csv")).column("a").cells() == ["right"]


def test_gzip_spreadsheet_and_parquet_give_the_same_table(write: Callable[..., Path], tmp_path: Path) -> None:
    rows = [("sex", "age", "when"), ("f", 17, "2024-01-05"), ("m", 40, ""), ("", 0, "2023-12-31")]
    text = "\n".join(",".join(str(cell) for cell in row) for row in rows) + "\n"
    zipped = write(gzip.compress(text.encode()), "t.csv.gz")
    book = xlsxwriter.Workbook(tmp_path / "t.xlsx")
    book.add_worksheet("Notes")
    sheet = book.add_worksheet("Data")
    for r, row in enumerate(rows):
        sheet.write_row(r, 0, row)
    book.close()
    duckdb.sql("SELECT * FROM (VALUES ('f', 17, DATE '2024-01-05'), ('m', 40, NULL), (NULL, 0, DATE '2023-12-31')) t(sex, age, \"when\")").write_parquet(
        str(tmp_path / "t.parquet")
    )

    tables = [Released.from_public_file(path) for path in (zipped, tmp_path / "t.xlsx", tmp_path / "t.parquet")]

    assert len({tuple(tuple(c.cells()) for c in t.table.columns) for t in tables}) == 1
    assert tables[0].column("age").values == (0, 17, 40)
    assert any("sheet “Data”, one of 2" in limit for limit in tables[1].about.limits)
    with pytest.raises(TableProblem, match="no sheet “Data2”. The sheets are: Notes, Data"):
        Released.from_public_file(tmp_path / "t.xlsx", sheet="Data2")


TEXT = st.text(st.sampled_from('abž,;"\n\t 0-9ก'), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=12))
def test_both_readers_give_the_same_columns(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    """The quick reader may decline a file; what it reads, it reads as the careful one does."""
    import csv

    path = tmp_path_factory.mktemp("both") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("a", "b"), *rows])

    careful = delimited.read(path, "utf-8", ",", ["a", "b"], [0, 1])
    try:
        quick = columnar.read_delimited(path, ",", ["a", "b"], [0, 1], 0)
    except columnar.NotQuick:
        return
    for one, other in zip(careful, quick, strict=True):
        assert [one.texts[code] for code in one.codes] == [other.texts[code] if code >= 0 else "" for code in other.codes]


def test_nothing_is_written_to_disk_while_reading(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write("a,b\n" + "1,2\n" * 1000)

    Released.from_public_file(path)

    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_a_workbook_that_would_take_all_memory_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "province")
    sheet.write(1_048_575, 16_383, "far")
    book.close()

    with pytest.raises(TableProblem, match="spreads over more than 20,000,000 cells"):
        Released.from_public_file(path)

    lying = bytearray(path.read_bytes())
    struct.pack_into("<I", lying, lying.rfind(b"PK\x05\x06") + 12, 0x62000000)  # a list of parts that begins before the file
    (tmp_path / "lying.xlsx").write_bytes(lying)
    with pytest.raises(TableProblem, match="damaged"):
        Released.from_public_file(tmp_path / "lying.xlsx")
    with pytest.raises(NotAnXlsForm, match="damaged"):
        read_sheets(bytes(lying), "lying.xlsx")

    (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:-30])
    with pytest.raises(TableProblem):
        Released.from_public_file(tmp_path / "cut.xlsx")
