"""Opening a certificate: sealed with the person's key, read with a line in the log."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from titip.consent.models import Basis
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor

TABLE = "consent.certificate"


def owner_of(basis: Basis) -> vault.Owner:
    """Whose key seals the certificate."""
    return vault.Owner("person", basis.person_id)


def open_certificate(actor: Actor, basis: Basis) -> dict[str, Any] | None:
    """What was read and chosen, or None where no certificate was kept. One event, written before anything is returned."""
    if basis.certificate_id is None:
        return None
    audit.record(kind="consent.certificate", actor_code=actor.code, subjects=[("person", str(basis.person_id)), ("basis", str(basis.pk))])
    content: dict[str, Any] = json.loads(vault.open_one(owner_of(basis), basis.certificate_id, TABLE, str(basis.pk), "certificate"))
    return content


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows are certificates: for the sweep."""
    return {found for found in Basis.objects.filter(certificate_id__in=list(vault_ids)).values_list("certificate_id", flat=True) if found is not None}
