"""Where a colleague is signed in now."""

from datetime import timedelta

from titip.kit import clock
from titip.protect.models import OpenSession, Staff


def is_open(reference: str) -> bool:
    """Whether the sign-in of this reference stands."""
    return OpenSession.objects.filter(reference=reference, ended_at=None).exists()


def is_covered(reference: str) -> bool:
    """Whether its screen is covered: until the PIN is typed, the server shows it nothing."""
    return OpenSession.objects.filter(reference=reference, ended_at=None, covered_at__isnull=False).exists()


def open_of(staff: Staff, *, idle: float, longest: float) -> list[OpenSession]:
    """Her sign-ins that still count, the newest first: not ended, not idle nor older than these many seconds."""
    now = clock.now()
    return list(
        OpenSession.objects.filter(
            staff=staff, ended_at=None, seen_at__gt=now - timedelta(seconds=idle * 1.1), begun_at__gt=now - timedelta(seconds=longest),
        ).order_by("-begun_at")
    )
