"""A stream of chunks to read from, and a file to write to, that remember what went wrong in them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import IO, Any


class Reader(io.RawIOBase):
    """Chunks as a file to read from. Remembers what went wrong: the sealing library tells only that something did."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""
        self.error: BaseException | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``."""
        try:
            while not self._left:
                self._left = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        size = len(self._left) if size < 0 else size
        taken, self._left = self._left[:size], self._left[size:]
        return taken


class Writer(io.RawIOBase):
    """A file that knows the hash of what went into it, and what went wrong."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._digest = target, hashlib.sha256()
        self.error: BaseException | None = None

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: Any) -> int:
        """Write all of it."""
        try:
            self._target.write(content)
        except BaseException as error:
            self.error = error
            raise
        self._digest.update(content)
        return len(content)

    def hexdigest(self) -> str:
        """SHA-256 of what was written."""
        return self._digest.hexdigest()
