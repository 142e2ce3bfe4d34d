"""Screenings: whose they are, and one of them."""

from uuid import UUID

from titip.intake.models import Screening
from titip.protect.rules.access import Facts


def screening_for(screening_id: UUID) -> Screening | None:
    """A screening, or None. Who may see it is the gate's to decide."""
    return Screening.objects.select_related("person", "record").filter(pk=screening_id).first()


def facts(screening: Screening) -> Facts:
    """What the access decision must know of a screening."""
    return Facts(owner=screening.staff_id, team=screening.team_id)
