"""Parts of a year and public events by which people remember when something was.

The spans are deliberately wide: a comparison must never claim more than was said. Seasons are those of the mainland (Cambodia,
Laos, Myanmar, Thailand, southern Vietnam); on the islands they fall in other months, and months are asked for instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from titip.kit.messages import gettext_noop as _


@dataclass(frozen=True)
class Named:
    """A part of every year, from ``first`` to ``last`` (month, day). Where ``last`` comes before ``first`` it ends in the next year.

    ``words`` is a message id with a place for the year.
    """

    code: str
    words: str
    first: tuple[int, int]
    last: tuple[int, int]
    spoken: tuple[str, ...] = ()

    def earliest(self, year: int) -> date:
        """The first day it may begin."""
        return date(year, *self.first)

    def latest(self, year: int) -> date:
        """The last day on which it may end."""
        return date(min(year + 1, 9999) if self.last < self.first else year, *self.last)


@dataclass(frozen=True)
class Event:
    """Something that everybody remembers. ``stored``: when it was, in the stored form."""

    code: str
    words: str
    stored: str


_NAMED = (
    Named("hot", _("hot season %(year)s"), (2, 1), (5, 31), ("hot", "summer", "ฤดูร้อน", "หน้าร้อน", "រដូវក្តៅ", "ລະດູຮ້ອນ", "နွေ")),
    Named("rainy", _("rainy season %(year)s"), (5, 1), (11, 30), ("rainy", "rain", "rains", "wet", "monsoon", "ฤดูฝน", "หน้าฝน", "រដូវវស្សា", "ລະດູຝົນ", "မိုး")),
    Named(
        "cool", _("cool season %(year)s, into the next year"), (10, 1), (2, 28),
        ("cool", "cold", "winter", "ฤดูหนาว", "หน้าหนาว", "រដូវរងា", "ລະດູໜາວ", "ဆောင်း"),
    ),
    Named("lunar_new_year", _("lunar New Year (Tết) %(year)s"), (1, 20), (2, 22), ("tet", "tết", "lunar new year", "chinese new year")),
    Named(
        "april_new_year", _("New Year in April (Khmer, Thai, Lao, Burmese) %(year)s"), (4, 10), (4, 20),
        ("april new year", "khmer new year", "thai new year", "lao new year", "songkran", "thingyan", "pi mai", "สงกรานต์"),
    ),
    Named("pchum_ben", _("Pchum Ben %(year)s"), (9, 10), (10, 20), ("pchum ben", "ភ្ជុំបិណ្ឌ")),
    Named("water_festival", _("Water Festival or Loy Krathong %(year)s"), (10, 20), (11, 30), ("water festival", "bon om touk", "loy krathong", "ลอยกระทง")),
    Named("christmas", _("Christmas %(year)s"), (12, 16), (12, 31), ("christmas", "xmas", "pasko", "natal")),
)  # fmt: skip
_EVENTS = (
    Event("tsunami_2004", _("the tsunami of December 2004"), "2004-12-26"),
    Event("nargis_2008", _("Cyclone Nargis in Myanmar, May 2008"), "2008-05-02"),
    Event("haiyan_2013", _("Typhoon Haiyan (Yolanda), November 2013"), "2013-11-08"),
    Event("covid_2020", _("the closing of borders for COVID-19, March 2020"), "2020-03"),
    Event("coup_mm_2021", _("the coup in Myanmar, February 2021"), "2021-02-01"),
)
NAMED: Final[Mapping[str, Named]] = {named.code: named for named in _NAMED}
EVENTS: Final[Mapping[str, Event]] = {event.code: event for event in _EVENTS}
