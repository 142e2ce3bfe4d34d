"""Keeps a person's emergency card, and opens one for whoever is on duty: by a reason, in the log, reviewed afterwards."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import EmergencyCard
from titip.casework.reads.cards import CARD_FIELD, CARD_TABLE, card_by_code, cares_for, words_of
from titip.casework.rules.cards import CARD, LINES, LONGEST
from titip.consent import reads as consent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.kit.ids import new_id
from titip.kit.text import clean
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.actions.glass import CannotBreak, note_card_opening
from titip.protect.rules.access import NOT_READY, Actor, open_here
from titip.protect.rules.glass import CARD_REASONS
from titip.protect.rules.grounds import NoGrounds
from titip.register.reads import Person
from titip.register.rules.covering import CARE

NO_CARE = _("There is no basis for her care yet: nothing beyond the minimum is kept. Ask for consent first, or record another basis.")


@dataclass(frozen=True)
class OpenedCard:
    """A card with its words, for one page."""

    person: Person
    card: EmergencyCard
    lines: Mapping[str, str]


@transaction.atomic
def keep_card(*, actor: Actor, person: Person, lines: Mapping[str, str], on_duty: bool, read_back: bool) -> EmergencyCard:
    """Keep her card as it is now; the one before ends. Raises CannotDo, or NoGrounds where her care is not covered."""
    if not open_here(actor, CARD.risk):
        raise CannotDo(NOT_READY)
    told = {code: text for code in LINES if (text := clean(lines.get(code, "")))}
    if not told:
        raise CannotDo(_("Write at least one line. To remove the card, choose “Remove this card”."))
    for code, text in told.items():
        if len(text) > LONGEST:
            raise CannotDo(_("At most 400 characters: the card is read in a hurry."), code)
    if not read_back:
        raise CannotDo(_("Read it back to her first. It is her card."), "read_back")
    grounds = consent.grounds_for(person, clock.now())
    if grounds is None or CARE not in grounds.purposes:
        raise NoGrounds(NO_CARE)
    _end(person)
    card_id = new_id()
    blob = json.dumps(told, ensure_ascii=False).encode()
    vault_id = vault.put(vault.Owner("person", person.pk), vault.Plain(CARD_TABLE, str(card_id), CARD_FIELD, blob), grounds=grounds)
    card = EmergencyCard.objects.create(
        pk=card_id, person=person, author_id=actor.id, on_duty=on_duty, read_back=read_back, vault_id=vault_id, basis_id=grounds.basis_id,
    )
    _log(actor, person, {"written": str(card.pk), "lines": sorted(told), "on_duty": on_duty, "basis": str(grounds.basis_id)})
    return card


@transaction.atomic
def remove_card(*, actor: Actor, person: Person) -> None:
    """Remove her card, earlier ones too: its words are destroyed by the next sweep. Once."""
    removed, _by_model = EmergencyCard.objects.filter(person=person).delete()
    if removed:
        _log(actor, person, {"removed": removed})


@transaction.atomic
def open_card(*, actor: Actor, code: str, reason: str) -> OpenedCard | None:
    """Open the card under this code. None where there is none that she may open, whatever the cause: asked, counted and logged alike.

    Who works with the person opens it as any page of hers; for anybody else it is noted for a supervisor's review. Raises CannotDo.
    """
    if reason not in CARD_REASONS:
        raise CannotDo(_("Choose why."), "reason")
    try:
        plain = read_code(code)
    except BadCode:
        raise CannotDo(_("This is no whole code. Read it again: its last character proves the others."), "code") from None
    found = card_by_code(actor, plain)
    person, card = found if found else (None, None)
    if person is None or card is None or not cares_for(actor, person):
        try:
            note_card_opening(actor=actor, person=person.pk if person else None, code=person.code if person else "",
                              team=person.team_id if person else None, reason=reason)
        except CannotBreak as refused:
            raise CannotDo(str(refused)) from None
    if person is None or card is None:
        audit.record(kind="casework.card", actor_code=actor.code, outcome="refused", purpose=CARE, detail={"reason": reason})
        return None
    audit.record(
        kind="casework.card", actor_code=actor.code, purpose=CARE, subjects=[("person", str(person.pk))], detail={"reason": reason, "element": CARD.code},
    )
    return OpenedCard(person, card, words_of(card))


def read_for_change(*, actor: Actor, person: Person, card: EmergencyCard) -> dict[str, str]:
    """The words of the card for the form that changes it; one event."""
    _log(actor, person, {"read": True})
    return words_of(card)


def _end(person: Person) -> None:
    EmergencyCard.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())


def _log(actor: Actor, person: Person, detail: dict[str, object]) -> None:
    audit.record(kind="casework.card_keep", actor_code=actor.code, purpose=CARE, subjects=[("person", str(person.pk))], detail=detail)
