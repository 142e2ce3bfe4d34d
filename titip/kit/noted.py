"""What is read once in a request and stands until its end: notes that nobody else sees and that end with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
#: The notes of the request that is answered here; None outside a request, where everything is read each time.
_NOTES: ContextVar[dict[str, Any] | None] = ContextVar("titip_notes", default=None)


@contextmanager
def noting() -> Iterator[None]:
    """Inside, ``noted`` reads each thing once. Around one request, never around a process."""
    before = _NOTES.set({})
    try:
        yield
    finally:
        _NOTES.reset(before)


def noted(key: str, read: Callable[[], T | None]) -> T | None:
    """What ``read`` returned under this key earlier in the request, else now. None is not noted: it is read again."""
    notes = _NOTES.get()
    if notes is None:
        return read()
    if key not in notes and (found := read()) is not None:
        notes[key] = found
    return cast("T | None", notes.get(key))


def note_no_more() -> None:
    """From here to the end of the request everything is read each time: for whoever changes what is noted (it may be rolled back yet)."""
    _NOTES.set(None)
