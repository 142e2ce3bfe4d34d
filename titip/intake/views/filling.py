"""Filling a form in, section by section, and saving it; whatever stands in the way, nothing typed is lost."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import as_answers, page_marks, section_form, whole_form
from titip.intake.rules.meeting import write_marks
from titip.intake.views.conflicts import settle, show_conflicts
from titip.intake.views.finding import base_in, section_number, sheet_or_refuse, typed_in
from titip.intake.views.tabs import chosen_between_tabs, show_tabs
from titip.protect.gate import offer_undo, page
from titip.register import actions as register


@page("intake.fill")
def fill(request, person_id, form_code):
    """One section of the form; every button keeps what was typed before it does anything else."""
    person, sheet = sheet_or_refuse(request, person_id, form_code)
    if request.method != "POST":
        if reads.open_interview(request.actor, person) is None:
            return redirect(f"{reverse('intake:start', args=[person.pk])}?form={form_code}")
        return _section(request, person, sheet, section_number(request.GET.get("section"), sheet))
    wanted = request.POST.get("go", "save")
    if wanted == "settle":
        return _settle(request, person, sheet)
    typed, had = chosen_between_tabs(request, typed_in(request, sheet))
    kept = actions.meet_draft(
        actor=request.actor, person=person, form_code=sheet.spec.code, base_number=base_in(request, sheet), typed=typed, had=had
    )
    sheet = replace(sheet, typed=kept.typed, base_number=kept.draft.base_number)
    if kept.clashes:
        return show_tabs(request, person, sheet, typed, kept, wanted)
    return _after(request, person, sheet, wanted)


def _settle(request, person, sheet):
    """Save after the choices between both sides."""
    base = base_in(request, sheet)
    try:
        typed = settle(request, person, sheet, base)
    except register.NotAllowed as refused:
        return render(request, "intake/not_allowed.html", {"person": person, "spec": sheet.spec, "elements": refused.elements}, status=409)
    return _save(request, person, replace(sheet, typed=typed, base_number=base))


def _after(request, person, sheet, wanted):
    form_code = sheet.spec.code
    if wanted == "stop":
        messages.success(request, _("The draft is kept, sealed, for you alone. Go on whenever you like."))
        return redirect("register:person", person_id=person.pk)
    if wanted == "break":
        actions.pause(actor=request.actor, person=person)
        return redirect("intake:pause", person_id=person.pk, form_code=form_code)
    if wanted.startswith("section-"):
        return HttpResponseRedirect(f"{reverse('intake:fill', args=[person.pk, form_code])}?section={wanted.removeprefix('section-')}")
    return _save(request, person, sheet)


def _save(request, person, sheet):
    form = whole_form(sheet, sheet.typed)
    if not form.is_valid():
        return _section(request, person, sheet, _first_wrong(sheet, form), wrong=form)
    interview = reads.open_interview(request.actor, person)
    try:
        saved = actions.submit(
            actor=request.actor, person=person, form_code=sheet.spec.code, answers=as_answers(sheet, form), base_number=sheet.base_number,
            mode=interview.mode if interview else "in_person",
        )
    except register.NotAllowed as refused:
        return render(request, "intake/not_allowed.html", {"person": person, "spec": sheet.spec, "elements": refused.elements}, status=409)
    except register.StaleBase as stale:
        return show_conflicts(request, person, sheet, stale)
    said = _("Saved.") if not saved.merged else _("Saved. What a colleague changed meanwhile is kept beside it.")
    if saved.version is None:
        messages.success(request, said)
    else:
        offer_undo(request, reverse("intake:undo_save", args=[person.pk, saved.version.number]), said)
    return redirect("register:person", person_id=person.pk)


def _section(request, person, sheet, number, *, wrong=None):
    section = sheet.sections[number] if sheet.sections else None
    form = section_form(sheet, section, sheet.typed, checked=wrong is not None) if section else None
    others = [(i, s) for i, s in enumerate(sheet.sections) if wrong is not None and i != number and any(e.code in wrong.errors for e in s.elements)]
    context = {
        "person": person,
        "sheet": sheet,
        "number": number,
        "section": section,
        "form": form,
        "had": write_marks(page_marks(sheet, section)) if section else "",
        "pause": reads.pause_of(request.actor, person, sheet.spec.code),
        "others_wrong": others,
        "tabs": [
            {"number": i, "title": s.title, "answered": sheet.answered(s), "of": len(s.elements), "here": i == number} for i, s in enumerate(sheet.sections)
        ],
        "next": number + 1 if number + 1 < len(sheet.sections) else None,
    }
    return render(request, "intake/fill.html", context, status=200)


def _first_wrong(sheet, form):
    return next((i for i, section in enumerate(sheet.sections) if any(e.code in form.errors for e in section.elements)), 0)
