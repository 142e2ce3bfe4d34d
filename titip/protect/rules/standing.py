"""Whether the machine's clock is to be believed: it may have leapt ahead or fallen back, for an hour or for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from titip.kit.clock import FAR

#: How long the house must have run by a clock that leapt ahead before it is believed without anybody's word.
STOOD: Final = timedelta(hours=24)
#: Between two looks no more than this counts as running: what a machine slept proves nothing.
_STEP: Final = timedelta(minutes=10)


class Apart(StrEnum):
    """How the machine's clock stands to the moment that is believed."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True)
class Sighting:
    """What was last seen of the clock. ``believed``: the house's own moment; ``told``: what the machine said where that was far off, else None;
    ``stood``: for how long it has stood there while the house ran.
    """

    believed: datetime
    told: datetime | None = None
    stood: timedelta = timedelta(0)

    @property
    def apart(self) -> Apart | None:
        """How far-off it is, if it is."""
        return None if self.told is None else Apart.AHEAD if self.told > self.believed else Apart.BEHIND


def look(before: Sighting | None, *, told: datetime, steady: datetime) -> Sighting:
    """The next sighting. ``steady``: the believed moment as it went on with the seconds since.

    A clock that is near is believed. One far ahead is believed once it has stood for ``STOOD``; one far behind never by itself.
    """
    if before is None or abs(told - steady) <= FAR:
        return Sighting(told)
    if told < steady:
        return Sighting(steady, told)
    step = told - before.told if before.apart is Apart.AHEAD and before.told is not None else None
    stood = timedelta(0) if step is None or step < timedelta(0) or step > FAR else before.stood + min(step, _STEP)
    return Sighting(told) if stood >= STOOD else Sighting(steady, told, stood)
