"""What the entering of a form tells: how long it takes, where it halts, what is not answered. Small numbers are held back (S16)."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Fewer than so many interviews or records are never shown as a number.
FEWEST: Final = 5
#: The ways not to answer, in the order in which they stand on a form; "empty" is what was gone past.
WAYS: Final = ("declined", "unknown", "ask_later", "empty")


@dataclass(frozen=True)
class Spread:
    """Seconds: the median, and between which the middle half lies. ``about``: of how many, to the nearest ten; 0: fewer than ten."""

    median: float
    low: float
    high: float
    about: int


@dataclass(frozen=True)
class Count:
    """A count as it is shown: ``number`` None where it is from 1 up to below FEWEST."""

    number: int | None


@dataclass(frozen=True)
class Shares:
    """Of one question: the share of each way not to answer, in per cent to the nearest five; None where fewer than FEWEST chose it."""

    element: str
    about: int
    shares: Mapping[str, int | None]

    @property
    def told(self) -> list[tuple[str, int | None]]:
        """The ways that were chosen at all."""
        return [(way, share) for way, share in self.shares.items() if share != 0]

    @property
    def weight(self) -> tuple[int, int]:
        """What to list first: the shares of those who said why not; then of those who went past it."""
        return sum(share or 0 for way, share in self.shares.items() if way != "empty"), self.shares["empty"] or 0


def spread(seconds: Iterable[float]) -> Spread | None:
    """Median and middle half (the quartiles, both ends included, R type 7); None for fewer than FEWEST."""
    values = sorted(seconds)
    if len(values) < FEWEST:
        return None
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high, about(len(values)))


def about(number: int) -> int:
    """A number to the nearest ten, so that the difference of two tells nobody's answer."""
    return round(number / 10) * 10


def shown(number: int) -> Count:
    """A count, held back where it is small."""
    return Count(number if number == 0 or number >= FEWEST else None)


def shares(element: str, states: Mapping[str, int]) -> Shares | None:
    """The ways not to answer a question, of those who were asked it; None where too few were. What does not arise was not asked."""
    asked = sum(number for state, number in states.items() if state != "not_applicable")
    if asked < FEWEST:
        return None
    found = {way: states.get(way, 0) for way in WAYS}
    return Shares(element, about(asked), {way: None if 0 < n < FEWEST else round(n / asked * 20) * 5 for way, n in found.items()})


def together(counts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, Counter[str]]:
    """Counts by element and state, summed."""
    made: dict[str, Counter[str]] = {}
    for one in counts:
        for element, states in one.items():
            made.setdefault(element, Counter()).update(states)
    return made


def standing_since(signatures: Sequence[tuple[int, object]]) -> dict[int, int]:
    """Dictionary number → the number since which the form stands as it does there. ``signatures``: (number, what the form was), oldest first."""
    made: dict[int, int] = {}
    since, before = 0, None
    for number, signature in signatures:
        if not made or signature != before:
            since = number
        made[number], before = since, signature
    return made
