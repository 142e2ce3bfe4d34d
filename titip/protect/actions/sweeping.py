"""Removes sealed values that no room names any more."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from titip.protect import vault
from titip.protect.actions import standing
from titip.protect.actions.audit import NewEvent, record_even_locked
from titip.protect.rules.sealing import SEALERS
from titip.protect.rules.work import Counts, Doing

#: Far longer than any transaction lasts, also on a machine whose clock was set in between.
OLD: Final = timedelta(days=1)


def sweep(*, rooms: Sequence[Callable[[Iterable[UUID]], set[UUID]]], actor_code: str) -> int:
    """Remove what none of the rooms names and is older than a day, expired drafts too; return how many values went.

    Needs no keys. Every room that seals must be among ``rooms``: a value that is not named is gone.
    """

    def referenced(ids: Sequence[UUID]) -> set[UUID]:
        return set().union(*(named(ids) for named in rooms))

    standing.look()  # the command runs in a process of its own, which believes nothing yet
    removed = vault.sweep(referenced, OLD)
    record_even_locked(NewEvent("protect.vault.sweep", actor_code, detail={"removed": removed}))
    return removed


def sweep_by_schedule(doing: Doing) -> Counts:
    """The sweep over every room that registered, as work in the background."""
    seen = 0

    def telling(named: Callable[[Iterable[UUID]], set[UUID]]) -> Callable[[Iterable[UUID]], set[UUID]]:
        def ask(ids: Iterable[UUID]) -> set[UUID]:
            nonlocal seen
            doing.progress(seen := seen + 1)
            return named(ids)

        return ask

    return {"removed": sweep(rooms=[telling(named) for named in SEALERS.all()], actor_code=doing.actor_code)}
