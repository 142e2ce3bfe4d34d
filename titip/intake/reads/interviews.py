"""The sitting that is going on."""

from datetime import timedelta

from titip.intake.models import HouseWay, Interview
from titip.intake.rules.interviewing import WITHOUT_HER
from titip.intake.rules.stepping import ONE, usual
from titip.kit import clock
from titip.protect.rules.access import Actor
from titip.register.reads import Person

#: A sitting that was not ended is over after this long: the conditions are asked again.
SITTING = timedelta(hours=12)


#: How long whoever goes on is told of a hard sitting.
REMEMBERED = timedelta(days=365)


def hard_sittings(actor: Actor, person: Person) -> list[Interview]:
    """The last sitting with her but the one going on, whoever's, in which distress was seen or a break was needed: the next begins gently. One query."""
    found = Interview.objects.filter(person=person.pk, started_at__gt=clock.now() - REMEMBERED).exclude(breaks=0, distress_seen=False)
    found = found.exclude(staff=actor.id, ended_at=None, started_at__gt=clock.now() - SITTING)
    return list(found.select_related("staff").order_by("-started_at")[:1])


def open_interview(actor: Actor, person: Person) -> Interview | None:
    """The colleague's sitting with this person that began in the last hours and has not ended."""
    return Interview.objects.filter(staff=actor.id, person=person.pk, ended_at=None, started_at__gt=clock.now() - SITTING).first()


def house_layout() -> str:
    """How questions come in this house where a colleague has not chosen. One query."""
    return HouseWay.objects.values_list("layout", flat=True).first() or ONE


def usual_layout(actor: Actor, mode: str) -> str:
    """How questions come to this colleague when a sitting begins: as she last chose, with a person or without. Two queries."""
    mine = Interview.objects.filter(staff=actor.id).exclude(layout="").order_by("-started_at")
    alike = mine.filter(mode__in=WITHOUT_HER) if mode in WITHOUT_HER else mine.exclude(mode__in=WITHOUT_HER)
    last = alike.values_list("layout", flat=True).first()
    return usual(mode, last or "", house_layout())
