"""Determinations: listed without what is sealed; opened while a basis covers her care, with a line in the log."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from titip.casework.models import Case, CaseNote, Determination, Law
from titip.casework.rules.identifying import ASSESSMENT, Relation
from titip.consent import reads as consent
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person
from titip.register.rules.covering import CARE

ASSESSMENT_TABLE, ASSESSMENT_FIELD = "casework.determination", "told"
#: Notes offered as places where something stands.
_NOTES = 30


def determinations_in(case: Case, actor: Actor) -> QuerySet[Determination]:
    """The determinations of a case, newest first: decided ones, and one's own that are open."""
    rows = case.determinations.select_related("person", "author", "law", "earlier")
    return rows.filter(Q(decided_at__isnull=False) | Q(author=actor.id))


def determination_in(case: Case, actor: Actor, determination_id: UUID) -> Determination | None:
    """One of them, or None."""
    return determinations_in(case, actor).filter(pk=determination_id).first()


def blind_to(row: Determination, actor: Actor) -> bool:
    """Whether this is the first assessment of which the colleague has a second one open: she judges apart, so it stays closed to her."""
    return row.later.filter(relation=Relation.SECOND, author=actor.id, decided_at=None).exists()


def differs(row: Determination) -> bool:
    """Whether a second assessment came to another outcome than the first. Both stand."""
    return bool(row.relation == Relation.SECOND and row.earlier and row.outcome and row.earlier.outcome and row.outcome != row.earlier.outcome)


def open_determination(actor: Actor, row: Determination) -> dict[str, Any] | None:
    """What was ticked, shown, checked and decided, with an event; None where no basis covers her care any more, or her key is gone.

    The caller has asked the gate for ``casework.identify`` with the element ``rules.identifying.ASSESSMENT``.
    """
    if not consent.live(row.person, CARE).ok:
        return None
    audit.record(
        kind="casework.identify", actor_code=actor.code, purpose=CARE, subjects=[("case", str(row.case_id)), ("person", str(row.person_id))],
        detail={"read": str(row.pk), "element": ASSESSMENT.code},
    )
    try:
        return told_in(row)
    except vault.Gone:
        return None


def told_in(row: Determination) -> dict[str, Any]:
    """What lies sealed, opened without a line in the log: for actions, which write one. Raises vault.Gone."""
    blob = vault.open_across([(vault.Owner("person", row.person_id), row.vault_id, ASSESSMENT_TABLE, str(row.pk), ASSESSMENT_FIELD)])[0]
    told: dict[str, Any] = json.loads(blob)
    return told


def places_of_evidence(case: Case, person: Person) -> list[tuple[str, Any]]:
    """Where what shows an element may stand: (value, the note or the version of her answers)."""
    notes = CaseNote.objects.filter(case=case, person=person).select_related("author")[:_NOTES]
    records = person.records.filter(number__gt=0).select_related("record_type")
    return [*((f"note:{note.pk}", note) for note in notes), *((f"answers:{one.record_type.code}:{one.number}", one) for one in records)]


def laws() -> QuerySet[Law]:
    """Every text that is kept, by country and name, newest first."""
    return Law.objects.select_related("made_by")


def sealed_determinations(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows a determination stands on: for the sweep."""
    return set(Determination.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
