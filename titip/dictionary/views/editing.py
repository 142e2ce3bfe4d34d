"""The pages on which an element is made and changed: always in the draft."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import AddCondition, ElementEdit, ElementNew, ElementWords, ExpertRule
from titip.dictionary.forms.rules import candidates
from titip.dictionary.rules.classify import classified, suggest
from titip.dictionary.rules.codebook import Codebook, ElementEntry, PlacementEntry
from titip.dictionary.rules.languages import OTHERS
from titip.dictionary.rules.lint import lint
from titip.dictionary.rules.plain_rules import PlainRule, in_words, read_plain
from titip.dictionary.rules.types import ElementType
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views import words
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


def found_in_draft(code: str) -> tuple[reads.Standing, ElementEntry]:
    """The draft and one element in it. Raises Http404."""
    here = reads.standing()
    entry = here.after.element(code)
    if entry is None:
        raise Http404
    return here, entry


def said(refused: CannotEdit) -> str:
    """Why not, in the reader's language."""
    return str(_(refused.template) % refused.params)


@page("dictionary.edit")
def element_new(request: StaffRequest) -> HttpResponse:
    """Begin a new element: what never changes, and its label."""
    book = _draft_or_404()
    if kept := keep_typed(request, title=_("A new element")):
        return kept
    form = ElementNew(book, typing(request), initial={"form": request.GET.get("form", ""), "record_type": _type_of(book, request.GET.get("form", ""))})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        entry = ElementEntry(given["code"], given["record_type"], ElementType(given["type"]), given["label"], code_list=given["code_list"])
        entry = classified(replace(entry, risk="", source="ours"))
        placed = [("forms", f.code, _placed(f, entry)) for f in book.forms if f.code == given["form"] and f.record_type == entry.record_type]
        try:
            actions.put(entries=[("elements", entry.code, entry), *placed], what="new", thing=entry.label, actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            return redirect("dictionary:edit", entry.code)
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("A new element"), "title": _("Element"), "submit_label": _("Go on"),
        "back_url": reverse("dictionary:draft"), "cancel_url": reverse("dictionary:draft"),
    }
    return render(request, "titip/form_page.html", context)


def _draft_or_404() -> Codebook:
    if reads.current() is None:
        raise Http404
    return reads.draft_book()


def _type_of(book: Codebook, form_code: str) -> str:
    form = book.form(form_code)
    return form.record_type if form else ""


def _placed(form: Any, entry: ElementEntry) -> Any:
    section = form.placements[-1].section if form.placements else ""
    return replace(form, placements=(*form.placements, PlacementEntry(entry.code, section)))


@page("dictionary.edit")
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change an element in the draft; its risk class is confirmed by saving."""
    here, entry = found_in_draft(code)
    if kept := keep_typed(request, title=_("Change an element: %(code)s") % {"code": code}):
        return kept
    form = ElementEdit(entry, here.after, reads.last_step(), typing(request))
    if request.method == "POST" and form.is_valid():
        made = form.changed_entry()
        what = "retired" if made.status != entry.status and form.cleaned_data["retired"] else "changed"
        try:
            actions.put(entries=[("elements", code, made)], what=what, thing=made.label, actor_code=request.actor.code, seen=form.cleaned_data["seen"] or 0)
        except CannotEdit as refused:
            field = "risk" if refused.code in ("exposed", "minimum") else "identifier" if refused.code == "biometric" else None
            form.add_error(field if field in form.fields else None, said(refused))
        else:
            done(request)
            messages.success(request, _("Kept in the draft. It is in force once the draft is published."))
            return redirect("dictionary:edit", code)
    return render(request, "dictionary/edit.html", _edit_context(request, here, entry, form))


def _edit_context(request: StaffRequest, here: reads.Standing, entry: ElementEntry, form: ElementEdit) -> dict[str, Any]:
    hinted = suggest(entry)
    proposal = hinted.proposal
    language = get_language() or "en"
    return {
        "form": unjudged(request, form), "entry": entry, "groups": [(words.GROUPS[name], fields) for name, fields in form.groups() if fields],
        "reason": _(hinted.template) % dict(hinted.params), "proposed_risk": words.RISKS.get(proposal.risk, ""), "proposal": proposal,
        "proposed_kind": words.IDENTIFIERS.get(proposal.identifier, ""), "type": words.TYPES[entry.type], "published": here.before.element(entry.code),
        "languages": [(code, name, bool(entry.texts.get(code, {}).get("label"))) for code, name in OTHERS.items()],
        "rule": in_words(entry.relevant, here.after, _, language), "forms": [f for f in here.after.forms if any(p.element == entry.code for p in f.placements)],
        "findings": [f for f in lint(here.after) if f.where == entry.code], "in_draft": here.draft is not None,
    }  # fmt: skip


@page("dictionary.edit")
def element_words(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """The words of an element in another language."""
    here, entry = found_in_draft(code)
    if language not in OTHERS:
        raise Http404
    if kept := keep_typed(request, title=_("Words of an element: %(code)s") % {"code": code}):
        return kept
    form = ElementWords(entry, language, reads.last_step(), typing(request))
    back = reverse("dictionary:edit", args=[code])
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(
                entries=[("elements", code, form.changed_entry())], what="words", thing=entry.label, actor_code=request.actor.code,
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            return redirect(back)
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": f"{entry.label} · {OTHERS[language]}", "title": _("Words"),
        "submit_label": _("Keep these words"), "back_url": back, "cancel_url": back,
        "intro": _("Under each box stand the English words. What stays empty is shown in English."),
    }
    return render(request, "titip/form_page.html", context)


@page("dictionary.edit")
def rule(request: StaffRequest, code: str) -> HttpResponse:
    """When an element is asked: plain choices one after the other, said in words; the text for experts."""
    here, entry = found_in_draft(code)
    if kept := keep_typed(request, title=_("When it is asked: %(code)s") % {"code": code}):
        return kept
    sent, plain = request.POST.get("go", ""), read_plain(entry.relevant)
    on = here.after.element((request.POST if request.method == "POST" else request.GET).get("on", ""))
    adding = AddCondition(here.after, on, request.POST if sent == "add" else None) if on else None
    expert = ExpertRule(here.after, typing(request) if sent in ("", "expert") else None, initial={"rule": entry.relevant})
    if request.method == "POST" and (text := _ruled(request, sent, plain, adding, expert, here.after)) is not None:
        actions.put(entries=[("elements", code, replace(entry, relevant=text))], what="rule", thing=entry.label, actor_code=request.actor.code)
        done(request)
        return redirect("dictionary:rule", code)
    language = get_language() or "en"
    conditions = [in_words(c.expression(here.after.element(c.element)), here.after, _, language) for c in plain.conditions] if plain else []
    context = {
        "entry": entry, "plain": plain, "conditions": conditions, "words": in_words(entry.relevant, here.after, _, language),
        "candidates": candidates(here.after, entry), "on": on, "adding": adding, "expert": unjudged(request, expert) if sent != "expert" else expert,
    }
    return render(request, "dictionary/rule.html", context)


def _ruled(request: StaffRequest, sent: str, plain: PlainRule | None, adding: Any, expert: ExpertRule, book: Codebook) -> str | None:
    """The rule that was asked for, or None where nothing valid was."""
    if sent == "expert":
        return str(expert.cleaned_data["rule"]) if expert.is_valid() else None
    if plain is None:
        return None
    if sent == "add" and adding is not None and adding.is_valid():
        return PlainRule((*plain.conditions, adding.condition()), plain.any_of).expression(book)
    if sent.startswith("remove-") and sent.removeprefix("remove-").isdecimal():
        place = int(sent.removeprefix("remove-"))
        return PlainRule(tuple(c for n, c in enumerate(plain.conditions) if n != place), plain.any_of).expression(book)
    if sent in ("all", "any"):
        return PlainRule(plain.conditions, sent == "any").expression(book)
    return None
