"""Where a colleague is signed in now."""

from datetime import timedelta
from enum import Enum

from titip.kit import clock
from titip.protect.models import OpenSession, Staff


class Standing(Enum):
    """Of one sign-in: over, open, or open behind a covered screen, where the server shows it nothing until the PIN is typed."""

    ENDED = "ended"
    OPEN = "open"
    COVERED = "covered"


def standing_of(reference: str) -> Standing:
    """How the sign-in of this reference stands. One query: every page asks it."""
    covered = list(OpenSession.objects.filter(reference=reference, ended_at=None).values_list("covered_at", flat=True))
    if not covered:
        return Standing.ENDED
    return Standing.COVERED if any(covered) else Standing.OPEN


def open_of(staff: Staff, *, idle: float, longest: float) -> list[OpenSession]:
    """Her sign-ins that still count, the newest first: not ended, not idle nor older than these many seconds."""
    now = clock.now()
    return list(
        OpenSession.objects.filter(
            staff=staff, ended_at=None, seen_at__gt=now - timedelta(seconds=idle * 1.1), begun_at__gt=now - timedelta(seconds=longest),
        ).order_by("-begun_at")
    )
