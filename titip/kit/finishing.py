"""Files that are there whole or not at all: written under another name beside their place, and put there at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_or_nothing(out: Path, *, private: bool = False) -> Iterator[Path]:
    """Where to write what shall stand at ``out``. What was there before stays where the writing fails or is stopped; nothing half written is left.

    ``private``: nobody else on this computer may read it, from its first byte on.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        if private:
            unfinished.unlink(missing_ok=True)  # one that a broken run left may stand open to others
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield unfinished
        os.replace(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
