"""Sets up the organisation whose data this folder will hold, and its teams."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from titip.kit.dates.moments import known_zone
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.models import Organisation, Team


class AlreadySetUp(Exception):
    """The folder belongs to an organisation already."""


class BadOrganisation(ValueError):
    """What was said of the organisation cannot be kept. ``field``: what to look at; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def set_up(
    *, name: str, country: str, language: str = "en", custodian_contact: str = "", neutral_page: str = "", time_zone: str = "",
    languages: Iterable[str] = (), actor_code: str,
) -> Organisation:
    """Name the one organisation of this folder. ``country``: ISO 3166-1 alpha-2; ``time_zone`` where it is not the capital's;
    ``languages``: spoken here.

    Raises:
        AlreadySetUp: there is one.
        BadOrganisation: ``field`` says what to look at.
    """
    if Organisation.objects.exists():
        raise AlreadySetUp
    _check(name, country, time_zone)
    organisation = Organisation.objects.create(
        name=clean_line(name)[:120], country=country.upper()[:2], language=language, neutral_page=neutral_page, time_zone=time_zone,
        languages=list(dict.fromkeys(languages)), custodian_contact=clean_line(custodian_contact)[:200],
    )
    audit.record(kind="protect.organisation", actor_code=actor_code, detail={"country": organisation.country})
    return organisation


@transaction.atomic
def change_contact(*, contact: str, actor_code: str) -> str:
    """How a person reaches whoever keeps her data, from now on; as it is kept. Nothing is written where there is no organisation."""
    here = Organisation.objects.order_by("pk").first()
    if here is None:
        return ""
    changed = here.custodian_contact != (kept := clean_line(contact)[:200])
    here.custodian_contact = kept
    here.save(update_fields=["custodian_contact"])
    audit.record(kind="protect.contact", actor_code=actor_code, detail={"changed": changed})
    return kept


def _check(name: str, country: str, time_zone: str) -> None:
    if not clean_line(name):
        raise BadOrganisation("name", _("Give the organisation's name."))
    if not re.fullmatch("[A-Za-z]{2}", country):
        raise BadOrganisation("country", _("Give the country by its two letters, for example KH."))
    if time_zone and not known_zone(time_zone):
        raise BadOrganisation("time_zone", _("This time zone is not known. It looks like Asia/Phnom_Penh."))


@transaction.atomic
def add_team(*, name: str, actor_code: str) -> Team:
    """A team; one of that name that stands already is returned."""
    team, made = Team.objects.get_or_create(name=clean_line(name)[:120])
    if made:
        audit.record(kind="protect.team.add", actor_code=actor_code, subjects=[("team", str(team.pk))])
    return team
