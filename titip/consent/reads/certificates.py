"""Opening a certificate: sealed with the person's key, read with a line in the log."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from titip.consent.models import Basis
from titip.consent.rules.signing import Strokes
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor

TABLE, SIGN, VOICE = "consent.certificate", "consent.sign", "consent.voice"


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


def open_sign(actor: Actor, basis: Basis) -> Strokes | None:
    """The drawn sign, or None where none was kept. One event, written before anything is returned."""
    if basis.sign_id is None or basis.sign != "drawn":
        return None
    subjects = [("person", str(basis.person_id)), ("basis", str(basis.pk))]
    audit.record(kind="consent.certificate", actor_code=actor.code, subjects=subjects, detail={"sign": True})
    found: Strokes = json.loads(vault.open_one(owner_of(basis), basis.sign_id, SIGN, str(basis.pk), "sign"))
    return found


def open_voice(actor: Actor, basis: Basis) -> tuple[str, bytes] | None:
    """The kind and the content of her recorded words, or None where none were kept. One event, written before anything is returned."""
    if basis.sign_id is None or basis.sign != "voice":
        return None
    subjects = [("person", str(basis.person_id)), ("basis", str(basis.pk))]
    audit.record(kind="consent.certificate", actor_code=actor.code, subjects=subjects, detail={"voice": True})
    kind, _end, content = vault.open_one(owner_of(basis), basis.sign_id, VOICE, str(basis.pk), "sign").partition(b"\0")
    return kind.decode(), content


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows are certificates, drawn signs or voices: for the sweep."""
    ids = list(vault_ids)
    columns = ("certificate_id", "sign_id")
    return {found for name in columns for found in Basis.objects.filter(**{f"{name}__in": ids}).values_list(name, flat=True) if found is not None}
