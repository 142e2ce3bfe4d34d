"""What people are asked to agree to, in the organisation's own words: each purpose with its sentence, changed in the draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import PurposeEdit
from titip.dictionary.rules.cards import name_of, sound_in, sound_late, words_in, words_late
from titip.dictionary.rules.codebook import Codebook, PurposeEntry
from titip.dictionary.rules.rewording import Rewording, reworded
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views.editing import said
from titip.protect.gate import StaffRequest, done, keep_typed, may, page, typing, unjudged


@page("dictionary.read")
def purposes(request: StaffRequest) -> HttpResponse:
    """The cards as they are read to a person, which of them are still our words, and what the draft changes."""
    if reads.current() is None:
        raise Http404
    may_edit = may(request, "dictionary.edit")
    here = reads.draft_book() if may_edit else reads.frozen_book()
    again = {one.purpose: one for one in reworded(reads.frozen_book().purposes, here.purposes)}
    lines = [_line(here, entry, again.get(entry.code)) for entry in sorted(here.purposes, key=lambda entry: entry.order)]
    return render(request, "dictionary/purposes.html", {"lines": lines, "languages": here.card_languages, "may_edit": may_edit})


def _line(book: Codebook, entry: PurposeEntry, again: Rewording | None) -> dict[str, Any]:
    ours = {(one.card, one.who_sees) for one in starter().purposes}
    codes = dict.fromkeys([entry.language, *(one.code for one in book.card_languages)])
    languages = [
        {
            "code": code, "name": name_of(code, book.card_languages), "own": code == entry.language, "words": words_in(entry, code) is not None,
            "words_late": words_late(entry, code), "unread": code != entry.language and entry.texts.get(code, {}).get("reviewed") != "yes",
            "sound": sound_in(entry, code), "sound_late": sound_late(entry, code),
        }
        for code in codes
    ]  # fmt: skip
    asked = ", ".join(name_of(code or entry.language, book.card_languages) for code in sorted(again.languages)) if again else ""
    return {"entry": entry, "ours": (entry.card, entry.who_sees) in ours, "again": again, "asked": asked, "languages": languages}


@page("dictionary.edit")
def purpose_new(request: StaffRequest) -> HttpResponse:
    """A new purpose, narrow and named."""
    if reads.current() is None:
        raise Http404
    return _edited(request, None)


@page("dictionary.edit")
def purpose(request: StaffRequest, code: str) -> HttpResponse:
    """Word a purpose in another way."""
    if reads.current() is None:
        raise Http404
    held = next((entry for entry in reads.draft_book().purposes if entry.code == code), None)
    if held is None:
        raise Http404
    return _edited(request, held)


def _edited(request: StaffRequest, held: PurposeEntry | None) -> HttpResponse:
    if kept := keep_typed(request, title=_("What people are asked to agree to")):
        return kept
    known = reads.draft_book().purposes
    form = PurposeEdit(held, typing(request))
    if request.method == "POST" and form.is_valid():
        entry = form.entry({one.code for one in known}, max((one.order for one in known), default=0) + 1)
        try:
            actions.put(entries=[("purposes", entry.code, entry)], what="purpose", thing=entry.name, actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            messages.success(request, _("Kept in the draft. It is in force once the draft is published."))
            return redirect("dictionary:purposes")
    return render(request, "dictionary/purpose.html", {"form": unjudged(request, form), "held": held})
