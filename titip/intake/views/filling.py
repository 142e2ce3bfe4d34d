"""Filling a form in, section by section, and saving it; whatever stands in the way, nothing typed is lost."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import as_answers, section_form, whole_form
from titip.intake.views.conflicts import keep_theirs, show_conflicts
from titip.intake.views.finding import base_in, section_number, sheet_or_refuse, typed_in
from titip.protect.gate import page
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
    sheet = _settled(request, person, sheet) if wanted == "settle" else _kept(request, person, sheet)
    return _after(request, person, sheet, wanted)


def _kept(request, person, sheet):
    """The sheet with what was typed on this page, once that is kept."""
    typed = typed_in(request, sheet)
    draft = actions.keep_draft(actor=request.actor, person=person, form_code=sheet.spec.code, base_number=base_in(request, sheet), typed=typed)
    return replace(sheet, typed=typed.over(sheet.typed), base_number=draft.base_number)


def _settled(request, person, sheet):
    """The sheet after the choices between both sides."""
    theirs, base = keep_theirs(request, sheet), base_in(request, sheet)
    actions.settle_draft(actor=request.actor, person=person, form_code=sheet.spec.code, keep_theirs=theirs, base_number=base)
    return replace(sheet, typed=sheet.typed.without(theirs), base_number=base)


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
    messages.success(request, _("Saved.") if not saved.merged else _("Saved. What a colleague changed meanwhile is kept beside it."))
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
        "others_wrong": others,
        "tabs": [
            {"number": i, "title": s.title, "answered": sheet.answered(s), "of": len(s.elements), "here": i == number} for i, s in enumerate(sheet.sections)
        ],
        "next": number + 1 if number + 1 < len(sheet.sections) else None,
    }
    return render(request, "intake/fill.html", context, status=200)


def _first_wrong(sheet, form):
    return next((i for i, section in enumerate(sheet.sections) if any(e.code in form.errors for e in section.elements)), 0)
