"""A partial date in plain words, in the reader's language where a translator is given."""

from collections.abc import Callable
from datetime import date

from titip.kit.dates.moments import Moment
from titip.kit.dates.named import EVENTS, NAMED
from titip.kit.dates.partial import PartialDate, Point
from titip.kit.dates.whole import show_date
from titip.kit.messages import gettext_noop as _

Translate = Callable[[str], str]

MONTHS = (
    "", _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
_BEFORE, _AFTER, _BETWEEN = _("%(date)s or before"), _("%(date)s or after"), _("between %(first)s and %(last)s")
_ABOUT, _MONTH, _EVENT, _ZONED = _("about %(date)s"), _("%(month)s %(year)s"), _("%(event)s (%(date)s)"), _("%(date)s, %(time)s (%(place)s)")


def partial_words(value: PartialDate, translate: Translate = str) -> str:
    """``31/12/2024``, ``about May 2019``, ``rainy season 2019``, ``between 2017 and 2019``, ``May 2019 or before``."""
    if value.single:
        assert value.since is not None
        return _point(value.since, translate)
    if value.since is None or value.until is None:
        open_end = value.since or value.until
        assert open_end is not None
        return translate(_AFTER if value.since else _BEFORE) % {"date": _point(open_end, translate)}
    return translate(_BETWEEN) % {"first": _point(value.since, translate), "last": _point(value.until, translate)}


def moment_words(moment: Moment, translate: Translate = str) -> str:
    """``31/12/2024, 14:30 (Phnom Penh)``."""
    place = moment.zone.rpartition("/")[2].replace("_", " ")
    return translate(_ZONED) % {"date": show_date(moment.said.date()), "time": moment.said.strftime("%H:%M"), "place": place}


def _point(point: Point, translate: Translate) -> str:
    words = _bare(point, translate)
    if point.name in EVENTS:
        words = translate(_EVENT) % {"event": translate(EVENTS[point.name].words), "date": words}
    return translate(_ABOUT) % {"date": words} if point.about else words


def _bare(point: Point, translate: Translate) -> str:
    if point.day:
        return show_date(date(point.year, point.month, point.day))
    if point.month:
        return translate(_MONTH) % {"month": translate(MONTHS[point.month]), "year": point.year}
    return translate(NAMED[point.name].words) % {"year": point.year} if point.precision == "named" else str(point.year)
