"""Emergency cards: whether there is one, and its words for whoever may open it."""

import json
from collections.abc import Iterable
from uuid import UUID

from titip.casework.models import EmergencyCard
from titip.casework.rules.cards import LINES
from titip.consent import reads as consent
from titip.kit import clock
from titip.protect import vault
from titip.protect.rules.access import Actor, can
from titip.register import reads as register
from titip.register.reads import Person
from titip.register.reads.people import ids_by_code
from titip.register.rules.covering import CARE

CARD_TABLE, CARD_FIELD = "casework.card", "lines"


def card_of(person_id: UUID) -> EmergencyCard | None:
    """Her card as it stands, without its words."""
    return EmergencyCard.objects.select_related("author").filter(person=person_id, ended_at=None).first()


def cares_for(actor: Actor, person: Person) -> bool:
    """Whether ``actor`` works with her, and so keeps her card."""
    return can(actor, "casework.card_keep", register.facts(person), now=clock.now()).allowed


def card_by_code(actor: Actor, code: str) -> tuple[Person, EmergencyCard] | None:
    """The card under a person's code that this colleague may open: she works with her, or she agreed to whoever is on duty; and her care is covered."""
    person_id = next(iter(ids_by_code(code)), None)
    person = register.person_for(person_id) if person_id else None
    card = card_of(person.pk) if person else None
    if person is None or card is None or not (card.on_duty or cares_for(actor, person)):
        return None
    return (person, card) if consent.live(person, CARE).ok else None


def words_of(card: EmergencyCard) -> dict[str, str]:
    """The lines of a card, opened without a line in the log: for its action, which writes one, and for the form that changes it.

    Empty where her key was destroyed.
    """
    try:
        blob = vault.open_across([(vault.Owner("person", card.person_id), card.vault_id, CARD_TABLE, str(card.pk), CARD_FIELD)])[0]
    except vault.Gone:
        return {}
    told = json.loads(blob)
    return {code: str(told[code]) for code in LINES if told.get(code)}


def sealed_cards(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows a card stands on: for the sweep."""
    return set(EmergencyCard.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
