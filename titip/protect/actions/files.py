"""Keeping and destroying sealed files, for rooms that may not reach the vault themselves."""

from functools import partial
from uuid import UUID

from django.db import transaction

from titip.kit.ids import new_id
from titip.protect.vault import files


def keep(content: bytes) -> UUID:
    """Seal ``content`` as a new file and return its id. The caller's transaction, which names the id, commits last."""
    file_id = new_id()
    files.put_file(file_id, content)
    return file_id


def destroy(file_id: UUID) -> None:
    """Destroy a file's key and the file, once the caller's transaction has committed."""
    transaction.on_commit(partial(files.destroy_file, file_id))
