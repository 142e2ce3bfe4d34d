"""A machine whose clock can be made to leap, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import mock

from titip.kit import clock
from titip.protect.actions import standing


@dataclass
class Machine:
    """``says``: its clock; ``ran``: the seconds since it was switched on, which no clock can change."""

    says: datetime
    ran: float = 0.0

    def run(self, time: timedelta, *, looks: int = 1) -> None:
        """Let it run for so long, with so many looks at the clock."""
        for _look in range(looks):
            self.says += time / looks
            self.ran += time.total_seconds() / looks
            standing.look(now=True)

    def leap(self, to: datetime) -> None:
        """Its clock says something else; nothing else changes."""
        self.says = to
        standing.look(now=True)

    def restart(self) -> None:
        """Switched off and on: what the process believed is gone."""
        clock.believe(None)
        self.ran = 0.0
        standing.look(now=True)


@contextmanager
def machine() -> Iterator[Machine]:
    """One that begins with the real time."""
    made = Machine(datetime.now(UTC))
    ran = mock.patch.multiple(clock, told=lambda: made.says, monotonic=lambda: made.ran)
    with ran, mock.patch.object(standing, "monotonic", lambda: made.ran):
        standing.look(now=True)
        try:
            yield made
        finally:
            clock.believe(None)
