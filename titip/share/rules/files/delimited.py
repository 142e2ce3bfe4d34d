"""Delimited text, row by row in plain Python: any encoding, and errors that name the line."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import numpy as np

from titip.share.rules.files.cells import RawColumn
from titip.share.rules.files.encodings import shown
from titip.share.rules.problems import TableProblem, Undecodable

#: Titip writes its signposts above the header of a CSV; this begins the first of these lines.
SIGNPOST = "# "
SIGNPOST_FIRST = "# Released by Titip"

_DELIMITERS = ",;\t|"
_CHUNK = 50_000


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where it is gzipped."""
    with path.open("rb") as opened:
        zipped = opened.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if zipped else path.open("rb")


def delimiter(head: str) -> str:
    """The character that divides the cells: the one that divides most lines into the same number of cells."""
    lines = [line for line in head.splitlines()[:30] if line and not line.startswith(SIGNPOST)]
    best, found = (0, 0), ","
    for candidate in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines[:-1] or lines, delimiter=candidate)]
        usual = max(set(widths), key=widths.count) if widths else 1
        if usual > 1 and (widths.count(usual), usual) > best:
            best, found = (widths.count(usual), usual), candidate
    return found


def header(path: Path, encoding: str, divider: str) -> tuple[list[str], int]:
    """The names as written in the first row, with the number of signpost lines above it. Raises TableProblem."""
    with _Rows(path, encoding, divider) as (rows, above):
        return next(rows, []), above


def read(path: Path, encoding: str, divider: str, names: Sequence[str], wanted: Sequence[int]) -> list[RawColumn]:
    """The wanted columns (by position), without ever holding the whole table as text. Raises TableProblem naming the line."""
    seen: list[dict[str, int]] = [{} for _ in wanted]
    parts: list[list[np.ndarray[tuple[int], np.dtype[np.int32]]]] = [[] for _ in wanted]
    with _Rows(path, encoding, divider) as (rows, above):
        next(rows, None)
        for chunk in _chunks(rows, len(names), above):
            for place, index in enumerate(wanted):
                known = seen[place]
                codes = (known.setdefault(row[index], len(known)) for row in chunk)
                parts[place].append(np.fromiter(codes, dtype=np.int32, count=len(chunk)))
    return [
        RawColumn(names[index], tuple(seen[place]), np.concatenate(parts[place]) if parts[place] else np.empty(0, np.int32))
        for place, index in enumerate(wanted)
    ]


class _Rows:
    """The rows of a file as lists of cells, header first; decoding errors become TableProblem."""

    def __init__(self, path: Path, encoding: str, divider: str) -> None:
        self._path, self._encoding, self._divider = path, encoding, divider

    def __enter__(self) -> tuple[Iterator[list[str]], int]:
        self._text = io.TextIOWrapper(open_bytes(self._path), encoding=self._encoding, newline="")
        try:
            first, above = self._header_line()
        except TableProblem:
            self._text.close()
            raise
        return self._guard(csv.reader(_then(first, self._text), delimiter=self._divider, strict=False), above), above

    def _header_line(self) -> tuple[str, int]:
        """The first line that is not a signpost, with how many stand above it."""
        above = 0
        first = self._guard_line()
        if first.startswith(SIGNPOST_FIRST) or first.startswith(f'"{SIGNPOST_FIRST}'):
            while first.startswith(("#", '"#')):
                above, first = above + 1, self._guard_line()
        return first, above

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def _guard_line(self) -> str:
        try:
            return self._text.readline()
        except UnicodeError:
            raise self._undecodable() from None

    def _guard(self, rows: Iterator[list[str]], above: int) -> Iterator[list[str]]:
        line = above
        try:
            for row in rows:
                line = above + getattr(rows, "line_num", 0)
                yield row
        except UnicodeError:
            raise self._undecodable() from None
        except csv.Error as error:
            if "field limit" not in str(error):
                raise TableProblem(f"The file cannot be read as a table: {error}.", "Open it in a spreadsheet, save it as CSV, and try again.") from None
            cure = "Most often a quotation mark was opened and never closed: look there, or save the file as Parquet."
            raise TableProblem(f"A cell of line {line + 1:,} holds more than {csv.field_size_limit():,} letters.", cure) from None
        except (EOFError, gzip.BadGzipFile) as error:
            raise TableProblem(f"The file cannot be read as a table: {error}.", "Open it in a spreadsheet, save it as CSV, and try again.") from None

    def _undecodable(self) -> Undecodable:
        return Undecodable(
            f"The text is not {shown(self._encoding)} throughout.", "Save the file as “CSV UTF-8” and try again, or name the encoding with --encoding."
        )


def _then(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _chunks(rows: Iterator[list[str]], width: int, above: int) -> Iterator[list[list[str]]]:
    """Rows in portions, blank lines left out, each of the header's width."""
    chunk: list[list[str]] = []
    for number, row in enumerate(rows, start=above + 2):
        if not row:
            continue
        if len(row) != width:
            raise TableProblem(
                f"Row {number} has {len(row)} cells, the header has {width}: this is not a table.",
                "Check that row for a missing or stray separator or quotation mark.",
            )
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
