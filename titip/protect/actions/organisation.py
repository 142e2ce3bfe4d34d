"""Sets up the organisation whose data this folder will hold, and its teams."""

from django.db import transaction

from titip.kit.dates.moments import known_zone
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.models import Organisation, Team


class AlreadySetUp(Exception):
    """The folder belongs to an organisation already."""


@transaction.atomic
def set_up(
    *, name: str, country: str, language: str = "en", custodian_contact: str = "", neutral_page: str = "", time_zone: str = "", actor_code: str,
) -> Organisation:
    """Name the one organisation of this folder. ``country``: ISO 3166-1 alpha-2; ``time_zone`` where it is not the capital's. Raises AlreadySetUp,
    and ValueError for a clock that does not exist.
    """
    if time_zone and not known_zone(time_zone):
        raise ValueError(time_zone)
    if Organisation.objects.exists():
        raise AlreadySetUp
    organisation = Organisation.objects.create(
        name=clean_line(name)[:120], country=country.upper()[:2], language=language, neutral_page=neutral_page,
        custodian_contact=clean_line(custodian_contact)[:200], time_zone=time_zone,
    )
    audit.record(kind="protect.organisation", actor_code=actor_code, detail={"country": organisation.country})
    return organisation


@transaction.atomic
def add_team(*, name: str, actor_code: str) -> Team:
    """A team; one of that name that stands already is returned."""
    team, made = Team.objects.get_or_create(name=clean_line(name)[:120])
    if made:
        audit.record(kind="protect.team.add", actor_code=actor_code, subjects=[("team", str(team.pk))])
    return team
