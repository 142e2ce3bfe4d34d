"""The pages on which the organisation declares a kind of record of its own: name, what it is about, its questions one by one."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import KindNew, QuestionNew, QuestionsNew
from titip.dictionary.rules.codebook import FormEntry, RecordTypeEntry
from titip.dictionary.rules.drafting import find
from titip.dictionary.rules.kinds import is_own
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views import words
from titip.dictionary.views.editing import said
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


@page("dictionary.edit")
def kind_new(request: StaffRequest) -> HttpResponse:
    """Begin a kind of record of one's own."""
    if reads.current() is None:
        raise Http404
    if kept := keep_typed(request, title=_("A kind of record of our own")):
        return kept
    form = KindNew(reads.draft_book(), typing(request))
    if request.method == "POST" and form.is_valid():
        kind, sheet = form.entries()
        actions.put(
            entries=[("record_types", kind.code, kind), ("forms", sheet.code, sheet)], what="new", thing=kind.name, actor_code=request.actor.code,
        )  # fmt: skip
        done(request)
        return redirect("dictionary:kind_several", kind.code)
    back = reverse("dictionary:draft")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("A kind of record of our own"), "title": _("Kind of record"),
        "submit_label": _("Go on to its questions"), "back_url": back, "cancel_url": back,
        "intro": _("Visits to workplaces, hearings you watch, calls, households you ask: first its name, then its questions."),
    }
    return render(request, "titip/form_page.html", context)


def _kind_or_refuse(here: reads.Standing, code: str) -> tuple[RecordTypeEntry, FormEntry]:
    entry, sheet = find(here.after, "record_types", code), here.after.form(code)
    if entry is None or sheet is None or not is_own(code):
        raise Http404
    return entry, sheet


@page("dictionary.edit")
def kind_several(request: StaffRequest, code: str) -> HttpResponse:
    """Up to ten questions on one page: their words first, then the class that is proposed for each, then all of them in one step."""
    here = reads.standing()
    entry, sheet = _kind_or_refuse(here, code)
    if kept := keep_typed(request, title=_("Questions of “%(what)s”") % {"what": entry.name}):
        return kept
    form = QuestionsNew(here.after, sheet, entry.subject, typing(request))
    if request.method == "POST" and request.POST.get("go") == "words":
        form = form.with_words()
        form.full_clean()
    elif request.method == "POST" and form.is_valid() and not form.weighed:
        form = form.with_classes()
    elif request.method == "POST" and form.is_valid():
        try:
            actions.put(entries=form.entries(), what="placed", thing=entry.name, actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            return redirect(f"{reverse('dictionary:kind', args=[code])}#left")
    return render(request, "dictionary/several.html", {"kind": entry, "form": unjudged(request, form)})


@page("dictionary.edit")
def kind(request: StaffRequest, code: str) -> HttpResponse:
    """The questions of a kind of record, one more of them, and what is left to do before it can be collected."""
    here = reads.standing()
    entry, sheet = _kind_or_refuse(here, code)
    if kept := keep_typed(request, title=_("A question of “%(what)s”") % {"what": entry.name}):
        return kept
    if "remove" in request.POST:
        return _removed(request, code, sheet)
    form = QuestionNew(here.after, sheet, entry.subject, typing(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(entries=form.entries(), what="placed", thing=form.cleaned_data["label"], actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            return redirect(f"{reverse('dictionary:kind', args=[code])}#asked")
    elements = {element.code: element for element in here.after.elements}
    asked = [elements[p.element] for p in sheet.placements if p.element in elements]
    review, obstacles = reads.review_of(code), reads.obstacles(here)
    context = {
        "kind": entry, "form": unjudged(request, form), "asked": [(e, words.TYPES[e.type], words.RISKS[e.risk]) for e in asked],
        "review": review, "weighed": review is not None and bool(review.signed_by) and {e.code for e in asked} <= set(review.elements),
        "new_since": review is not None and not {e.code for e in asked} <= set(review.elements),
        "second": bool(obstacles.reasons) and not obstacles.approved, "asked_for": here.draft is not None and here.draft.asked_at is not None,
        "in_force": here.before.form(code) is not None, "waits": here.draft is not None and here.before.form(code) != sheet,
    }  # fmt: skip
    return render(request, "dictionary/kind.html", context)


def _removed(request: StaffRequest, code: str, sheet: FormEntry) -> HttpResponse:
    """Take a question off the form; what was answered to it stays readable."""
    held = tuple(p for p in sheet.placements if p.element != request.POST["remove"])
    actions.put(entries=[("forms", code, replace(sheet, placements=held))], what="placed", thing=code, actor_code=request.actor.code)
    messages.success(request, _("Taken off. You can take this step back under “Change the dictionary”."))
    return redirect("dictionary:kind", code)
