"""Files that are there whole or not at all: written under another name beside their place, and put there at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """Where to write what shall stand at ``out``. What was there before stays where the writing fails or is stopped; nothing half written is left."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        yield unfinished
        os.replace(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)
