"""A day and a time: what was said, and the moment in UTC, in one text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.dates import TODAY
from titip.kit.dates import BadDate, Moment, NotStored, moment_words, read_moment, zone_of
from titip.kit.dates.moments import read_stored_moment

ZONES = ["Asia/Phnom_Penh", "Asia/Yangon", "Asia/Jakarta", "Asia/Manila", "UTC", "Europe/Amsterdam", "America/St_Johns"]


@pytest.mark.parametrize(
    ("day", "time", "stored", "utc"),
    [
        ("31/12/2567", "14:30", "2024-12-31T14:30+07:00[Asia/Phnom_Penh]", "2024-12-31T07:30"),
        ("31/12/2024", "2 pm", "2024-12-31T14:00+07:00[Asia/Phnom_Penh]", "2024-12-31T07:00"),
        ("31/12/2024", "๐๖.๓๐ น.", "2024-12-31T06:30+07:00[Asia/Phnom_Penh]", "2024-12-30T23:30"),
        ("31/12/2024", "12:05 am", "2024-12-31T00:05+07:00[Asia/Phnom_Penh]", "2024-12-30T17:05"),
    ],
)
def test_what_was_said_and_when_it_was(day: str, time: str, stored: str, utc: str) -> None:
    moment = read_moment(day, time, zone="Asia/Phnom_Penh", today=TODAY)

    assert str(moment) == stored and moment.utc.isoformat(timespec="minutes") == f"{utc}+00:00"
    assert Moment.parse(stored) == moment
    assert moment_words(moment).endswith("(Phnom Penh)")


@pytest.mark.parametrize(("time", "reason"), [("25:00", "time"), ("14:60", "time"), ("", "time"), ("noon", "time"), ("13 pm", "time"), ("0 am", "time")])
def test_what_is_no_time(time: str, reason: str) -> None:
    with pytest.raises(BadDate) as told:
        read_moment("31/12/2024", time, zone="UTC", today=TODAY)

    assert told.value.reason == reason


@given(st.datetimes(datetime(1950, 1, 1), datetime(2045, 6, 1)), st.sampled_from(ZONES))
def test_every_moment_comes_back(said: datetime, zone: str) -> None:
    moment = read_moment(f"{said:%d/%m/}{said.year}", f"{said:%H:%M}", zone=zone, today=TODAY)

    assert Moment.parse(str(moment)) == moment
    assert moment.said.replace(tzinfo=None) == said.replace(second=0, microsecond=0)
    assert moment.said.utcoffset() is not None and abs(moment.said.utcoffset()) < timedelta(hours=24)  # type: ignore[arg-type]
    assert read_stored_moment(str(moment), zone="UTC", today=TODAY) == moment


@given(st.datetimes(datetime(1975, 1, 1), datetime(2045, 6, 1), timezones=st.just(UTC)), st.sampled_from(["Asia/Phnom_Penh", "Asia/Yangon", "Asia/Manila"]))
def test_a_moment_with_an_offset_is_read_on_our_clock(moment: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)

    read = read_stored_moment(moment.isoformat(), zone=zone, today=TODAY)

    assert read.utc == moment and read.zone == zone


@pytest.mark.parametrize("text", ["", "2024-12-31", "2024-12-31T14:30", "2024-13-31T14:30+07:00[Asia/Bangkok]", "2024-12-31T14:30+99:00[Asia/Bangkok]"])
def test_what_is_not_stored(text: str) -> None:
    with pytest.raises(NotStored):
        Moment.parse(text)


def test_each_country_has_its_clock() -> None:
    assert (zone_of("kh"), zone_of("MM"), zone_of("NL")) == ("Asia/Phnom_Penh", "Asia/Yangon", "UTC")
    assert read_moment("1/1/2024", "10:00", zone="Nowhere/Else", today=date(2025, 1, 1)).zone == "UTC"
