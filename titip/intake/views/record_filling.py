"""Filling a record of one's own kinds in, new or again; whatever stands in the way, nothing typed is lost."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary.form_builder import press
from titip.intake import actions, reads
from titip.intake.forms import AboutPerson, Way, as_data, check_people, own_answers, own_form
from titip.intake.views.record_conflicts import BACK, chosen, show_own_conflicts
from titip.intake.views.records import kind_or_refuse, own_or_refuse
from titip.intake.views.uploads import with_own_files
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.gate import NotHere, allow, done, keep_typed, page, typing, unjudged
from titip.register import actions as register
from titip.register import reads as people

_LONGEST = 8 * 60 * 60


@page("intake.record")
def record_new(request, kind_code):
    """A new record of a kind about nobody; of one about a person, first her code."""
    kind = kind_or_refuse(request, kind_code, "intake.record")
    if kind.subject == "person":
        return _about_whom(request, kind)
    if kept := keep_typed(request, title=_("New: %(kind)s") % {"kind": kind.name}):
        return kept
    return _filled(request, kind)


def _about_whom(request, kind):
    form = AboutPerson(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.person is not None:
        return redirect("intake:record_about", kind.code, form.person.pk)
    back = reverse("intake:record_list", args=[kind.code])
    context = {"form": form, "heading": kind.name, "title": _("Record"), "submit_label": _("Go on"), "back_url": back, "cancel_url": back}
    return render(request, "titip/form_page.html", context)


@page("intake.record")
def record_about(request, kind_code, person_id):
    """The record of a kind about one registered person: one for each, changed as she tells more."""
    kind = kind_or_refuse(request, kind_code, "intake.record")
    person = people.person_for(person_id)
    if person is None or kind.subject != "person":
        raise NotHere
    allow(request, "intake.record", people.facts(person))
    own = reads.own_about(kind, person)
    if own is not None:
        return redirect("intake:record_edit", own.pk)
    if kept := keep_typed(request, title=_("New: %(kind)s") % {"kind": kind.name}, about=person.pk):
        return _without_files(request, kept)
    return _filled(request, kind, person=person)


@page("intake.record")
def record_edit(request, own_id):
    """Change a record; a new version, on the one that the page was made from."""
    own, kind = own_or_refuse(request, own_id, "intake.record")
    if kept := keep_typed(request, title=_("Change %(code)s") % {"code": own.code}, about=own.record.person_id):
        return _without_files(request, kept)
    return _filled(request, kind, own=own)


def _without_files(request, kept):
    """Say that a draft holds no file, before anybody relies on it."""
    if request.FILES:
        messages.warning(request, _("The file you chose is not kept in a draft. Choose it again when you save the record."))
    return kept


def _filled(request, kind, *, own=None, person=None):
    sheet = reads.open_own_sheet(request.actor, kind, own=own, person=person)
    typed, hers = typing(request), person or (own.record.person if own else None)
    if request.method == "POST" and request.FILES and hers is not None and typed is not None:
        typed = with_own_files(request, hers, sheet, typed, _id(request.POST.get("own")))
    pressed = press(request.POST.get("go", ""), dict(typed.lists()), sheet.elements()) if request.method == "POST" and typed is not None else None
    if pressed is not None:
        typed = as_data(pressed.values)
    form, way = own_form(sheet, typed), Way(typed, own.mode if own else "in_person")
    told = typed if typed is not None else {}
    clears, back = {}, request.method == "POST" and request.POST.get("go") == BACK
    if request.method == "POST" and not back and pressed is None and form.is_valid() and way.is_valid():
        check_people(request.actor, form)
        clears = form.cleared
        if form.is_valid() and (not clears or set(told.get("clears", "").split()) == set(clears)):
            answer = _kept(request, kind, sheet, form, way, own, person)
            if answer is not None:
                return answer
            clears = {}
    elif pressed is not None:
        form = form.unjudged()
    elif request.method == "POST" and not back and not form.is_valid():
        mode = way.cleaned_data["mode"] if way.is_valid() else "in_person"
        actions.count_refused(form_code=sheet.spec.code, mode=mode, keys=form.errors)
    context = {
        "kind": kind, "own": own, "person": hers, "sheet": sheet, "form": unjudged(request, form, looking=back), "way": way,
        "base": _base(told, sheet), "clears": clears, "new_id": told.get("own") or str(new_id()),
        "began": told.get("began") or str(int(clock.now().timestamp())), "number": own.record.number if own else 0,
    }  # fmt: skip
    return render(request, "intake/records/fill.html", context)


def _kept(request, kind, sheet, form, way, own, person):
    """Where to go on after keeping it, or both sides to choose between; None where the form says what stands in the way."""
    answers, mode = own_answers(sheet, form), way.cleaned_data["mode"]
    try:
        with transaction.atomic():
            if own is None:
                own = actions.add_record(
                    actor=request.actor, kind=kind, own_id=_id(request.POST.get("own")), answers=answers, person=person, mode=mode,
                    seconds=_seconds(request.POST.get("began", "")),
                )  # fmt: skip
            else:
                answers, choices = chosen(request, kind, own, answers)
                actions.save_own(actor=request.actor, own=own, answers=answers, base_number=_base(request.POST, sheet), choices=choices, mode=mode)
            done(request)
    except register.NotAllowed as refused:
        said = _("%(label)s: nobody's basis covers this answer. Leave it out, or ask for consent first.")
        for element in refused.elements:
            form.add_error(element.code if element.code in form.fields else None, said % {"label": element.label})
        return None
    except register.StaleBase as stale:
        own = own or reads.own_about(kind, person)  # a colleague began her record meanwhile
        return show_own_conflicts(request, kind, own, stale, since=_base(request.POST, sheet), sent=form.data)
    messages.success(request, _("Saved as %(code)s.") % {"code": own.code})
    return redirect("intake:record", own.pk)


def _base(told, sheet):
    text = told.get("base", "")
    return min(int(text), sheet.number) if text.isascii() and text.isdigit() and len(text) < 9 else sheet.number


def _id(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return new_id()


def _seconds(began):
    took = int(clock.now().timestamp()) - int(began) if began.isascii() and began.isdigit() and len(began) < 12 else -1
    return took if 0 <= took <= _LONGEST else None
