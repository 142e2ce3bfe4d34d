"""Partial dates for tests: strategies over the whole space of the stored form."""

import calendar
from datetime import date, timedelta

from hypothesis import strategies as st

from titip.kit.dates import EVENTS, NAMED, NotStored, PartialDate, Point

TODAY = date(2025, 6, 30)
YEARS = st.integers(1901, 2044)


@st.composite
def points(draw: st.DrawFn) -> Point:
    """A date of any precision."""
    year, about = draw(YEARS), draw(st.booleans())
    kind = draw(st.sampled_from(["year", "month", "day", "named", "event"]))
    if kind == "named":
        return Point(year, name=draw(st.sampled_from(sorted(NAMED))), about=about)
    if kind == "event":
        event = draw(st.sampled_from(sorted(EVENTS)))
        return Point.parse(f"{EVENTS[event].stored}^{event}{'~' if about else ''}")
    month = draw(st.integers(1, 12)) if kind != "year" else 0
    day = draw(st.integers(1, calendar.monthrange(year, month)[1])) if kind == "day" else 0
    return Point(year, month, day, about=about)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A partial date of any kind."""
    point = draw(points())
    kind = draw(st.sampled_from(["at", "before", "after", "between"]))
    if kind == "between":
        try:
            return PartialDate.between(point, draw(points()))
        except NotStored:
            return PartialDate.at(point)
    return {"at": PartialDate.at(point), "before": PartialDate(None, point), "after": PartialDate(point, None)}[kind]


@st.composite
def with_a_day(draw: st.DrawFn) -> tuple[PartialDate, date]:
    """A partial date and one of the days that it can be: what really was, and what was said of it."""
    value = draw(partial_dates())
    first = value.earliest or (value.latest or date.max) - timedelta(days=20_000)
    last = value.latest or first + timedelta(days=20_000)
    return value, first + timedelta(days=draw(st.integers(0, (last - first).days)))
