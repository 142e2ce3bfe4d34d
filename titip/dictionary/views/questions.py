"""Questions first: what the organisation wants to know, what answers it, what answers nothing; reviews of harm and benefit."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from titip.dictionary import actions, reads
from titip.dictionary.forms import KeepReason, QuestionEdit, ReviewEdit
from titip.dictionary.rules.codebook import Codebook, QuestionEntry
from titip.dictionary.rules.types import Status
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views.editing import said
from titip.protect.gate import StaffRequest, done, keep_typed, may, page, typing, unjudged
from titip.protect.reads.staff import names_of


@page("dictionary.read")
def questions(request: StaffRequest) -> HttpResponse:
    """The organisation's questions with what answers them; elements that should go or say why they stay; collections with their reviews."""
    if reads.current() is None:
        raise Http404
    may_edit = may(request, "dictionary.edit")
    book = reads.draft_book() if may_edit else reads.frozen_book()
    live = [e for e in book.elements if e.status is not Status.RETIRED]
    asked = [(q, [e for e in live if q.code in e.questions]) for q in book.questions]
    found = reads.idle(book)
    context = {
        "asked": asked, "idle": [one for one in found if one.kept is None], "kept": [one for one in found if one.kept is not None],
        "forms": [(form, reads.review_of(form.code)) for form in book.forms], "silent": reads.silent(book),
        "may_edit": may_edit, "may_import": may(request, "dictionary.import"),
    }  # fmt: skip
    return render(request, "dictionary/questions.html", context)


@page("dictionary.edit")
def question_new(request: StaffRequest) -> HttpResponse:
    """A new question."""
    if reads.current() is None:
        raise Http404
    return _asked(request, reads.draft_book(), None)


@page("dictionary.edit")
def question(request: StaffRequest, code: str) -> HttpResponse:
    """Change a question, tie elements to it, or let it go."""
    if reads.current() is None:
        raise Http404
    book = reads.draft_book()
    held = next((q for q in book.questions if q.code == code), None)
    if held is None:
        raise Http404
    if request.POST.get("go") == "retire":
        entries = [("questions", code, None), *_tied(book, code, set())]
        actions.put(entries=entries, what="retired", thing=held.text, actor_code=request.actor.code)
        messages.success(request, _("The question is let go in the draft; its elements answer it no longer."))
        return redirect("dictionary:questions")
    return _asked(request, book, held)


def _asked(request: StaffRequest, book: Codebook, held: QuestionEntry | None) -> HttpResponse:
    if kept := keep_typed(request, title=_("A question of the organisation")):
        return kept
    form = QuestionEdit(book, held, typing(request))
    if request.method == "POST" and form.is_valid():
        entry = form.entry(held.code if held else "", {q.code for q in book.questions})
        entries = [("questions", entry.code, entry), *_tied(book, entry.code, set(form.cleaned_data["elements"]))]
        try:
            actions.put(entries=entries, what="question", thing=entry.text, actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            messages.success(request, _("Kept in the draft. It is in force once the draft is published."))
            return redirect("dictionary:questions")
    return render(request, "dictionary/question.html", {"form": unjudged(request, form), "held": held})


def _tied(book: Codebook, code: str, wanted: set[str]) -> list[tuple[str, str, Any]]:
    """The elements whose tie to the question changes."""
    made = []
    for entry in book.elements:
        if (entry.code in wanted) != (code in entry.questions):
            ties = (*entry.questions, code) if entry.code in wanted else tuple(q for q in entry.questions if q != code)
            made.append(("elements", entry.code, replace(entry, questions=ties)))
    return made


@page("dictionary.edit")
@require_POST
def retire(request: StaffRequest, code: str) -> HttpResponse:
    """Retire an element in the draft: what was answered stays readable."""
    entry = reads.draft_book().element(code)
    if entry is None:
        raise Http404
    actions.put(entries=[("elements", code, replace(entry, status=Status.RETIRED))], what="retired", thing=entry.label, actor_code=request.actor.code)
    messages.success(request, _("Retired in the draft: %(what)s. It leaves the forms once the draft is published.") % {"what": entry.label})
    return redirect("dictionary:questions")


@page("dictionary.edit")
def keep(request: StaffRequest, code: str) -> HttpResponse:
    """Keep an element that answers nothing or that nobody fills in, and say why."""
    entry = reads.draft_book().element(code)
    if entry is None:
        raise Http404
    if kept := keep_typed(request, title=_("Why it stays: %(code)s") % {"code": code}):
        return kept
    form = KeepReason(typing(request))
    back = reverse("dictionary:questions")
    if request.method == "POST" and form.is_valid():
        actions.keep_element(code=code, reason=form.cleaned_data["reason"], actor_code=request.actor.code)
        done(request)
        return redirect(back)
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("Why “%(what)s” stays") % {"what": entry.label}, "title": _("Element"),
        "submit_label": _("Keep it, for this reason"), "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


@page("dictionary.read")
def review(request: StaffRequest, code: str) -> HttpResponse:
    """The review of a collection: what good, what harm, what is done about it, who signed."""
    form = _form_of(code)
    held = reads.review_of(code)
    may_sign = held is not None and not held.signed_by and may(request, "dictionary.sign") and held.written_by != request.actor.code
    labels = {e.code: e.label for e in reads.draft_book().elements}
    added = [labels.get(p.element, p.element) for p in form.placements if held and p.element not in held.elements]
    called = names_of(held.written_by, held.signed_by) if held else {}
    context = {
        "entry": form, "review": held, "may_sign": may_sign, "may_write": may(request, "dictionary.review"), "added": added,
        "author": called.get(held.written_by) if held else "", "signer": called.get(held.signed_by) if held else "",
    }  # fmt: skip
    return render(request, "dictionary/review.html", context)


def _form_of(code: str) -> Any:
    found = reads.draft_book().form(code) if reads.current() else None
    if found is None:
        raise Http404
    return found


@page("dictionary.review")
def review_write(request: StaffRequest, code: str) -> HttpResponse:
    """Write the review, or write it anew: a signature under earlier words goes."""
    entry, held = _form_of(code), reads.review_of(code)
    if kept := keep_typed(request, title=_("Harm and benefit: %(code)s") % {"code": code}):
        return kept
    initial = {name: getattr(held, name) for name in ReviewEdit.base_fields} if held else {}
    form = ReviewEdit(typing(request), initial=initial)
    back = reverse("dictionary:review", args=[code])
    if request.method == "POST" and form.is_valid():
        actions.write_review(form_code=code, words=form.cleaned_data, actor_code=request.actor.code)
        done(request)
        messages.success(request, _("Written. Somebody else signs it."))
        return redirect(back)
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("Harm and benefit of “%(what)s”") % {"what": entry.name}, "title": _("Review"),
        "submit_label": _("Keep this review"), "back_url": back, "cancel_url": back,
        "warning": _("A new text takes an earlier signature away.") if held and held.signed_by else "",
    }
    return render(request, "titip/form_page.html", context)


@page("dictionary.sign")
@require_POST
def review_sign(request: StaffRequest, code: str) -> HttpResponse:
    """Sign a review that somebody else wrote."""
    try:
        actions.sign_review(form_code=code, actor_code=request.actor.code)
    except KeyError:
        raise Http404 from None
    except CannotEdit as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("Signed."))
    return redirect("dictionary:review", code)
