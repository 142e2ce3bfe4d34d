"""Keeps the contact on the slip current: set right, or found right, by whoever is asked twice a year."""

from django.db import transaction

from titip.consent.models import ContactCheck
from titip.protect.actions import organisation
from titip.protect.rules.access import Actor


@transaction.atomic
def keep_contact(*, actor: Actor, contact: str) -> ContactCheck:
    """The contact from now on; the same again says that it is still right. Its event is written with it."""
    kept = organisation.change_contact(contact=contact, actor_code=actor.code)
    return ContactCheck.objects.create(contact=kept, by=actor.code)
