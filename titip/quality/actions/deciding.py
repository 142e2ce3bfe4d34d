"""Deciding whether two codes are one person."""

from django.db import transaction

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.quality.models import DuplicatePair

DECISIONS = frozenset({"same", "not_same", "asked"})


class CannotDecide(ValueError):
    """It cannot be decided as it stands. The message is an English message id."""


@transaction.atomic
def decide(*, actor: Actor, pair: DuplicatePair, decision: str) -> None:
    """Keep what a human decided: ``same``, ``not_same``, or ``asked`` (the custodian). Nothing is merged yet; a decision may be changed."""
    if decision not in DECISIONS:
        raise CannotDecide(_("Choose what you decide."))
    row = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    row.state, row.decided_by_id, row.decided_at = decision, actor.id, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        kind="quality.decide", actor_code=actor.code, subjects=[("person", str(row.first_id)), ("person", str(row.second_id))], detail={"decision": decision},
    )
