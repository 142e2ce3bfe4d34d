"""A day with its time of day, in the time zone where it was said: what was said and the moment in UTC, in one stored text.

Stored form (RFC 9557): ``2024-12-31T14:30+07:00[Asia/Phnom_Penh]``. The wall time is what was said; with its offset it is one moment,
so that a later change of a country's clock changes nothing that is kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from titip.kit.dates.partial import NotStored
from titip.kit.dates.whole import NATIVE_DIGITS, BadDate, read_date

#: The clock of each country's capital. Indonesia and others with several zones choose theirs in the organisation's settings.
_CAPITALS: Final = {
    "BN": "Asia/Brunei", "ID": "Asia/Jakarta", "KH": "Asia/Phnom_Penh", "LA": "Asia/Vientiane", "MM": "Asia/Yangon", "MY": "Asia/Kuala_Lumpur",
    "PH": "Asia/Manila", "SG": "Asia/Singapore", "TH": "Asia/Bangkok", "TL": "Asia/Dili", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip
_STORED = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?:Z|([+-])(\d{2}):(\d{2}))\[([A-Za-z0-9_+\-/]{1,64})\]")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::\d{2})?)?(?: ?น\.?)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """``said``: the wall time, with its offset; ``zone``: the name of the clock it was read from."""

    said: datetime
    zone: str

    @property
    def utc(self) -> datetime:
        """The moment in UTC."""
        return self.said.astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.said.isoformat(timespec='minutes')}[{self.zone}]"

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """From the stored form. Raises NotStored."""
        found = _STORED.fullmatch(text)
        if not found:
            raise NotStored(text)
        wall, sign, hours, minutes, zone = found.groups()
        try:
            offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
            said = datetime.fromisoformat(wall).replace(tzinfo=timezone(offset))
            said.astimezone(UTC)
        except (ValueError, OverflowError):
            raise NotStored(text) from None
        return cls(said, zone)


def read_moment(day: str, time: str, *, zone: str, today: date) -> Moment:
    """The moment of a day and a time as typed, on the clock of ``zone``. Raises BadDate (``time`` where the time is none).

    A wall time that a clock shows twice is the first of the two; one that it skips is moved by what it skips.
    """
    whole = read_date(day, today=today)
    hour, minute = _time(time)
    clock = _clock(zone)
    said = datetime(whole.year, whole.month, whole.day, hour, minute, tzinfo=clock)
    offset = said.utcoffset() or timedelta(0)
    whole_minutes = timedelta(minutes=round(offset.total_seconds() / 60))
    return Moment(said.replace(tzinfo=timezone(whole_minutes)), clock.key)


def read_stored_moment(text: str, *, zone: str, today: date) -> Moment:
    """A moment in one line: the stored form, ISO 8601 with or without an offset, or ``31/12/2024 14:30``. Raises BadDate."""
    plain = " ".join(text.split())
    try:
        return _believed(Moment.parse(plain), text, today)
    except NotStored:
        pass
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})", plain):
        try:
            moment = datetime.fromisoformat(plain)
            local = moment.astimezone(_clock(zone)).replace(second=0, microsecond=0)
        except (ValueError, OverflowError):
            raise BadDate("form", text) from None
        return read_moment(f"{local:%d/%m/}{local.year:04d}", f"{local:%H:%M}", zone=zone, today=today)
    day, _, time = plain.replace("T", " ").partition(" ")
    return read_moment(day, time.partition(".")[0] if time.count(":") == 2 else time, zone=zone, today=today)


def _believed(moment: Moment, shown: str, today: date) -> Moment:
    try:
        read_date(moment.said.date().isoformat(), today=today)
    except BadDate as bad:
        raise BadDate(bad.reason, shown, year=bad.year, month=bad.month) from None
    return moment


def zone_of(country: str) -> str:
    """The clock of a country (ISO 3166-1 alpha-2) of the region; UTC for any other."""
    return _CAPITALS.get(country.upper(), "UTC")


def known_zone(zone: str) -> bool:
    """Whether a clock of that name exists."""
    return _clock(zone).key == zone


@cache
def _clock(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _time(text: str) -> tuple[int, int]:
    plain = " ".join(unicodedata.normalize("NFC", text).translate(NATIVE_DIGITS).split()).lower()
    found = _TIME.fullmatch(plain)
    if not found:
        raise BadDate("time", text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise BadDate("time", text)
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    if hour > 23 or minute > 59:
        raise BadDate("time", text)
    return hour, minute
