"""Asking the custodian about somebody whom colleagues keep, and her answer."""

from uuid import UUID

from django.db import transaction

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.quality.models import Ask
from titip.register import actions as register

ANSWERS = frozenset({"let_in", "refused"})


class CannotAnswer(ValueError):
    """It cannot be answered as it stands. The message is an English message id."""


@transaction.atomic
def ask(*, actor: Actor, person_id: UUID) -> Ask:
    """Ask whether this colleague may work with the person. Asking again while it waits changes nothing."""
    row, new = Ask.objects.get_or_create(person_id=person_id, asked_by_id=actor.id, state="open")
    if new:
        audit.record(kind="quality.ask", actor_code=actor.code, subjects=[("person", str(person_id))])
    return row


@transaction.atomic
def answer(*, actor: Actor, ask_id: UUID, decision: str) -> Ask:
    """``let_in``: the colleague is assigned to the person; ``refused``: nothing is opened. Who asked never answers. Raises CannotAnswer."""
    row = Ask.objects.select_for_update(of=("self",)).select_related("person", "asked_by").filter(pk=ask_id, state="open").first()
    if row is None:
        raise CannotAnswer(_("This was answered meanwhile. Nothing needs to be done."))
    if row.asked_by_id == actor.id:
        raise CannotAnswer(_("You asked this yourself. Another custodian answers."))
    if decision not in ANSWERS:
        raise CannotAnswer(_("Choose what you answer."))
    row.state, row.decided_by_id, row.decided_at = decision, actor.id, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    if decision == "let_in":
        register.assign(actor=actor, person=row.person, staff_id=row.asked_by_id, reason="met again")
    audit.record(kind="quality.answer", actor_code=actor.code, subjects=[("person", str(row.person_id))], detail={"decision": decision})
    return row
