"""Dice whose every throw follows from a seed and a number: the same people again, on every machine."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, TypeVar

T = TypeVar("T")
_BITS: Final = 512
#: In dice for one person, what is drawn about one matter leaves the others as they are.
MATTERS: Final = 16


class Dice:
    """512 bits of a hash, spent throw by throw: for made-up people, not for secrets. Enough for sixty throws of a hundred sides."""

    __slots__ = ("_left",)

    def __init__(self, seed: int, number: int, matter: int = 0) -> None:
        named = (seed % (1 << 64)).to_bytes(8, "big") + (number * MATTERS + matter).to_bytes(8, "big")
        self._left = int.from_bytes(blake2b(named, digest_size=_BITS // 8).digest(), "big")

    def below(self, sides: int) -> int:
        """A whole number from 0 to one less than ``sides``."""
        self._left, thrown = divmod(self._left, sides)
        return thrown

    def chance(self, of_a_thousand: int) -> bool:
        """True so many times in a thousand."""
        self._left, thrown = divmod(self._left, 1000)
        return thrown < of_a_thousand

    def of(self, things: Sequence[T]) -> T:
        """One of these."""
        self._left, thrown = divmod(self._left, len(things))
        return things[thrown]

    def some(self, things: Sequence[T], most: int) -> list[T]:
        """One to ``most`` of these, each once, in their order."""
        chosen = {self.below(len(things)) for _ in range(1 + self.below(most))}
        return [things[at] for at in sorted(chosen)]
