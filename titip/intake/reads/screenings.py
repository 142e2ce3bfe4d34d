"""Screenings: whose they are, and one of them."""

from uuid import UUID

from django.db.models import Q, Sum

from titip.intake.models import Screening, ScreeningCount
from titip.protect.rules.access import Actor, Facts


def screening_for(screening_id: UUID) -> Screening | None:
    """A screening, or None. Who may see it is the gate's to decide."""
    return Screening.objects.select_related("person", "record").filter(pk=screening_id).first()


def facts(screening: Screening) -> Facts:
    """What the access decision must know of a screening."""
    return Facts(owner=screening.staff_id, team=screening.team_id)


def counted(actor: Actor) -> int:
    """How many screenings of her teams, or of nobody's, indicated nothing and are kept as counts."""
    rows = ScreeningCount.objects.filter(Q(team__in=actor.teams) | Q(team=None))
    return int(rows.aggregate(all=Sum("number"))["all"] or 0)
