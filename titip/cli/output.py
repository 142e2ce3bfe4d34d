"""How the command speaks: one JSON object or plain text on standard output, progress and complaints on standard error."""

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import PurePath
from typing import Any, NoReturn, TypeVar
from uuid import UUID

T = TypeVar("T")


#: Seconds of work before anything is shown of it.
PATIENCE = 2.0


class Exit(IntEnum):
    """What a program may read from the exit code."""

    OK = 0
    PROBLEMS = 1
    WRONG_USE = 2
    LOCKED = 3
    REFUSED = 4
    DAMAGED = 5
    UNEXPECTED = 70


class CommandError(Exception):
    """Ends a noun with one sentence, the cure included, and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = int(code)


def fail(message: str, code: int = Exit.WRONG_USE) -> NoReturn:
    """End the noun: say what is wrong and what to do about it."""
    raise CommandError(message, code)


def say(*words: object) -> None:
    """A line for a person, on standard output, at once (also through a pipe)."""
    print(*words, flush=True)


def complain(message: str) -> None:
    """A line on standard error."""
    print(f"titip: {message}", file=sys.stderr, flush=True)


def emit_json(thing: object) -> None:
    """The one object of a ``--json`` answer; nothing else may stand on standard output."""
    print(json.dumps(thing, ensure_ascii=False, indent=2, default=_plain), flush=True)


def _plain(thing: object) -> Any:
    if isinstance(thing, Enum):
        return thing.value
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    if isinstance(thing, (datetime, date)):
        return thing.isoformat()
    if isinstance(thing, (UUID, Decimal, PurePath)):
        return str(thing)
    if isinstance(thing, (set, frozenset)):
        return sorted(thing, key=str)
    raise TypeError(f"{type(thing).__name__} has no form in JSON")


def table(rows: Iterable[Sequence[object]], headings: Sequence[str]) -> str:
    """Rows under headings, columns aligned; for reading, not for parsing."""
    lines = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


_always_progress = False


def always_show_progress(wanted: bool) -> None:
    """Set by ``--progress``."""
    global _always_progress
    _always_progress = wanted


def progress(things: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
    """Hand the things on; once the work has taken two seconds, show on standard error how far it is.

    Silent when standard error is not a terminal, unless ``--progress`` was given: then one line a tenth.
    """
    if total is None and isinstance(things, Sized):
        total = len(things)
    on_terminal = sys.stderr.isatty()
    begun = shown = time.monotonic()
    tenth = drawn = 0
    for count, thing in enumerate(things):
        moment = time.monotonic()
        if on_terminal and moment - begun > 2 and moment - shown > 0.2:
            shown, drawn = moment, drawn + 1
            print(f"\r{_bar(label, count, total)}", end="", file=sys.stderr, flush=True)
        elif _always_progress and not on_terminal and total and count * 10 // total > tenth:
            tenth = count * 10 // total
            print(_bar(label, count, total), file=sys.stderr, flush=True)
        yield thing
    if drawn:
        print(f"\r{_bar(label, total or count + 1, total)}", file=sys.stderr, flush=True)


def progress_of(steps: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Hand on steps that say themselves what is done and how far it is, (label, done, total); shown as ``progress`` shows it."""
    on_terminal = sys.stderr.isatty()
    begun = shown = time.monotonic()
    tenth: tuple[str, int] = ("", 0)
    drawn = ""
    for step in steps:
        label, done, total = step
        moment = time.monotonic()
        if on_terminal and moment - begun > 2 and (moment - shown > 0.2 or label != drawn):
            end = "\n" if drawn and label != drawn else ""
            shown, drawn = moment, label
            print(f"{end}\r{_bar(label, done, total)}", end="", file=sys.stderr, flush=True)
        elif _always_progress and not on_terminal and (label, done * 10 // total) != tenth:
            tenth = (label, done * 10 // total)
            print(_bar(label, done, total), file=sys.stderr, flush=True)
        yield step
    if drawn:
        print(file=sys.stderr, flush=True)


class Meter:
    """Shows how far work has come that tells it by itself: ``show(done, total)``. As quiet as ``progress`` is."""

    def __init__(self, label: str) -> None:
        self._label, self._begun, self._shown, self._drawn, self._tenth = label, time.monotonic(), 0.0, False, 0

    def __enter__(self) -> "Meter":
        return self

    def __exit__(self, *told: object) -> None:
        if self._drawn:
            print(file=sys.stderr, flush=True)

    def show(self, done: int, total: int) -> None:
        """Draw, once the work has taken two seconds and not more than five times a second."""
        moment = time.monotonic()
        if sys.stderr.isatty():
            if moment - self._begun > 2 and moment - self._shown > 0.2:
                self._shown, self._drawn = moment, True
                print(f"\r{_bar(self._label, done, total)}", end="", file=sys.stderr, flush=True)
        elif _always_progress and total and done * 10 // total > self._tenth:
            self._tenth = done * 10 // total
            print(_bar(self._label, done, total), file=sys.stderr, flush=True)


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """For work that cannot tell how far it is: after two seconds, how long it has taken, each second. As quiet as ``progress`` is."""
    on_terminal = sys.stderr.isatty()
    if not on_terminal and not _always_progress:
        yield
        return
    done = threading.Event()
    begun = time.monotonic()

    def show() -> None:
        pause = PATIENCE
        while not done.wait(pause):
            pause = 1.0 if on_terminal else 10.0
            print(f"{chr(13) if on_terminal else ''}{label} … {time.monotonic() - begun:.0f} s", end="" if on_terminal else "\n", file=sys.stderr, flush=True)
            drawn.append(True)
        if on_terminal and drawn:
            print(file=sys.stderr, flush=True)

    drawn: list[bool] = []
    teller = threading.Thread(target=show, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _bar(label: str, count: int, total: int | None) -> str:
    if not total:
        return f"{label}: {count}"
    filled = 24 * count // total
    return f"{label}: [{'#' * filled}{'.' * (24 - filled)}] {100 * count // total} % ({count} of {total})"


def prepare() -> None:
    """Khmer on a Windows terminal, a pipe, a cron mail: text leaves as UTF-8 and never stops the work."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
