"""When keys are renewed, when an old one is destroyed, and from when on an erasure holds in backups too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from titip.protect.rules.backups import KEPT_AT_MOST

#: How long a key-encryption key is the current one.
EVERY: Final = timedelta(days=30)
#: How long a destroyed draft stays in the list of erasures: its key expires after 30 days by itself, a backup is kept for 35.
DRAFTS_LISTED: Final = timedelta(days=70)


@dataclass(frozen=True)
class Kek:
    """A key-encryption key as the schedule sees it. ``retired``: since when nothing is wrapped by it; None: not yet."""

    id: str
    created: datetime
    retired: datetime | None


def is_due(current: Kek, now: datetime) -> bool:
    """Whether the current key is old enough to be renewed. A clock that ran ahead when it was made counts as due."""
    return not timedelta(0) <= now - current.created < EVERY


def destroyed_on(kek: Kek) -> datetime | None:
    """When an old key goes: once no backup that needs it is kept any more. None: it is in use."""
    return kek.retired + KEPT_AT_MOST if kek.retired else None


def gone_from_backups(current: Kek, now: datetime) -> datetime:
    """From when on what is erased now opens in no backup: at the next renewal its key-encryption key is retired, then destroyed."""
    return max(current.created + EVERY, now) + KEPT_AT_MOST


def to_destroy(keks: Sequence[Kek], current: str, now: datetime, *, at_once: bool = False) -> list[str]:
    """The ids of the keys whose time is over; ``at_once``: of all that are retired."""
    return [kek.id for kek in keks if kek.id != current and kek.retired and (at_once or now - kek.retired >= KEPT_AT_MOST)]
