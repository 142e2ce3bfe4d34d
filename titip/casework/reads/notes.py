"""Notes: listed without their text; opened from the vault, never without a line in the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from titip.casework.models import Case, CaseNote
from titip.casework.rules.actions import NOTE
from titip.consent import reads as consent
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.rules.covering import CARE

TABLE = "casework.note"
FIELD = "text"


@dataclass(frozen=True)
class OpenedNote:
    """A note with its text. ``text`` is None where its key was destroyed, or where ``ended``: no basis covers her care any more."""

    note: CaseNote
    text: str | None
    ended: bool = False


def notes_in(case: Case) -> QuerySet[CaseNote]:
    """The notes of a case, newest first, without their text."""
    return case.notes.select_related("person", "author")


def open_notes(actor: Actor, case: Case, notes: Sequence[CaseNote]) -> list[OpenedNote]:
    """The texts of some notes of one case, each while a basis covers the person's care: one event that names case and people, written
    before anything is returned.

    The caller has asked the gate for ``casework.note`` with the element ``rules.actions.NOTE``.
    """
    live = consent.live_many(CARE, among={note.person_id for note in notes})
    texts = _opened(actor, case, [note for note in notes if note.person_id in live])
    return [OpenedNote(note, texts.get(note.pk), ended=note.person_id not in live) for note in notes]


def _opened(actor: Actor, case: Case, notes: Sequence[CaseNote]) -> dict[UUID, str | None]:
    if not notes:
        return {}
    people = sorted({str(note.person_id) for note in notes})
    audit.record(
        kind="casework.note", actor_code=actor.code, purpose="care", subjects=[("case", str(case.pk)), *(("person", person) for person in people)],
        detail={"read": len(notes), "element": NOTE.code},
    )
    return {note.pk: text for note, text in zip(notes, _texts(notes), strict=True)}


def _texts(notes: Sequence[CaseNote]) -> list[str | None]:
    wanted = [(vault.Owner("person", note.person_id), note.vault_id, TABLE, str(note.pk), FIELD) for note in notes]
    try:
        return [text.decode() for text in vault.open_across(wanted)]
    except vault.Gone:  # somebody in the case was erased: open the others one by one
        return [_text(want) for want in wanted]


def _text(want: tuple[vault.Owner, UUID, str, str, str]) -> str | None:
    try:
        return vault.open_across([want])[0].decode()
    except vault.Gone:
        return None


def sealed_references(vault_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these vault rows a note stands on: for the sweep."""
    return set(CaseNote.objects.filter(vault_id__in=list(vault_ids)).values_list("vault_id", flat=True))
