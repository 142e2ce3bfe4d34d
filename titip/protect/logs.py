"""The filter that keeps values out of the server's log: class and place of a fault, never what it was about.

An exception's message may quote what somebody typed, and so may a log line's arguments. Our own loggers (``titip.…``) write
codes and names of code only; whatever others write is reduced to its template.
"""

import logging
import re
import traceback
from types import TracebackType

#: Loggers whose messages are templates with arguments, so that the template alone says what happened.
_TEMPLATED = ("django", "allauth")
_PLACEHOLDER = re.compile(r"%[-#0-9.]*[a-zA-Z]|%\(\w+\)[a-z]")
_WITHHELD = "message withheld (%s:%d)"


class NoValues(logging.Filter):
    """Rewrites records; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take values out of a record."""
        if not record.name.startswith("titip."):
            record.msg, record.args = _template(record), ()
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            record.msg, record.args = f"{record.getMessage()} | {_fault(record.exc_info[0], record.exc_info[2])}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        vars(record).pop("request", None)
        return True


def _template(record: logging.LogRecord) -> str:
    """The message without its arguments, with the route and the status where there are any."""
    if record.name.split(".")[0] not in _TEMPLATED or not record.args:
        return _WITHHELD % (_short(record.pathname), record.lineno)
    route = getattr(getattr(getattr(record, "request", None), "resolver_match", None), "route", None)
    status = getattr(record, "status_code", None)
    said = _PLACEHOLDER.sub("…", str(record.msg))
    return " ".join(str(part) for part in (said, status, route) if part)


def _fault(kind: type[BaseException], trace: TracebackType | None) -> str:
    """``ValueError at module.py:12 in function``: the three innermost places."""
    frames = traceback.extract_tb(trace, limit=-3)
    places = ", ".join(f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)
    return f"{kind.__module__}.{kind.__qualname__} at {places or 'no place'}"


def _short(filename: str) -> str:
    """A path without the folders of this machine."""
    plain = filename.replace("\\", "/")
    for folder in ("site-packages/", "/titip/"):
        if folder in plain:
            return folder.strip("/").replace("site-packages", "") + "/" * (folder == "/titip/") + plain.rsplit(folder, 1)[1]
    return plain.rsplit("/", 1)[-1]
