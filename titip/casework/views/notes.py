"""Shows and takes notes: their text is opened from the vault, heavy ones only after a click."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.forms import NoteForm
from titip.casework.models import Case, Participation
from titip.casework.rules.actions import NOTE
from titip.casework.rules.words import PARTS, Part
from titip.casework.views.asking import ask, sent, the_case
from titip.casework.views.undoing import undo_url
from titip.protect.gate import NotHere, StaffRequest, allow, page
from titip.protect.reads.paging import page_of

PER_PAGE = 10


@page("casework.note")
def notes(request: StaffRequest, case: UUID) -> HttpResponse:
    """The notes of a case, newest first. Heavy ones stay closed."""
    found = _readable(request, case)
    shown = page_of(reads.notes_in(found), request.GET, PER_PAGE)
    light = [note for note in shown if not note.heavy]
    texts = {opened.note.pk: opened for opened in reads.open_notes(request.actor, found, light)}
    rows = [(note, texts.get(note.pk)) for note in shown]
    return render(request, "casework/notes.html", {"case": found, "page": shown, "rows": rows})


@page("casework.note")
def heavy_note(request: StaffRequest, case: UUID, note: UUID) -> HttpResponse:
    """One note that describes harm, opened because somebody chose to."""
    found = _readable(request, case)
    row = reads.notes_in(found).filter(pk=note).first()
    if row is None:
        raise NotHere
    opened = reads.open_notes(request.actor, found, [row])
    return render(request, "casework/notes.html", {"case": found, "rows": [(row, opened[0])], "single": True})


@page("casework.note")
def write_note(request: StaffRequest, case: UUID) -> HttpResponse:
    """Write a note about one of the people in the case."""
    found = _readable(request, case)
    parts = {row.person_id: row for row in found.participants.select_related("person").order_by("-made_at")}
    people = [(str(row.person_id), f"{row.person.code} · {_(PARTS[Part(row.role)])}") for row in reversed(parts.values())]
    form = NoteForm(sent(request), people=people, initial={"person": request.GET.get("person")})
    return ask(
        request, found, form,
        act=lambda given: actions.note(
            actor=request.actor, case=found, person=parts[given["person"]].person, text=given["text"], heavy=given["heavy"],
        ),
        done=_("The note is kept."), heading=_("Write a note"), submit=_("Keep the note"),
        undo=lambda row: undo_url(found, "note", row.pk), about=_about(request, parts),
    )


def _about(request: StaffRequest, parts: dict[UUID, Participation]) -> UUID | None:
    """Whom the note is about, once that is chosen: a draft ends with her word."""
    chosen = request.POST.get("person", "")
    return next((person for person in parts if str(person) == chosen), None)


def _readable(request: StaffRequest, case: UUID) -> Case:
    found = the_case(request, case, "casework.note")
    allow(request, "casework.note", reads.facts(found), NOTE, purpose="care")
    return found
