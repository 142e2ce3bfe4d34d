"""Who the made-up people are: each follows from a seed and a number alone, so that any of them can be told again without the others."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from titip.govern.practice.scale.dice import Dice
from titip.govern.practice.scale.names import JOINED, LATIN, NATIVE, OTHER, TURNED, WORDS, spelled

#: How many of twelve people in a row live together: the first of each house is its head.
_HOUSES: Final = (
    (1,) * 12,
    (2, 1, 1, 3, 1, 1, 1, 1, 1),
    (1, 4, 1, 1, 2, 1, 1, 1),
    (1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1),
    (5, 1, 1, 1, 2, 1, 1),
    (1, 1, 2, 2, 1, 1, 1, 1, 1, 1),
)
BLOCK: Final = 12
_PLACES: Final = tuple(tuple(sum(house[:at]) for at, size in enumerate(house) for _ in range(size)) for house in _HOUSES)
_COUNTRIES: Final = ("KH",) * 6 + ("TH",) * 3 + ("LA",) * 3 + ("MM",) * 3 + ("VN",)
_GENDERS: Final = ("woman",) * 11 + ("man",) * 8 + ("another",)
_WAYS: Final = (NATIVE, LATIN, LATIN, LATIN, LATIN, OTHER, JOINED, TURNED)
#: Of a thousand registrations so many are somebody's second, of any of the people so far back.
TWINS: Final = 40
_LONGEST_BACK: Final = 200_000
#: Matters of the dice.
_TWIN, _WHO, _HOUSE, _WAY = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody. ``number`` is her first registration's; ``words`` number the words of her name in her country's list."""

    number: int
    country: str
    words: tuple[int, int, int, int]
    gender: str
    birth_year: int
    birth_day: str  # "-MM-DD"
    phone: str

    def name(self, way: int) -> tuple[str, str]:
        """(given name, family name) as they were written down."""
        return spelled(self.country, self.words, way)


def head_of(seed: int, number: int) -> int:
    """The head of the household in which this number lives; itself where it lives alone or heads one."""
    block, at = divmod(number, BLOCK)
    mixed = (block * 2_654_435_761 + seed * 40_503) & 0xFFFFFFFF
    return block * BLOCK + _PLACES[(mixed >> 16) % len(_PLACES)][at]


def first_of(seed: int, number: int) -> int:
    """The number under which she was registered first: another than ``number`` where this is a second registration."""
    while number > BLOCK:
        dice = Dice(seed, number, _TWIN)
        if not dice.chance(TWINS):
            return number
        number -= 1 + dice.below(min(number - 1, _LONGEST_BACK))
    return number


@lru_cache(maxsize=64)
def who(seed: int, number: int) -> Who:
    """The person whose first registration has this number. A household shares country and family name."""
    dice, house = Dice(seed, number, _WHO), Dice(seed, head_of(seed, number), _HOUSE)
    country = house.of(_COUNTRIES)
    most = len(WORDS[country])
    return Who(
        number=number,
        country=country,
        words=(dice.below(most), dice.below(most), house.below(most), house.below(most)),
        gender=dice.of(_GENDERS),
        birth_year=2012 - dice.below(8) * dice.below(8) - dice.below(5),
        birth_day=f"-{1 + dice.below(12):02d}-{1 + dice.below(28):02d}",
        phone=f"+999 {10 + dice.below(90)} {dice.below(1000):03d} {dice.below(1000):03d}",
    )


def way_of(seed: int, number: int) -> int:
    """In which way her name was written down at this registration."""
    return Dice(seed, number, _WAY).of(_WAYS)
