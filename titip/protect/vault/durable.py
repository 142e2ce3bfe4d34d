"""Small files that must survive a power cut: written whole or not at all, read by their owner alone."""

import os
import stat
import tempfile
from pathlib import Path

POSIX = os.name == "posix"


def write_durably(path: Path, content: bytes, *, mode: int) -> None:
    """Replace a file: a temporary file beside it, flushed to the disk, renamed over it, the folder flushed too."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as target:
            if POSIX:
                os.fchmod(target.fileno(), mode)
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename or removal in a folder durable; Windows does so by itself."""
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_limited(path: Path, most: int) -> bytes:
    """Return a file's bytes; one byte more than ``most`` at the most, so that a swollen file is not read whole."""
    with path.open("rb") as source:
        return source.read(most + 1)


def exposed(path: Path) -> bool:
    """Say whether others than the owner may read or change a file. Windows keeps that in its access lists, not looked at here."""
    return POSIX and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
