"""How the machine's clock stands to the moment that the house believes, for pages and the doctor."""

from titip.protect.models import ClockSeen
from titip.protect.rules.standing import Sighting


def clock_apart() -> Sighting | None:
    """The last sighting where the machine's clock is far off, else None. One query."""
    row = ClockSeen.objects.order_by("pk").first()
    seen = Sighting(row.believed, row.told, row.stood) if row else None
    return seen if seen and seen.apart else None
