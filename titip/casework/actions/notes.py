"""Writing a note: sealed under the key of the person it is about, and only with grounds."""

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, CaseNote
from titip.casework.reads.notes import FIELD, TABLE
from titip.casework.rules.actions import NOTE
from titip.consent import reads as consent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.ids import new_id
from titip.kit.text import clean
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import NOT_READY, Actor, open_here
from titip.protect.rules.grounds import NoGrounds
from titip.register.reads import Person
from titip.register.rules.covering import CARE

#: Characters in one note.
LONGEST = 20_000
NO_BASIS = _("There is no basis yet to keep a note about this person. Ask for consent, or record another basis; until then note only the service offered.")


@transaction.atomic
def note(*, actor: Actor, case: Case, person: Person, text: str, heavy: bool = False) -> CaseNote:
    """Keep a note about one person in the case. Raises NoGrounds where nothing may be held about her beyond the minimum."""
    if not open_here(actor, NOTE.risk):
        raise CannotDo(NOT_READY)
    text = clean(text)
    if not text:
        raise CannotDo(_("Write the note first."), "text")
    if len(text) > LONGEST:
        raise CannotDo(_("The note is too long: at most 20,000 characters. Keep it as two notes."), "text")
    if not case.participants.filter(person=person).exists():
        raise CannotDo(_("This person is not in the case."), "person")
    grounds = consent.grounds_for(person, clock.now())
    if grounds is None or CARE not in grounds.purposes:
        raise NoGrounds(NO_BASIS)
    note_id = new_id()
    vault_id = vault.put(vault.Owner("person", person.pk), vault.Plain(TABLE, str(note_id), FIELD, text.encode()), grounds=grounds)
    row = CaseNote.objects.create(
        pk=note_id, case=case, person=person, author_id=actor.id, heavy=heavy, vault_id=vault_id, basis_id=grounds.basis_id,
    )
    audit.record(
        kind="casework.note", actor_code=actor.code, subjects=[("case", str(case.pk)), ("person", str(person.pk))],
        detail={"written": str(row.pk), "heavy": heavy, "basis": str(grounds.basis_id)},
    )
    return row
