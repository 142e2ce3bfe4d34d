"""The sitting that is going on."""

from datetime import timedelta

from titip.intake.models import Interview
from titip.kit import clock
from titip.protect.rules.access import Actor
from titip.register.reads import Person

#: A sitting that was not ended is over after this long: the conditions are asked again.
SITTING = timedelta(hours=12)


def open_interview(actor: Actor, person: Person) -> Interview | None:
    """The colleague's sitting with this person that began in the last hours and has not ended."""
    return Interview.objects.filter(staff=actor.id, person=person.pk, ended_at=None, started_at__gt=clock.now() - SITTING).first()
