"""The pages on which a form is composed: its words, its elements in order under headings; every move is a button."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import FormHead, FormNew, PlaceElement
from titip.dictionary.rules import placing as rules
from titip.dictionary.rules.codebook import FormEntry, PlacementEntry
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


@page("dictionary.edit")
def form_new(request: StaffRequest) -> HttpResponse:
    """A new form."""
    if reads.current() is None:
        raise Http404
    if kept := keep_typed(request, title=_("A new form")):
        return kept
    form = FormNew(reads.draft_book(), typing(request))
    if request.method == "POST" and form.is_valid():
        entry = form.entry()
        actions.put(entries=[("forms", entry.code, entry)], what="new", thing=entry.name, actor_code=request.actor.code)
        done(request)
        return redirect("dictionary:place", entry.code)
    back = reverse("dictionary:draft")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("A new form"), "title": _("Form"), "submit_label": _("Make this form"),
        "back_url": back, "cancel_url": back, "intro": _("A new form begins a new collection: before it goes live, a review of harm and benefit is signed."),
    }
    return render(request, "titip/form_page.html", context)


@page("dictionary.edit")
def place(request: StaffRequest, code: str) -> HttpResponse:
    """What stands on a form, in which order, under which headings."""
    here = reads.standing()
    form = here.after.form(code)
    if form is None:
        raise Http404
    if kept := keep_typed(request, title=_("Compose a form: %(code)s") % {"code": code}):
        return kept
    sent = request.POST.get("go", "")
    adding = PlaceElement(here.after, form, request.POST if sent == "add" else None)
    head = FormHead(typing(request) if sent in ("", "head") else None, initial={n: getattr(form, n) for n in ("name", "instructions", "version_label")})
    if request.method == "POST":
        made, anchor = _composed(request, form, sent, adding, head)
        if made is not None:
            what = "placed" if {p.element for p in made.placements} != {p.element for p in form.placements} else "order" if sent != "head" else "changed"
            actions.put(entries=[("forms", code, made)], what=what, thing=form.name, actor_code=request.actor.code)
            done(request)
            return redirect(f"{reverse('dictionary:place', args=[code])}{anchor}")
        if sent == "retire":
            actions.put(entries=[("forms", code, None)], what="retired", thing=form.name, actor_code=request.actor.code)
            messages.success(request, _("The form is retired in the draft. What was written on it stays readable."))
            return redirect("dictionary:draft")
    labels = {e.code: e.label for e in here.after.elements}
    sections = [(title, [(p.element, labels.get(p.element, p.element)) for p in placed]) for title, placed in rules.sections(form)]
    context = {
        "entry": form, "sections": sections, "adding": adding, "head": head if sent == "head" else unjudged(request, head),
        "titles": [title for title, _placed in sections if title], "review": reads.review_of(code), "fresh": here.before.form(code) is None,
    }
    return render(request, "dictionary/place.html", context)


def _composed(request: StaffRequest, form: FormEntry, sent: str, adding: PlaceElement, head: FormHead) -> tuple[FormEntry | None, str]:
    """The form as it was asked for, with the place to go to; None where nothing valid was asked."""
    wanted, _sep, element = sent.partition(":")
    if wanted == "add" and adding.is_valid():
        placed = PlacementEntry(adding.cleaned_data["element"], adding.cleaned_data["section"].strip())
        return replace(form, placements=rules.added(form.placements, placed)), f"#row-{placed.element}"
    if wanted == "head" and head.is_valid():
        return replace(form, **head.cleaned_data), ""
    if wanted in ("up", "down"):
        return replace(form, placements=rules.moved(form.placements, element, -1 if wanted == "up" else 1)), f"#row-{element}"
    if wanted == "remove":
        return replace(form, placements=tuple(p for p in form.placements if p.element != element)), "#add"
    if wanted == "rename":
        old, new = request.POST.get("was", ""), request.POST.get("title", "").strip()[:160]
        placements = tuple(replace(p, section=new) if p.section == old else p for p in form.placements)
        return replace(form, placements=placements), ""
    return None, ""
