"""Notices by the thousand: each of them read long ago, or not yet."""

from titip.protect.actions.loading.stores import Store
from titip.protect.models import Notice


class Notices:
    """Where notices go."""

    def __init__(self, store: Store) -> None:
        self._rows = store.rows(Notice, "staff_id", "kind", "code", "thing", "made_at", "seen_at")

    def add(self, staff_id: int, kind: str, code: str, thing: str, *, made_at: str, seen_at: str | None) -> None:
        """One line for one colleague about a thing (its id with dashes)."""
        self._rows.add((staff_id, kind, code, thing, made_at, seen_at))
