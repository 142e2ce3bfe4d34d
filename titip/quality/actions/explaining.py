"""Explaining a finding: somebody who knows says why the answers may stand."""

from django.db import transaction

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.quality.models import Finding


class CannotExplain(ValueError):
    """It cannot be explained as it stands. The message is an English message id."""


@transaction.atomic
def explain(*, actor: Actor, finding: Finding, reason: str) -> None:
    """Say why the answers of an open finding may stand. Raises CannotExplain."""
    if reason not in dict(Finding.REASONS):
        raise CannotExplain(_("Choose why the answers may stand."))
    done = Finding.objects.filter(pk=finding.pk, state="open").update(state="explained", reason=reason, explained_by=actor.id, settled_at=clock.now())
    if not done:
        raise CannotExplain(_("This was settled meanwhile. Nothing needs to be done."))
    audit.record(
        kind="quality.explain", actor_code=actor.code, subjects=[("record", str(finding.record_id)), ("finding", str(finding.pk))],
        detail={"check": finding.check_code, "reason": reason},
    )
