"""Finding and opening drafts: nobody's but one's own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from titip.intake.models import Draft
from titip.intake.rules.timing import Spent
from titip.intake.rules.typing import Typed
from titip.kit import clock
from titip.protect import vault
from titip.protect.rules.access import Actor
from titip.register.reads import Person


def owner_of(draft: Draft) -> vault.Owner:
    """Whose key seals the draft: its own."""
    return vault.Owner("draft", draft.pk)


@dataclass(frozen=True)
class Content:
    """What a draft holds. ``pause``: the name of the last pause in typing that arrived; ``at``: the question that was on the page then;
    ``spent``: seconds of asking by section."""

    typed: Typed = field(default_factory=Typed)
    pause: str = ""
    at: str = ""
    spent: Spent = field(default_factory=dict)


def content_of(draft: Draft) -> Content:
    """What a draft holds; nothing where its key is gone. Raises vault.Locked."""
    try:
        told = json.loads(vault.open_draft(owner_of(draft), draft.vault_id))
    except vault.Gone:
        return Content()
    return Content(Typed(told["values"], frozenset(told["seen"])), str(told.get("pause", "")), str(told.get("at", "")), dict(told.get("spent", {})))


def open_draft(draft: Draft) -> Typed:
    """What was typed; nothing where its key is gone. Raises vault.Locked."""
    return content_of(draft).typed


def draft_for(actor: Actor, person: Person, form_code: str) -> Draft | None:
    """The colleague's own draft of this form about this person, or None."""
    return Draft.objects.filter(staff=actor.id, person=person.pk, form_code=form_code, expires_at__gt=clock.settled(), discarded_at=None).first()


def last_pause(draft: Draft) -> str:
    """The name of the last pause in typing that arrived; nothing where the draft's key is gone. Raises vault.Locked."""
    return content_of(draft).pause


def my_drafts(actor: Actor, person: Person | None = None) -> list[Draft]:
    """One's own drafts, latest first. One query."""
    rows = Draft.objects.filter(staff=actor.id, expires_at__gt=clock.settled(), discarded_at=None, person__erased_at=None).select_related("person")
    return list(rows if person is None else rows.filter(person=person.pk))


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows are drafts: for the sweep."""
    return set(Draft.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))


def drafts_by_colleague(staff_ids: Iterable[int]) -> dict[int, int]:
    """How many unfinished forms each of these colleagues has: a number, never what or about whom."""
    rows = Draft.objects.filter(staff__in=list(staff_ids), expires_at__gt=clock.settled(), person__erased_at=None)
    return dict(rows.order_by().values_list("staff").annotate(n=Count("pk")))
