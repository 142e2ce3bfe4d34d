"""How long asking takes: the seconds between two signs of life, without breaks and without silences (S16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: A silence longer than this is no time of asking: a rest, tears, a telephone put down.
SILENCE: Final = timedelta(minutes=5)

#: Seconds, to a tenth, by the title of a section.
Spent = Mapping[str, float]


@dataclass(frozen=True)
class Here:
    """What a page tells of itself beside what was typed: the name of this pause in typing, the question it shows, its section, when it was made."""

    pause: str = ""
    at: str = ""
    section: str = ""
    made: datetime | None = None


def with_time(spent: Spent, section: str, *, since: datetime | None, now: datetime) -> dict[str, float]:
    """The seconds since the last sign of life, counted to a section; none where they were a silence, or none is known."""
    passed = now - since if since is not None else timedelta()
    if not timedelta() < passed <= SILENCE:
        return dict(spent)
    return {**spent, section: round(spent.get(section, 0) + passed.total_seconds(), 1)}
