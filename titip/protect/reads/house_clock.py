"""The organisation's clock: by it pages show times and days begin, whatever the machine's own clock is set to."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from titip.kit import clock
from titip.protect.reads.staff import time_zone


@contextmanager
def on_house_clock() -> Iterator[None]:
    """Inside, ``clock.today()`` and what templates show are the organisation's day and time. What is stored stays in UTC. One query."""
    zone = house_zone()
    with timezone.override(zone), clock.in_zone(zone):
        yield


def house_zone() -> ZoneInfo:
    """The zone that ``TITIP_ZONE`` names, else the organisation's; UTC before it is set up and where it is unknown to this machine."""
    try:
        return ZoneInfo(settings.TITIP_ZONE or time_zone())
    except (ZoneInfoNotFoundError, ValueError, OSError, DatabaseError):
        return ZoneInfo("UTC")
