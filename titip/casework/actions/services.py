"""Services offered: in any state until the case is closed, whatever was identified or decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, ServiceOffered
from titip.casework.reads.parts import service_kinds
from titip.casework.rules.states import State, may_offer_services
from titip.casework.rules.words import Accepted
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person


@transaction.atomic
def offer_service(
    *, actor: Actor, case: Case, person: Person, kind: str, accepted: Accepted = Accepted.NOT_YET, provider_id: UUID | None = None,
) -> ServiceOffered:
    """Note an offer and what the person said. ``provider_id`` is a partner organisation; None: ourselves."""
    if kind not in service_kinds():
        raise CannotDo(_("Choose a service from the list."), "kind")
    if not may_offer_services(State(case.state)):
        raise CannotDo(_("This case is closed. Reopen it first; services may then be offered at once."))
    if not case.participants.filter(person=person).exists():
        raise CannotDo(_("This person is not in the case."), "person")
    row = ServiceOffered.objects.create(
        case=case, person=person, kind=kind, provider_id=provider_id, offered_by_id=actor.id, accepted=accepted,
        answered_at=_answered(accepted),
    )
    _log(actor, row, "offered")
    return row


@transaction.atomic
def answer_service(*, actor: Actor, service: ServiceOffered, accepted: Accepted) -> None:
    """What the person said to an offer; she may change her mind while it has not ended."""
    if service.ended_at is not None:
        raise CannotDo(_("This service has ended. Offer it anew."))
    service.accepted, service.answered_at = accepted, _answered(accepted)
    service.save(update_fields=["accepted", "answered_at"])
    _log(actor, service, "answered")


@transaction.atomic
def end_service(*, actor: Actor, service: ServiceOffered) -> None:
    """The service, or the offer, has ended."""
    if service.ended_at is not None:
        raise CannotDo(_("This service has ended already."))
    service.ended_at = clock.now()
    service.save(update_fields=["ended_at"])
    _log(actor, service, "ended")


def _answered(accepted: Accepted) -> datetime | None:
    return None if accepted is Accepted.NOT_YET else clock.now()


def _log(actor: Actor, row: ServiceOffered, change: str) -> None:
    audit.record(
        kind="casework.service", actor_code=actor.code, subjects=[("case", str(row.case_id)), ("person", str(row.person_id))],
        detail={"service": row.kind, "accepted": str(row.accepted), "change": change},
    )
