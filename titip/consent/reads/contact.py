"""Whether the contact on the slip was looked at of late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from titip.consent.models import ContactCheck
from titip.kit import clock
from titip.protect.reads import staff as colleagues

#: After this somebody is asked whether it is still right.
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Contact:
    """How a person reaches whoever keeps her data; who made sure of it, and when. ``late``: it is missing, or was not looked at for half a year."""

    text: str
    by: str
    at: datetime | None
    late: bool


def contact() -> Contact | None:
    """The contact on the slip; None before there is an organisation. Two queries."""
    organisation = colleagues.organisation()
    if organisation is None:
        return None
    last = ContactCheck.objects.last()
    since = last.at if last else organisation.made_at
    late = not organisation.custodian_contact or since < clock.now() - HALF_A_YEAR
    return Contact(organisation.custodian_contact, last.by if last else "", last.at if last else None, late)
