"""Filling a form in and saving it; whatever stands in the way, nothing typed is lost."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary.form_builder import press
from titip.dictionary.rules.parts import BAD
from titip.intake import actions, reads
from titip.intake.forms import as_answers, check_named, whole_form
from titip.intake.rules.stepping import ONE, WHOLE
from titip.intake.rules.typing import Typed
from titip.intake.views.asking import first_wrong, show_form, show_wrong, way_on
from titip.intake.views.conflicts import settle, show_conflicts
from titip.intake.views.finding import Place, base_in, here_in, place_in, sheet_or_refuse, typed_in
from titip.intake.views.tabs import chosen_between_tabs, show_tabs
from titip.intake.views.uploads import with_files
from titip.protect.gate import cover, keep_sent, offer_undo, page
from titip.register import actions as register


@page("intake.fill")
def fill(request, person_id, form_code):
    """One page of the form: a question, a section, or the list of sections; every button keeps what was typed before it does anything else."""
    person, sheet = sheet_or_refuse(request, person_id, form_code)
    if request.method != "POST":
        interview = reads.open_interview(request.actor, person)
        if interview is None:
            return redirect(f"{reverse('intake:start', args=[person.pk])}?form={form_code}")
        return show_form(request, person, sheet, place_in(request.GET, sheet), interview)
    wanted = request.POST.get("go", "save")
    if wanted == "settle":
        return _settle(request, person, sheet)
    if request.POST.get("shown") == "":  # the list of sections: no question stood on it
        return _after(request, person, sheet, place_in(request.POST, sheet), wanted)
    typed, had = chosen_between_tabs(request, typed_in(request, sheet))
    pressed = press(wanted, typed.values, sheet.elements())
    typed = Typed(pressed.values, typed.seen) if pressed is not None else typed
    kept = _kept(request, person, sheet, typed, had)
    sheet = replace(sheet, typed=kept.typed, base_number=kept.draft.base_number, spent=kept.spent)
    if kept.clashes and wanted == "cover":  # no page that shows both sides now
        return HttpResponseRedirect(cover(request, back=keep_sent(request, request.path)))
    if kept.clashes:
        return show_tabs(request, person, sheet, typed, kept, wanted)
    place = place_in(request.POST, sheet)
    if pressed is not None:
        return _at(person, sheet, place, pressed.anchor)
    if wanted not in ("save", "cover") and any(name.endswith(BAD) for name in sheet.typed.values):
        return show_form(request, person, sheet, place, reads.open_interview(request.actor, person), wrong=whole_form(sheet, sheet.typed))
    return _after(request, person, sheet, place, wanted)


def _settle(request, person, sheet):
    """Save after the choices between both sides."""
    base = base_in(request, sheet)
    try:
        typed = settle(request, person, sheet, base)
    except register.NotAllowed as refused:
        return _not_allowed(request, person, sheet, refused)
    return _save(request, person, replace(sheet, typed=typed, base_number=base), Place())


def _kept(request, person, sheet, typed, had):
    """What was typed on this page, kept; with the files that came with it."""
    here = here_in(request, sheet)
    to_keep = {"actor": request.actor, "person": person, "form_code": sheet.spec.code, "base_number": base_in(request, sheet), "here": here}
    kept = actions.meet_draft(**to_keep, typed=typed, had=had)
    if request.FILES and not kept.clashes:
        kept = actions.meet_draft(**to_keep, typed=with_files(request, person, sheet, typed, kept.draft), had=kept.marks)
    return kept


def _after(request, person, sheet, place, wanted):
    """What a button does once everything is kept."""
    form_code, title = sheet.spec.code, sheet.sections[place.section].title if sheet.sections else ""
    if wanted == "cover":
        return HttpResponseRedirect(cover(request, back=f"{request.path}?{place.query()}"))
    if wanted == "stop":
        actions.stop_here(actor=request.actor, person=person, section=title)
        messages.success(request, _("The draft is kept, sealed, for you alone. Go on whenever you like."))
        return redirect("register:person", person_id=person.pk)
    if wanted == "break":
        actions.pause(actor=request.actor, person=person, section=title)
        at = place.at or (sheet.sections[place.section].elements[0].code if sheet.sections else "")
        return redirect(f"{reverse('intake:pause', args=[person.pk, form_code])}?{Place(place.section, at).query()}")
    if wanted == "list":
        return redirect("intake:fill", person_id=person.pk, form_code=form_code)
    if wanted in (ONE, WHOLE):
        actions.choose_layout(actor=request.actor, person=person, layout=wanted)
        return _at(person, sheet, place)
    if wanted == "save":
        return _save(request, person, sheet, place)
    return _at(person, sheet, way_on(sheet, place, wanted))


def _at(person, sheet, place, anchor=""):
    """The page of a place; the list of sections where there is none."""
    address = reverse("intake:fill", args=[person.pk, sheet.spec.code])
    if place is None:
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}?{place.query()}#{anchor}" if anchor else f"{address}?{place.query()}")


def _save(request, person, sheet, place):
    form = whole_form(sheet, sheet.typed)
    if form.is_valid():
        check_named(request.actor, person, form)
    interview = reads.open_interview(request.actor, person)
    mode = interview.mode if interview else "in_person"
    if not form.is_valid():
        actions.count_refused(form_code=sheet.spec.code, mode=mode, keys=form.errors)
        return show_wrong(request, person, sheet, Place(first_wrong(sheet, form)), interview, form)
    cleared = form.cleared
    if cleared and set(request.POST.get("clears", "").split()) != set(cleared):
        return show_form(request, person, sheet, place, interview, clears=cleared)
    try:
        saved = actions.submit(
            actor=request.actor, person=person, form_code=sheet.spec.code, answers=as_answers(sheet, form), base_number=sheet.base_number,
            mode=mode, spent=sheet.spent,
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
