"""How much room a workbook would take once it is opened, told before it is: a file of a few kilobytes can ask for all memory there is.

Readers lay a sheet out as a whole rectangle, up to its farthest cell. One word in the last cell of a sheet (XFD1048576) is then half a terabyte,
and the reader ends the process, not the reading. Formats: ECMA-376 part 1, 18.3.1.4 (cell references); ODF 1.3 part 3, 19.675 (repeated cells).
"""

import re
import zipfile
from collections.abc import Iterator
from typing import Final

_CELL: Final = re.compile(rb"\sr\s*=\s*[\"']\s*\$?([A-Za-z]{1,7})\$?([0-9]{1,10})")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*\sr\s*=\s*[\"']\s*([0-9]{1,10})")
_UNPLACED: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?![^>]*\sr\s*=)")
_ODS: Final = re.compile(rb"<(table:table|table:table-row|table:table-cell|table:covered-table-cell)(?=[\s>/])([^>]*)>")
_TIMES: Final = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']\s*([0-9]{1,10})")


def spread(archive: zipfile.ZipFile) -> int:
    """The cells of the largest sheet's rectangle, empty ones too. Raises zipfile.BadZipFile where a part is not what the archive says of it."""
    largest = 0
    for entry in archive.infolist():
        if not entry.is_dir():
            content = archive.read(entry)
            largest = max(largest, _placed(content), *_repeated(content))
    return largest


def _placed(content: bytes) -> int:
    """Of a sheet of an .xlsx, by the places that its cells name."""
    found = _CELL.findall(content)
    rows, columns = {int(row) for _letters, row in found}, {_number(letters) for letters in {letters for letters, _row in found}}
    if _UNPLACED.search(content):  # such a cell stands in its row, after the one before it
        rows |= {int(row) for row in _ROW.findall(content)}
        columns.add(len(_UNPLACED.findall(content)))
    return max(rows, default=0) * max(columns, default=0)


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
