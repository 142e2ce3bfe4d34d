"""Sealed files: written whole under a key of their own, opened into memory, destroyed with their key."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

from django.conf import settings

from titip.protect.vault import crypto
from titip.protect.vault.durable import write_durably
from titip.protect.vault.errors import Gone, Refused
from titip.protect.vault.holder import HOLDER
from titip.protect.vault.values import Owner, _data_key, _stored_key, destroy


def put_file(file_id: UUID, content: bytes) -> None:
    """Seal ``content`` durably as the file ``file_id``. Plain bytes never reach the disk. Raises Locked."""
    owner = Owner("file", file_id)
    sealed = io.BytesIO()
    crypto.seal_stream(_data_key(owner, expires=None), io.BytesIO(content), sealed, _place(owner))
    write_durably(_path(file_id), sealed.getvalue(), mode=0o600)


def open_file(file_id: UUID) -> bytes:
    """Return the content of a sealed file. Raises Gone (destroyed), Refused (damaged, exchanged), Locked."""
    owner = Owner("file", file_id)
    HOLDER.organisation()  # while locked, that is what is wrong, whatever else is
    stored = _stored_key(owner)
    if stored is None or not _path(file_id).exists():
        raise Gone
    key = HOLDER.unwrap(*stored, owner.context)
    try:
        return b"".join(crypto.unseal_stream(key, io.BytesIO(_path(file_id).read_bytes()), _place(owner)))
    except crypto.NotAuthentic:
        raise Refused from None


def destroy_file(file_id: UUID) -> None:
    """Destroy the key, then remove the file. Cannot be undone; may be repeated. Call it once the app transaction has committed."""
    destroy(Owner("file", file_id))
    _path(file_id).unlink(missing_ok=True)


def _path(file_id: UUID) -> Path:
    return Path(settings.HOME.files) / f"{file_id.hex}.sealed"


def _place(owner: Owner) -> crypto.Context:
    return ("file", *owner.context)
