"""One way in for every kind of public table: what it is, which encoding, which columns."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from titip.kit.text import clean_line
from titip.share.rules.files import columnar, delimited, encodings, workbook
from titip.share.rules.files.cells import Notes, RawColumn, as_text, column
from titip.share.rules.problems import TableProblem, Undecodable, UnknownColumn
from titip.share.rules.released import Table

_HEAD = 65_536
#: The first bytes of what people pass by mistake.
_NOT_TABLES = ((b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"SQLite format 3", "a database"))


@dataclass(frozen=True)
class Read:
    """A table as read, what reading decided (``notes``), and where it came from (``provenance``)."""

    table: Table
    notes: tuple[str, ...]
    provenance: tuple[str, ...]


def read_table(path: Path, *, columns: Sequence[str] | None = None, encoding: str = "", sheet: str = "") -> Read:
    """A table from a file. Raises TableProblem (UnknownColumn for a name that is not there)."""
    notes = Notes()
    how, raw = _raw(path, columns, encoding, sheet, notes)
    table = Table(tuple(column(one, notes) for one in raw))
    return Read(table, notes.sentences(), (f"Read from {path.name} ({how}), SHA-256 {_digest(path)}.",))


def read_texts(path: Path, *, columns: Sequence[str] | None = None, encoding: str = "", sheet: str = "") -> Read:
    """The same with every value as the text that stands there, nothing tidied: for writing the table back. Blank is missing, ``*`` is withheld."""
    notes = Notes()
    how, raw = _raw(path, columns, encoding, sheet, notes)
    table = Table(tuple(as_text(one) for one in raw))
    return Read(table, notes.sentences(), (f"Read from {path.name} ({how}), SHA-256 {_digest(path)}.",))


@dataclass(frozen=True)
class Layout:
    """How delimited text lies: its columns (none: Parquet, which knows them itself), what divides them, and how many lines stand above the header."""

    names: tuple[str, ...] = ()
    divider: str = ","
    above: int = 0


def layout(path: Path) -> Layout:
    """The layout of a file that an engine is to read by itself: UTF-8 text or Parquet. Raises TableProblem."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return Layout()
    if path.suffix.lower() in workbook.SUFFIXES or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableProblem(f"{path.name} is a spreadsheet, which an engine does not read.", "Leave --engine out, or save it as CSV or Parquet.")
    try:
        text = head.decode("utf-8-sig", errors="strict" if len(head) < _HEAD else "ignore")
    except UnicodeDecodeError:
        raise TableProblem(f"{path.name} is not UTF-8, which an engine needs.", "Leave --engine out, or save it as UTF-8 or Parquet.") from None
    _refuse_prose(path, text)
    divider = delimited.delimiter(text)
    written, above = delimited.header(path, "utf-8-sig", divider)
    return Layout(tuple(_names(written, Notes())), divider, above)


def _raw(path: Path, columns: Sequence[str] | None, encoding: str, sheet: str, notes: Notes) -> tuple[str, list[RawColumn]]:
    head = _head(path)
    if head.startswith(b"PAR1"):
        how, raw = "Parquet", _from_parquet(path, columns)
    elif path.suffix.lower() in workbook.SUFFIXES or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        how, raw = "spreadsheet", _from_workbook(path, columns, sheet, notes)
    else:
        how, raw = _from_text(path, head, columns, encoding, notes)
    if raw and not len(raw[0].codes):
        raise TableProblem(f"{path.name} has a header and no rows.", "Give a file with at least one row.")
    return how, raw


def _head(path: Path) -> bytes:
    if not path.exists():
        raise TableProblem(f"There is no file {path}.", "Check the name and the folder.")
    if path.is_dir():
        raise TableProblem(f"{path} is a folder.", "Name the file in it.")
    try:
        with delimited.open_bytes(path) as opened:
            head = opened.read(_HEAD)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise TableProblem(f"{path.name} is a damaged gzip file.", "Fetch or pack it again.") from None
    except PermissionError:
        raise TableProblem(f"{path} may not be read by you.", "Ask for access to it, or copy it to your own folder.") from None
    if not head.strip():
        raise TableProblem(f"{path.name} is empty.", "Give a file with a header and rows.")
    for mark, what in _NOT_TABLES:
        if head.startswith(mark):
            raise TableProblem(f"{path.name} is {what}, not a table.", "Give a CSV, a spreadsheet or a Parquet file.")
    return head


def _from_parquet(path: Path, columns: Sequence[str] | None) -> list[RawColumn]:
    names = columnar.parquet_names(path)
    return columnar.read_parquet(path, names, _wanted(names, columns))


def _from_workbook(path: Path, columns: Sequence[str] | None, sheet: str, notes: Notes) -> list[RawColumn]:
    rows, told = workbook.rows(path, sheet)
    notes.other.extend(told)
    names = _names(rows[0], notes)
    return workbook.columns(rows[1:], names, _wanted(names, columns))


def _from_text(path: Path, head: bytes, columns: Sequence[str] | None, encoding: str, notes: Notes) -> tuple[str, list[RawColumn]]:
    chosen = encodings.known(encoding) if encoding else encodings.stated(head)
    sample = head
    if not chosen:
        with delimited.open_bytes(path) as opened:
            sample = opened.read()
        chosen = encodings.guessed(sample)
        notes.other.append(f"The text was read as {encodings.shown(chosen)}, by the look of its letters; name another with --encoding.")
    text = sample[:_HEAD].decode(chosen, errors="ignore")
    _refuse_prose(path, text)
    divider = delimited.delimiter(text)
    try:
        return _read_text(path, chosen, divider, columns, notes)
    except Undecodable:
        if encoding or chosen != "utf-8":
            raise
    # The first 64 KB were plain letters; what came later was not UTF-8.
    with delimited.open_bytes(path) as opened:
        chosen = encodings.guessed(opened.read())
    notes.other.append(f"The text was read as {encodings.shown(chosen)}, by the look of its letters; name another with --encoding.")
    return _read_text(path, chosen, divider, columns, notes)


def _read_text(path: Path, encoding: str, divider: str, columns: Sequence[str] | None, notes: Notes) -> tuple[str, list[RawColumn]]:
    written, above = delimited.header(path, encoding, divider)
    names = _names(written, notes)
    wanted = _wanted(names, columns)
    kind = f"text in {encodings.shown(encoding)}"
    # With one column a blank line could be a row or nothing; the careful reader takes it for nothing.
    if encoding in ("utf-8", "utf-8-sig") and len(names) > 1 and columnar.can_name(path):
        try:
            return kind, columnar.read_delimited(path, divider, names, wanted, above)
        except columnar.NotQuick:
            pass  # the careful reader takes it, or says which line is wrong
    return kind, delimited.read(path, encoding, divider, names, wanted)


def _names(written: Sequence[str], notes: Notes) -> list[str]:
    """Names made usable: cleaned, blanks numbered, repeats numbered, and both told."""
    names: list[str] = []
    for place, text in enumerate(written, start=1):
        name = clean_line(text.removeprefix("\ufeff")) or f"column {place}"
        again = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({again + 1})" if again else name)
        if names[-1] != text.strip():
            notes.other.append(f"Column {place} is called “{names[-1]}” here.")
    return names


def _wanted(names: Sequence[str], columns: Sequence[str] | None) -> list[int]:
    if columns is None:
        return list(range(len(names)))
    for name in columns:
        if name not in names:
            raise UnknownColumn(name, names)
    return [names.index(name) for name in dict.fromkeys(columns)]


def _refuse_prose(path: Path, text: str) -> None:
    start = text.lstrip("\ufeff \r\n\t")[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise TableProblem(f"{path.name} is a web page or XML, not a table.", "Download the table itself, as CSV or a spreadsheet.")
    if start.startswith("{") or start.startswith("[{"):
        raise TableProblem(f"{path.name} is JSON, not a table.", "Save it as CSV.")
    if "\x00" in text:
        raise TableProblem(f"{path.name} is not text.", "Give a CSV, a spreadsheet or a Parquet file.")


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
