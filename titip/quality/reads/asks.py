"""What the custodian was asked about people whom colleagues met again."""

from uuid import UUID

from django.db.models import QuerySet

from titip.protect.rules.access import Actor
from titip.quality.models import Ask
from titip.register import reads as register


def open_asks(actor: Actor) -> QuerySet[Ask]:
    """Questions that wait, about people within reach, the oldest first."""
    people = register.people_for(actor, "quality.answer").order_by().values("pk")
    return Ask.objects.filter(state="open", person__in=people, person__erased_at=None).select_related("person__owner", "asked_by").order_by("asked_at")


def open_ask(actor: Actor, ask_id: UUID) -> Ask | None:
    """One question that waits, or None."""
    return open_asks(actor).filter(pk=ask_id).first()
