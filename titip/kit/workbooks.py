"""How much room a workbook would take once it is opened, told before it is: a file of a few kilobytes can ask for all memory there is.

Readers lay a sheet out as a whole rectangle, up to its farthest cell. One word in the last cell of a sheet (XFD1048576) is then half a terabyte,
and the reader ends the process, not the reading. Formats: ECMA-376 part 1, 18.3.1.4 (cell references); ODF 1.3 part 3, 19.675 (repeated cells);
MS-XLSB 2.1.4 (records), 2.4.730 (rows), 2.5.9 (cells).
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

#: What a lying, damaged, foreign or locked archive raises while it is looked through.
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, EOFError, ValueError, LookupError, OverflowError)
_CELL: Final = re.compile(rb"\sr\s*=\s*[\"']\s*\$?([A-Za-z]{1,7})\$?([0-9]{1,10})")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*\sr\s*=\s*[\"']\s*([0-9]{1,10})")
_UNPLACED: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?![^>]*\sr\s*=)")
_ODS: Final = re.compile(rb"<(table:table|table:table-row|table:table-cell|table:covered-table-cell)(?=[\s>/])([^>]*)>")
_BIN_ROW: Final = 0
_BIN_CELLS: Final = range(1, 12)
_TIMES: Final = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']\s*([0-9]{1,10})")


def spread(archive: zipfile.ZipFile) -> int:
    """The cells of the largest sheet's rectangle, empty ones too. Raises zipfile.BadZipFile where a part is not what the archive says of it."""
    largest = 0
    for entry in archive.infolist():
        if not entry.is_dir():
            content = archive.read(entry)
            largest = max(largest, _binary(content) if entry.filename.endswith(".bin") else max(_placed(content), *_repeated(content)))
    return largest


def unpacked(archive: zipfile.ZipFile) -> int:
    """The bytes that an archive says it unpacks to."""
    return sum(entry.file_size for entry in archive.infolist())


def _placed(content: bytes) -> int:
    """Of a sheet of an .xlsx, by the places that its cells name."""
    rows, letters = {0}, set[bytes]()
    for cell in _CELL.finditer(content):
        rows.add(int(cell[2]))
        letters.add(cell[1])
    columns = {_number(one) for one in letters}
    if _UNPLACED.search(content):  # such a cell stands in its row, after the one before it
        rows |= {int(row) for row in _ROW.findall(content)}
        columns.add(len(_UNPLACED.findall(content)))
    return max(rows) * max(columns, default=0)


def _binary(content: bytes) -> int:
    """Of a sheet of an .xlsb: records of a kind and a length (7 bits in each byte), a row's number in its record, a cell's column in its own."""
    place = row = column = 0
    while place < len(content):
        kind, place = _seven(content, place, 2)
        length, place = _seven(content, place, 4)
        first = int.from_bytes(content[place : place + 4], "little")
        if kind == _BIN_ROW:
            row = max(row, first + 1)
        elif kind in _BIN_CELLS:
            column = max(column, first + 1)
        place += length
    return row * column


def _seven(content: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for nth in range(most):
        byte = content[place + nth] if place + nth < len(content) else 0
        number |= (byte & 0x7F) << 7 * nth
        if byte < 0x80:
            return number, place + nth + 1
    return number, place + most


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _repeated(content: bytes) -> Iterator[int]:
    """Of each sheet of an .ods, up to its last cell that holds something."""
    rows = last_row = width = widest = 0
    yield 0
    for name, attributes in _ODS.findall(content):
        times = int(found[1]) if (found := _TIMES.search(attributes)) else 1
        if name == b"table:table":
            yield last_row * widest
            rows = last_row = width = widest = 0
        elif name == b"table:table-row":
            rows, width = rows + times, 0
        else:
            width += times
            if b"value" in attributes or b"formula" in attributes:
                last_row, widest = rows, max(widest, width)
    yield last_row * widest
