"""The cards in other languages, written and spoken: languages, words, recordings. All of it waits in the draft, like the words it renders."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import CardLanguageEdit, CardLanguageNew, CardRecording, CardWords
from titip.dictionary.reads.cards import card_sound
from titip.dictionary.rules.cards import name_of, own, sound_late, words_in, words_late
from titip.dictionary.rules.codebook import CardLanguageEntry, Codebook, PurposeEntry
from titip.dictionary.rules.playing import played
from titip.dictionary.rules.sounds import BadSound
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views.editing import said
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


@page("dictionary.edit")
def card_language_new(request: StaffRequest) -> HttpResponse:
    """A language more in which cards are read."""
    book = _book()
    if kept := keep_typed(request, title=_("Cards in another language")):
        return kept
    form = CardLanguageNew({c.code for c in book.card_languages} | {p.language for p in book.purposes}, typing(request))
    if request.method == "POST" and form.is_valid():
        entry = form.entry()
        actions.put(entries=[("card_languages", entry.code, entry)], what="language", thing=entry.name, actor_code=request.actor.code)
        done(request)
        return redirect("dictionary:card_language", entry.code)
    back = reverse("dictionary:purposes")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("Cards in another language"),
        "title": _("Language"), "submit_label": _("Add this language"), "back_url": back,
        "cancel_url": back,
        "intro": _("You write the words yourself, or have them written by somebody who speaks the language. Or only spoken: a recording is enough."),
    }
    return render(request, "titip/form_page.html", context)


@page("dictionary.edit")
def card_language(request: StaffRequest, code: str) -> HttpResponse:
    """The few words around every card in one language; taking the language out."""
    entry = _language(_book(), code)
    if entry is None:
        raise Http404
    if kept := keep_typed(request, title=_("Language of the cards: %(name)s") % {"name": entry.name}):
        return kept
    if request.method == "POST" and request.POST.get("go") == "remove":
        return _removed(request, entry)
    form = CardLanguageEdit(entry, reads.last_step(), typing(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(
                entries=[("card_languages", code, form.entry())], what="language", thing=entry.name, actor_code=request.actor.code,
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            messages.success(request, _("Kept in the draft. It is in force once the draft is published."))
            return redirect("dictionary:purposes")
    return render(request, "dictionary/card_language.html", {"form": unjudged(request, form), "entry": entry})


def _removed(request: StaffRequest, entry: CardLanguageEntry) -> HttpResponse:
    actions.put(entries=[("card_languages", entry.code, None)], what="language", thing=entry.name, actor_code=request.actor.code)
    done(request)
    messages.success(request, _("Taken out, in the draft. There the last step can be taken back. The words of the cards in this language stay kept."))
    return redirect("dictionary:draft")


@page("dictionary.edit")
def purpose_words(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """The words of one card in another language."""
    book = _book()
    entry, name = _purpose(book, code), _named(book, language)
    if language == entry.language:
        return redirect("dictionary:purpose", code)
    if kept := keep_typed(request, title=_("A card in another language: %(name)s") % {"name": name}):
        return kept
    form = CardWords(entry, language, reads.last_step(), typing(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(
                entries=[("purposes", code, form.entry())], what="card", thing=entry.name, actor_code=request.actor.code, seen=form.cleaned_data["seen"] or 0,
            )
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            messages.success(request, _("Kept in the draft. It is in force once the draft is published."))
            return redirect(f"{reverse('dictionary:purposes')}#{code}")
    context = {"form": unjudged(request, form), "entry": entry, "name": name, "code": language, "late": words_late(entry, language)}
    return render(request, "dictionary/purpose_words.html", context)


@page("dictionary.edit", keeps=False)
def purpose_sound(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """The recording of one card: what it must say, what there is, another one in its place."""
    book = _book()
    entry, name = _purpose(book, code), _named(book, language)
    form = CardRecording(request.POST, request.FILES) if request.method == "POST" and request.POST.get("go") != "remove" else CardRecording()
    if request.method == "POST" and request.POST.get("go") == "remove":
        actions.unrecord_card(purpose=code, language=language, actor_code=request.actor.code)
        messages.success(request, _("Taken out, in the draft. There the last step can be taken back."))
        return redirect("dictionary:purpose_sound", code, language)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_card(purpose=code, language=language, data=form.cleaned_data["file"].read(), actor_code=request.actor.code)
        except BadSound as refused:
            form.add_error("file", _(refused.template) % refused.params)
        else:
            messages.success(request, _("Kept in the draft. Listen to it once; a colleague listens too before it is published."))
            return redirect("dictionary:purpose_sound", code, language)
    return render(request, "dictionary/purpose_sound.html", {"form": form, **_heard(book, entry, language), "name": name})


def _heard(book: Codebook, entry: PurposeEntry, language: str) -> dict[str, Any]:
    words, held = words_in(entry, language), entry.sounds.get(language, {})
    return {
        "entry": entry, "code": language, "words": words or own(entry), "written": words is not None, "held": held,
        "kept": reads.card_sounds([held["file"]]).get(held["file"]) if held else None, "late": sound_late(entry, language),
        "around": _language(book, language),
    }  # fmt: skip


@page("dictionary.read")
def sound(request: StaffRequest, sha256: str) -> HttpResponse:
    """A recording, played by a page of ours. Browsers ask for parts of it."""
    found = card_sound(sha256)
    if found is None:
        raise Http404
    content, status, headers = played(bytes(found.content), found.kind, request.headers.get("Range", ""))
    return HttpResponse(content, status=status, headers=headers)


def _book() -> Codebook:
    if reads.current() is None:
        raise Http404
    return reads.draft_book()


def _purpose(book: Codebook, code: str) -> PurposeEntry:
    found = next((one for one in book.purposes if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _language(book: Codebook, code: str) -> CardLanguageEntry | None:
    return next((one for one in book.card_languages if one.code == code), None)


def _named(book: Codebook, language: str) -> str:
    """The language's own name, where cards are written in it. Raises Http404."""
    if _language(book, language) is None and language not in {one.language for one in book.purposes}:
        raise Http404
    return name_of(language, book.card_languages)
