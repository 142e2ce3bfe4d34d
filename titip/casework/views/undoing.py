"""Takes back what was just done in a case, within half a minute."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.models import Case
from titip.casework.views.asking import the_case
from titip.protect.gate import NotHere, StaffRequest, drafting, page, take_up
from titip.protect.rules.undoing import CannotUndo

#: What can be taken back, and the action that did it.
_ACTIONS = {
    "note": "casework.note", "step": "casework.step", "service": "casework.service", "part": "casework.people", "move": "casework.move",
    "closing": "casework.close",
}


def undo_url(case: Case, what: str, thing: UUID) -> str:
    """The address that takes it back."""
    return reverse("casework:undo", args=[case.pk, what, thing])


@page("casework.open", keeps=False)
def undo(request: StaffRequest, case: UUID, what: str, thing: UUID) -> HttpResponse:
    """Take it back, or say why that can no longer be."""
    if what not in _ACTIONS:
        raise NotHere
    found = the_case(request, case, _ACTIONS[what])
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        take_up(request)
        words = _words_of_note(request, found, thing) if what == "note" else None
        actions.UNDO[what](actor=request.actor, case=found, thing=thing)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
    else:
        messages.success(request, _("Taken back. It is as it was before."))
        if words is not None:
            return _write_again(request, found, words)
    return redirect("casework:case", case=found.pk)


def _words_of_note(request: StaffRequest, case: Case, note: UUID) -> list[tuple[str, str]] | None:
    """What had been typed for a note, as its form holds it."""
    row = reads.notes_in(case).filter(pk=note).first()
    opened = reads.open_notes(request.actor, case, [row])[0] if row else None
    if row is None or opened is None or opened.text is None:
        return None
    return [("person", str(row.person_id)), ("text", opened.text), *([("heavy", "on")] if row.heavy else [])]


def _write_again(request: StaffRequest, case: Case, words: list[tuple[str, str]]) -> HttpResponse:
    """A note that was taken back is a draft again: no word of it is lost."""
    title = f"{_('Write a note')} · {case.code}"
    draft = drafting.remember(request, path=reverse("casework:write_note", args=[case.pk]), fields=words, title=title, about=UUID(words[0][1]))
    return redirect(f"{draft.path}?draft={draft.pk}")
