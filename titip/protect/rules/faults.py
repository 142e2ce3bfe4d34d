"""What went wrong in the background, in words: from the class of a fault and its place, never from its message."""

import traceback
from dataclasses import dataclass

_PLACE = 160
#: Plain sentences for what an administrator can mend. Message ids.
_KNOWN = {
    "interrupted": "The server stopped in the middle. What was finished until then stands; the rest is tried again.",
    "unknown_job": "This version of Titip has no such work. It was planned by a newer one.",
    "disk_full": "The disk is full. Free some space, then try again.",
    "busy": "The database was busy for too long. It is tried again.",
    "read_only": "The database cannot be written. Ask whoever looks after this machine whether the disk or its rights changed.",
    "damaged": "The database file is damaged. Stop, keep the folder as it is, and restore the last backup.",
    "refused_key": "Something sealed could not be opened with these keys. Look at the keyring and at the last restore.",
    "memory": "The machine had too little memory for it.",
    "not_whole": "The log is not whole: entries were changed, removed or put in. Open “Who did what” and verify it there.",
}
_BY_WORDS = (("disk is full", "disk_full"), ("disk i/o", "read_only"), ("locked", "busy"), ("readonly", "read_only"), ("malformed", "damaged"))
_OTHERWISE = "Titip met an error it did not expect. What was finished until then stands. Please report it with the place below."


@dataclass(frozen=True)
class Fault:
    """A code of ours, and the class and place of what was raised."""

    code: str
    place: str
    final: bool = False  # another try would end the same way

    @property
    def text(self) -> str:
        """One line for the table."""
        return f"{self.code} {self.place}".strip()


class Told(Exception):
    """A job ended in a way that has a sentence of its own here: raised with one of the codes of this module. It is not tried again."""


def fault_of(error: BaseException) -> Fault:
    """Class and innermost place of an error of ours or of a library's. Its message, which may quote an answer, is looked at for known words and left."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/titip/" in frame.filename.replace("\\", "/")] or list(frames)
    at = ""
    if ours:
        name = ours[-1].filename.replace("\\", "/")
        name = name.rsplit("/titip/", 1)[-1] if "/titip/" in name else name.rsplit("/", 1)[-1]
        at = f" at {name}:{ours[-1].lineno}"
    return Fault(_code(error), f"{type(error).__name__}{at}"[:_PLACE], final=isinstance(error, Told))


def _code(error: BaseException) -> str:
    if isinstance(error, Told) and error.args and error.args[0] in _KNOWN:
        return str(error.args[0])
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError) and error.errno == 28:
        return "disk_full"
    if type(error).__name__ in {"Refused", "Gone"}:
        return "refused_key"
    if type(error).__name__ in {"OperationalError", "DatabaseError"}:
        said = str(error).lower()
        return next((code for words, code in _BY_WORDS if words in said), "unexpected")
    return "unexpected"


def in_words(fault: str) -> tuple[str, str]:
    """(a sentence, the place) of a kept fault. The sentence is a message id."""
    code, _space, place = fault.partition(" ")
    return _KNOWN.get(code, _OTHERWISE), place
