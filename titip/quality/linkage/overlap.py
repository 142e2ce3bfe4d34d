"""How many people two or more organisations have in common, counted from keyed tokens: as ranges, by type of token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from titip.quality.linkage.tokens import IN_WORDS, TokenType

#: Nothing smaller than this is told.
LEAST = 11
#: Counts are told in steps of this size: who adds one chosen person to his own file learns nothing from the next count.
STEP = 10

Tokens = Mapping[TokenType, frozenset[str]]


@dataclass(frozen=True)
class Shared:
    """What the files have in common by one type of token. ``low`` and ``high`` bound the count; both None where it is small and withheld."""

    type: TokenType
    low: int | None
    high: int | None

    @property
    def words(self) -> str:
        """The count in words."""
        return f"fewer than {LEAST}" if self.low is None else f"{self.low} to {self.high}"

    def as_dict(self) -> dict[str, object]:
        """For a report."""
        return {"type": self.type, "meaning": IN_WORDS[self.type], "low": self.low, "high": self.high, "shown": self.words}


def shared(files: Sequence[Tokens]) -> list[Shared]:
    """For each type that every file has, how many tokens stand in all of them. Raises ValueError for a file too small to hide anybody."""
    for place, tokens in enumerate(files, start=1):
        if max((len(found) for found in tokens.values()), default=0) < LEAST:
            raise ValueError(f"File {place} holds fewer than {LEAST} people. An overlap with so few would point at them, so none is counted.")
    types = [kind for kind in TokenType if all(kind in tokens for tokens in files)]
    return [_range(kind, len(frozenset.intersection(*(tokens[kind] for tokens in files)))) for kind in types]


def _range(kind: TokenType, count: int) -> Shared:
    low, high, _ = in_range(count)
    return Shared(kind, low, high)


def in_range(count: int) -> tuple[int | None, int | None, str]:
    """A count as the step it lies in, and in words; both bounds None where it is small and withheld."""
    if count < LEAST:
        return None, None, f"fewer than {LEAST}"
    low, high = max(LEAST, count // STEP * STEP), count // STEP * STEP + STEP - 1
    return low, high, f"{low} to {high}"
