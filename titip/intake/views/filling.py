"""Filling a form in, section by section, and saving it; whatever stands in the way, nothing typed is lost."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary.form_builder import press
from titip.dictionary.rules.keys import top_of
from titip.dictionary.rules.parts import BAD
from titip.intake import actions, reads
from titip.intake.forms import as_answers, check_named, page_marks, section_form, whole_form
from titip.intake.rules.meeting import write_marks
from titip.intake.rules.typing import Typed
from titip.intake.views.conflicts import settle, show_conflicts
from titip.intake.views.finding import base_in, section_number, sheet_or_refuse, typed_in
from titip.intake.views.tabs import chosen_between_tabs, show_tabs
from titip.intake.views.uploads import with_files
from titip.protect.gate import cover, keep_sent, offer_undo, page
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
    pressed = press(wanted, typed.values, sheet.elements())
    typed = Typed(pressed.values, typed.seen) if pressed is not None else typed
    kept = _kept(request, person, sheet, typed, had)
    sheet = replace(sheet, typed=kept.typed, base_number=kept.draft.base_number)
    if kept.clashes and wanted == "cover":  # no page that shows both sides now
        return HttpResponseRedirect(cover(request, back=keep_sent(request, request.path)))
    if kept.clashes:
        return show_tabs(request, person, sheet, typed, kept, wanted)
    number = section_number(request.POST.get("section"), sheet)
    if wanted == "cover":
        return HttpResponseRedirect(cover(request, back=f"{request.path}?section={number}"))
    if pressed is not None:
        return _at(person, sheet, number, pressed.anchor)
    if any(name.endswith(BAD) for name in sheet.typed.values) and wanted != "save":
        return _section(request, person, sheet, number, wrong=whole_form(sheet, sheet.typed))
    return _after(request, person, sheet, wanted)


def _settle(request, person, sheet):
    """Save after the choices between both sides."""
    base = base_in(request, sheet)
    try:
        typed = settle(request, person, sheet, base)
    except register.NotAllowed as refused:
        return _not_allowed(request, person, sheet, refused)
    return _save(request, person, replace(sheet, typed=typed, base_number=base))


def _kept(request, person, sheet, typed, had):
    """What was typed on this page, kept; with the files that came with it."""
    to_keep = {"actor": request.actor, "person": person, "form_code": sheet.spec.code, "base_number": base_in(request, sheet)}
    kept = actions.meet_draft(**to_keep, typed=typed, had=had)
    if request.FILES and not kept.clashes:
        kept = actions.meet_draft(**to_keep, typed=with_files(request, person, sheet, typed, kept.draft), had=kept.marks)
    return kept


def _after(request, person, sheet, wanted):
    form_code = sheet.spec.code
    if wanted == "stop":
        messages.success(request, _("The draft is kept, sealed, for you alone. Go on whenever you like."))
        return redirect("register:person", person_id=person.pk)
    if wanted == "break":
        actions.pause(actor=request.actor, person=person)
        return redirect("intake:pause", person_id=person.pk, form_code=form_code)
    if wanted.startswith("section-"):
        return _at(person, sheet, wanted.removeprefix("section-"))
    return _save(request, person, sheet)


def _at(person, sheet, section, anchor=""):
    address = f"{reverse('intake:fill', args=[person.pk, sheet.spec.code])}?section={section}"
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def _save(request, person, sheet):
    form = whole_form(sheet, sheet.typed)
    if form.is_valid():
        check_named(request.actor, person, form)
    if not form.is_valid():
        return _section(request, person, sheet, _first_wrong(sheet, form), wrong=form)
    cleared = form.cleared
    if cleared and set(request.POST.get("clears", "").split()) != set(cleared):
        return _section(request, person, sheet, section_number(request.POST.get("section"), sheet), clears=cleared)
    interview = reads.open_interview(request.actor, person)
    try:
        saved = actions.submit(
            actor=request.actor, person=person, form_code=sheet.spec.code, answers=as_answers(sheet, form), base_number=sheet.base_number,
            mode=interview.mode if interview else "in_person",
        )
    except register.NotAllowed as refused:
        return _not_allowed(request, person, sheet, refused)
    except register.StaleBase as stale:
        return show_conflicts(request, person, sheet, stale)
    if cleared:
        messages.success(request, _("Cleared, because it is not asked any more: %(what)s.") % {"what": ", ".join(cleared.values())})
    said = _("Saved.") if not saved.merged else _("Saved. What a colleague changed meanwhile is kept beside it.")
    if saved.version is None:
        messages.success(request, said)
    else:
        offer_undo(request, reverse("intake:undo_save", args=[person.pk, saved.version.number]), said)
    return redirect("register:person", person_id=person.pk)


def _not_allowed(request, person, sheet, refused):
    context = {"person": person, "spec": sheet.spec, "elements": refused.elements, "not_ready": refused.not_ready}
    return render(request, "intake/not_allowed.html", context, status=409)


def _section(request, person, sheet, number, *, wrong=None, clears=None):
    section = sheet.sections[number] if sheet.sections else None
    form = section_form(sheet, section, sheet.typed, checked=wrong is not None) if section else None
    if form is not None and wrong is not None and form.is_valid():
        check_named(request.actor, person, form)
    told = wrong if wrong is not None else whole_form(sheet, sheet.typed) if sheet.typed.seen else None
    others = [(i, s) for i, s in enumerate(sheet.sections) if wrong is not None and i != number and _has_errors(s, wrong)]
    context = {
        "person": person,
        "sheet": sheet,
        "number": number,
        "section": section,
        "form": form,
        "had": write_marks(page_marks(sheet, section)) if section else "",
        "pause": reads.pause_of(request.actor, person, sheet.spec.code),
        "others_wrong": others,
        "clears": clears or {},
        "tabs": [
            {"number": i, "title": s.title, "answered": sheet.answered(s), "of": len(s.elements), "here": i == number, "wrong": _wrong_in(s, told)}
            for i, s in enumerate(sheet.sections)
        ],
        "earlier": reads.hard_sittings(request.actor, person),
        "next": number + 1 if number + 1 < len(sheet.sections) else None,
    }
    return render(request, "intake/fill.html", context, status=200)


def _first_wrong(sheet, form):
    return next((i for i, section in enumerate(sheet.sections) if _has_errors(section, form)), 0)


def _has_errors(section, form):
    return bool(_wrong_in(section, form))


def _wrong_in(section, form):
    """How many of a section's questions have something to look at again, among what was typed."""
    wrong = {top_of(key) for key in form.errors} if form is not None else set()
    return sum(element.code in wrong for element in section.elements)
