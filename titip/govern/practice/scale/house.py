"""What stands before the first made-up person: colleagues by name and number, the ids that rows refer to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """A case worker with her team and the supervisor who decides on her closings."""

    id: int
    code: str
    team: int
    supervisor: int
    supervisor_code: str


@dataclass(frozen=True)
class House:
    """The case workers, and what rows name of the dictionary and its kinds of record."""

    workers: Sequence[Colleague]
    dictionary_id: int
    dictionary_number: int
    registration: int
    screening: int

    def worker_of(self, head: int) -> Colleague:
        """The colleague of a household: one for all of it."""
        return self.workers[(head * 2_654_435_761 % (1 << 32)) * len(self.workers) >> 32]
