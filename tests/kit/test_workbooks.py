"""How far a sheet spreads, told from the bytes of each kind of workbook before any reader lays it out."""

import io
import zipfile

import pytest

from titip.kit.workbooks import spread

ODS = b"<table:table><table:table-row table:number-rows-repeated='1048575'/><table:table-row><table:table-cell table:number-columns-repeated='16383'/>"


def binary(row: int, column: int) -> bytes:
    """The records of a row and of one blank cell, after a record that is neither."""
    return b"\x94\x01\x10" + b"\x00" * 16 + b"\x00\x04" + row.to_bytes(4, "little") + b"\x01\x08" + column.to_bytes(4, "little") + b"\x00" * 4


@pytest.mark.parametrize(("name", "content", "cells"), [
    ("xl/worksheets/sheet1.xml", b'<row r="1"><c r="A1"/><c r="C2"/></row>', 6),
    ("xl/worksheets/sheet1.xml", b'<row r="1048576"><c r="XFD1048576"/></row>', 2**34),
    ("xl/worksheets/sheet1.xml", b'<row r="7"><c/><c/></row>', 14),
    ("content.xml", ODS + b"<table:table-cell office:value='1'/></table:table-row></table:table>", 2**34),
    ("content.xml", ODS + b"</table:table-row></table:table>", 0),  # styled, empty: as every .ods ends
    ("xl/worksheets/sheet1.bin", binary(9, 2), 30),
    ("xl/worksheets/sheet1.bin", binary(1_048_575, 16_383), 2**34),
    ("xl/worksheets/sheet1.bin", b"\x00", 0),
    ("docProps/app.xml", b"<Properties/>", 0),
])
def test_spread(name: str, content: bytes, cells: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    with zipfile.ZipFile(out) as archive:
        assert spread(archive) == cells
