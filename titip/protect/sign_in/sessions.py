"""Sessions sealed at rest: who is signed in, what a half-done sign-in holds, is no reading matter for a copy of the database.

Django's own database sessions, signed but in plain text, would show user names and, while a second factor is being set up, its seed.
"""

import json
import logging
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import OperationalError

from titip.protect import vault

log = logging.getLogger("titip.sign_in")


class SessionStore(DatabaseSessions):
    """Named by SESSION_ENGINE. While the server is locked every session reads as empty (nobody is signed in) and none is written.

    A session is sealed for its own row: whoever can write to the database signs in as nobody by copying a live session into another.
    """

    @property
    def _mark(self) -> str:
        return f"session|{self.session_key}|"

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal. Raises vault.Locked."""
        return vault.seal_secret(self._mark + json.dumps(session_dict))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open. Whatever was not sealed here is an empty session."""
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            opened = vault.open_secret(text)
        except (vault.Refused, vault.Locked):
            return {}
        return dict(json.loads(opened.removeprefix(self._mark))) if opened.startswith(self._mark) else {}

    def save(self, must_create: bool = False) -> None:
        """Write, unless the server was locked meanwhile: then the session stays as it was before this request.

        So it stays too on a full disk: what was typed is worth more than when she was last seen. A new session must be written.
        """
        if vault.is_locked():
            return
        try:
            super().save(must_create)
        except OperationalError as trouble:
            if must_create:
                raise
            log.error("a session could not be written: %s", type(trouble).__name__)
