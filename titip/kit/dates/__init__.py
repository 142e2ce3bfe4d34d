"""Dates as people of the region say them: whole, partial, approximate; stored as a subset of EDTF (ISO 8601-2).

``whole`` reads whole days; ``partial`` is the value, with its days, its order and its stored form; ``reading`` takes what people
write; ``arithmetic`` counts; ``words`` shows; ``moments`` adds the time of day.
"""

from titip.kit.dates.arithmetic import Reach, add_days, add_months, age_on, days_between, months_between, years_between
from titip.kit.dates.moments import Moment, read_moment, zone_of
from titip.kit.dates.named import EVENTS, NAMED, Event, Named
from titip.kit.dates.partial import NotStored, PartialDate, Point
from titip.kit.dates.reading import read_partial, read_parts
from titip.kit.dates.whole import NATIVE_DIGITS, BadDate, read_date, show_date
from titip.kit.dates.words import moment_words, partial_words

__all__ = [
    "EVENTS", "NAMED", "NATIVE_DIGITS", "BadDate", "Event", "Moment", "Named", "NotStored", "PartialDate", "Point", "Reach", "add_days", "add_months",
    "age_on", "days_between", "moment_words", "months_between", "partial_words", "read_date", "read_moment", "read_partial", "read_parts", "show_date",
    "years_between", "zone_of",
]  # fmt: skip
