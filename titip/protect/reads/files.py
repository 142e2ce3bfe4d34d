"""Reading sealed files, for rooms that may not reach the vault themselves."""

from uuid import UUID

from titip.protect.vault import files
from titip.protect.vault.errors import Gone, Refused

__all__ = ["Gone", "Refused", "fetch"]


def fetch(file_id: UUID) -> bytes:
    """The content of a sealed file, in memory only. Raises Gone, Refused, or vault.Locked. The caller writes the event."""
    return files.open_file(file_id)
