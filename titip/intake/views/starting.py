"""Beginning an interview, taking a break, letting a draft go."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.intake import actions, reads
from titip.intake.forms import StartForm
from titip.intake.views.finding import RECORD_TYPE, person_or_refuse
from titip.protect.gate import NotHere, offer_undo, page


@page("intake.fill")
def start(request, person_id):
    """Which form, and what must be so before the first question."""
    person = person_or_refuse(request, person_id)
    forms, wished = dictionary.forms(RECORD_TYPE), request.GET.get("form")
    form = StartForm(request.POST or None, choices=[(one.code, one.name) for one in forms], initial={"form": wished} if wished else {})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["form"]
        actions.begin(actor=request.actor, person=person, form_code=chosen, setting=form.setting(), language=form.cleaned_data["language"])
        return redirect("intake:fill", person_id=person.pk, form_code=chosen)
    context = {
        "person": person, "form": form, "forms": forms, "instructions": [one for one in forms if one.instructions],
        "news": [(one, _news(one.code)) for one in forms], "has_basis": consent.grounds_for(person) is not None,
        "earlier": reads.hard_sittings(request.actor, person),
    }
    return render(request, "intake/start.html", context)


def _news(form_code):
    """What changed on a form of late, as sentences."""
    return [_(effect.template) % dict(effect.params) for effect in dictionary.form_news(form_code)[1]]


@page("intake.fill")
def pause(request, person_id, form_code):
    """A break: everything typed is kept already. What comes after it begins where it was halted."""
    person = person_or_refuse(request, person_id)
    if request.method == "POST":
        stops, at = request.POST.get("go") == "stop", request.GET.get("at", "")
        actions.go_on(actor=request.actor, person=person, distress=request.POST.get("distress") == "on", stays_paused=stops)
        if stops:
            actions.stop_here(actor=request.actor, person=person, section=_title_around(form_code, at))
            return redirect("register:person", person_id=person.pk)
        section = request.GET.get("section", "")
        back = f"?{urlencode({'section': section, 'at': at})}" if section.isascii() and section.isdigit() and at.isidentifier() else ""
        return redirect(reverse("intake:fill", args=[person.pk, form_code]) + back)
    return render(request, "intake/pause.html", {"person": person, "form_code": form_code, "distress": _distress_now(request, person)})


def _title_around(form_code, at):
    """The title of the section in which an element stands; nothing where it stands in none."""
    if form_code not in {form.code for form in dictionary.forms(RECORD_TYPE)}:
        raise NotHere
    sections = dictionary.form_spec(form_code).sections
    return next((section.title for section in sections if any(element.code == at for element in section.elements)), "")


def _distress_now(request, person):
    """Whether distress was noted in the sitting that is going on."""
    interview = reads.open_interview(request.actor, person)
    return interview is not None and interview.distress_seen


@page("intake.fill")
def discard(request, person_id, form_code):
    """Let one's own draft go, after asking once."""
    person = person_or_refuse(request, person_id)
    draft = reads.draft_for(request.actor, person, form_code)
    if draft is None:
        raise NotHere
    if request.method == "POST":
        actions.discard_draft(actor=request.actor, draft=draft)
        offer_undo(request, reverse("intake:draft_back", args=[draft.pk]), _("The draft is gone. What was saved before is as it was."))
        return redirect("register:person", person_id=person.pk)
    return render(request, "intake/discard.html", {"person": person, "draft": draft})
